"""The fitted model on disk: which files, what they must contain, and the settings beside them.

::

    models/
      manifest.json           sha256 of each file below
      config.json             sizes and thresholds; see Settings
      tokenizer.json          word pieces of the base model
      embeddings.safetensors  word embeddings of the base, frozen, so that a refit leaves them alone
      rater.safetensors       everything that was fitted, in half precision
      encoder.onnx            graphs; their weights are in rater.safetensors
      heads.onnx
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from roleplay.errors import ModelError
from roleplay.rubric import Act, Ladder

MANIFEST: Final = "manifest.json"
CONFIG: Final = "config.json"
TOKENIZER: Final = "tokenizer.json"
EMBEDDINGS: Final = "embeddings.safetensors"
WEIGHTS: Final = "rater.safetensors"
ENCODER: Final = "encoder.onnx"
HEADS: Final = "heads.onnx"
FILES: Final = (CONFIG, TOKENIZER, EMBEDDINGS, WEIGHTS, ENCODER, HEADS)
FORMAT: Final = 1
REPAIR: Final = "install roleplay again, or fit it anew: roleplay model train"


@dataclass(frozen=True)
class Settings:
    """What was learnt beside the weights, all of it out of fold.

    Attributes:
        layers, heads, hidden: Sizes of the encoder.
        acts: From which chance on a sentence counts as doing an act.
        caps: From which chance on the acts that cap a ladder do so; None where they are never
            recognised with a precision of .90.
        wrong: From which chance on a point counts as got wrong.
        spread: Per ladder, the half width of the 90 % interval in units of :func:`spread`.
        unsure_width: Per ladder, the interval width from which a rating is unsure.

    """

    layers: int
    heads: int
    hidden: int
    acts: Mapping[Act, float]
    caps: Mapping[Ladder, float | None]
    wrong: float
    spread: Mapping[Ladder, float]
    unsure_width: Mapping[Ladder, float]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Settings":
        """Read ``config.json``'s content; KeyError or ValueError when it is not one."""
        if data["format"] != FORMAT:
            raise ValueError(f"format {data['format']}, not {FORMAT}")
        return cls(
            layers=int(data["layers"]),
            heads=int(data["heads"]),
            hidden=int(data["hidden"]),
            acts={Act(name): float(value) for name, value in data["acts"].items()},
            caps={Ladder(name): value for name, value in data["caps"].items()},
            wrong=float(data["wrong"]),
            spread={Ladder(name): float(value) for name, value in data["spread"].items()},
            unsure_width={
                Ladder(name): float(value) for name, value in data["unsure_width"].items()
            },
        )


@dataclass(frozen=True)
class Bundle:
    """A model folder that has been looked through.

    Attributes:
        folder: Where it is.
        settings: What ``config.json`` says.
        digest: sha256 of the manifest, and so of every file it names; stands in every receipt.

    """

    folder: Path
    settings: Settings
    digest: str

    @classmethod
    def open(cls, folder: Path) -> "Bundle":
        """Check every file's digest and read the settings.

        Raises:
            ModelError: A file is missing, or is not the one that was shipped.

        """
        for problem in problems(folder):
            raise ModelError(problem, hint=REPAIR)
        try:
            settings = Settings.from_json(json.loads((folder / CONFIG).read_bytes()))
        except (KeyError, ValueError) as error:
            message = f"{folder / CONFIG} does not fit this version of roleplay: {error}"
            raise ModelError(message, hint=REPAIR) from error
        return cls(folder, settings, digest_of(folder))


def digest_of(folder: Path) -> str:
    """The digest by which a model goes, without looking through its files.

    Raises:
        ModelError: There is no manifest.

    """
    try:
        return _sha256(folder / MANIFEST)
    except OSError as error:
        raise ModelError(f"There is no model at {folder}.", hint=REPAIR) from error


def manifest_digest(folder: Path) -> str:
    """The digest of the model in ``folder``, taken at its manifest's word: no file is looked at.

    Raises:
        ModelError: There is no model.

    """
    try:
        return _sha256(folder / MANIFEST)
    except OSError as error:
        message = f"There is no model at {folder}: {error.strerror}."
        raise ModelError(message, hint=REPAIR) from error


def problems(folder: Path) -> Iterator[str]:
    """What is wrong with a model folder, a line each; nothing when its digests hold."""
    manifest = folder / MANIFEST
    try:
        digests = json.loads(manifest.read_bytes())
    except FileNotFoundError:
        yield f"There is no model at {folder}."
        return
    except (OSError, ValueError) as error:
        yield f"{manifest} cannot be read: {error}"
        return
    if not isinstance(digests, dict):
        yield f"{manifest} is damaged: it is not a list of digests."
        return
    for name in FILES:
        yield from _problem(folder / name, digests.get(name))


def _problem(path: Path, digest: str | None) -> Iterator[str]:
    try:
        found = _sha256(path)
    except OSError as error:
        yield f"{path} cannot be read: {error.strerror}"
        return
    if found != digest:
        yield f"{path} is damaged: its digest is not the one in {MANIFEST}."


def write_manifest(folder: Path) -> None:
    """Note the digest of every file of the model, as the last step of a fit."""
    digests = {name: _sha256(folder / name) for name in FILES}
    (folder / MANIFEST).write_text(json.dumps(digests, indent=1) + "\n", encoding="utf-8")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
