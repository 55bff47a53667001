"""Write a fitted network as the model folder that the run time reads."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from safetensors.torch import save_file

from roleplay.rater import bundle
from roleplay.rater.network import Network
from roleplay.training.graphs import write_graphs

WORDS: Final = "encoder.words.weight"


def write_bundle(
    network: Network, settings: Mapping[str, Any], tokenizer: Path, folder: Path
) -> None:
    """Write every file of :mod:`roleplay.rater.bundle`, the manifest last.

    Weights are kept in half precision; so are the frozen word embeddings, in a file
    of their own that a refit from the same base does not change.

    Args:
        network: The fitted network.
        settings: Content of ``config.json``.
        tokenizer: The base model's ``tokenizer.json``.
        folder: Where to write.

    """
    folder.mkdir(parents=True, exist_ok=True)
    state = {name: value.half().contiguous() for name, value in network.state_dict().items()}
    save_file({WORDS: state.pop(WORDS)}, folder / bundle.EMBEDDINGS)
    save_file(state, folder / bundle.WEIGHTS)
    write_graphs(network, folder / bundle.WEIGHTS)
    (folder / bundle.CONFIG).write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    if tokenizer != folder / bundle.TOKENIZER:
        shutil.copyfile(tokenizer, folder / bundle.TOKENIZER)
    for name in bundle.FILES:
        (folder / name).chmod(0o644)
    bundle.write_manifest(folder)
