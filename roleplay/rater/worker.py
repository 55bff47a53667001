"""The model's own process: JSON lines in, JSON lines out.

Started by :mod:`roleplay.rater.client` as ``python -m roleplay.rater.worker``. It
says ``{"ready": digest}`` or ``{"error": …}`` first, then answers each
``{"id": …, "exchanges": […]}`` with ``{"id": …, "ratings": […]}`` or an error of
that id. It ends when its input does, so it never outlives the app.
"""

import json
import os
import sys
from typing import Any, TextIO

from roleplay.errors import ModelError
from roleplay.rating import PlainRater
from roleplay.wire import exchange_from, rating_data


def serve(rater: PlainRater, requests: TextIO, answers: TextIO) -> None:
    """Answer requests until there are no more."""
    for line in requests:
        _say(answers, _answer(rater, json.loads(line)))


def _answer(rater: PlainRater, request: dict[str, Any]) -> dict[str, Any]:
    try:
        ratings = rater.rate([exchange_from(data) for data in request["exchanges"]])
    except ModelError as error:
        return {"id": request["id"], "error": error.message, "hint": error.hint}
    return {"id": request["id"], "ratings": [rating_data(rating) for rating in ratings]}


def _say(answers: TextIO, message: dict[str, Any]) -> None:
    answers.write(json.dumps(message) + "\n")
    answers.flush()


def _own_stdout() -> TextIO:
    """Keep stdout for answers: whatever a library prints goes to stderr, and so to the log."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def main() -> int:
    """Load the model, say so, and serve."""
    from roleplay.rater.local import LocalRater  # noqa: PLC0415 - answers must be set up first

    answers = _own_stdout()
    try:
        rater = LocalRater.load()
    except ModelError as error:
        _say(answers, {"error": error.message, "hint": error.hint})
        return error.exit_code
    _say(answers, {"ready": rater.model.digest})
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    serve(rater, sys.stdin, answers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
