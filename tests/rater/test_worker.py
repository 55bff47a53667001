"""The model's own process: killed, hung, missing, out of step."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest
from support.office import GOOD, KIND, exchange

from roleplay.errors import ModelBusyError, ModelError
from roleplay.rater.client import WorkerRater
from roleplay.rater.local import LocalRater

FAKE = """
import json, sys, time
print(json.dumps({"ready": "fake"}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    BODY
"""


def fake(body: str) -> list[str]:
    return [sys.executable, "-c", FAKE.replace("BODY", body)]


async def test_it_says_what_the_rater_says_and_survives_being_killed(rater: LocalRater) -> None:
    worker = WorkerRater()
    try:
        await worker.warm()
        first = worker.pid
        assert first is not None
        assert await worker.rate([exchange(GOOD)]) == rater.rate([exchange(GOOD)])
        os.kill(first, signal.SIGKILL)
        assert await worker.rate([exchange(KIND)]) == rater.rate([exchange(KIND)])
        assert worker.pid != first
    finally:
        await worker.close()
    assert worker.pid is None


async def test_a_hung_process_is_given_up_and_started_again() -> None:
    worker = WorkerRater(fake("time.sleep(60)"), answer_seconds=0.3)
    with pytest.raises(ModelBusyError) as caught:
        await worker.rate([exchange(GOOD)])
    assert caught.value.hint
    assert worker.pid is None


async def test_a_process_that_dies_each_time_is_an_error() -> None:
    worker = WorkerRater(fake("sys.exit(9)"))
    with pytest.raises(ModelError, match="stopped"):
        await worker.rate([exchange(GOOD)])


async def test_an_answer_to_a_cancelled_question_is_passed_over(rater: LocalRater) -> None:
    worker = WorkerRater()
    try:
        await worker.warm()
        pid = worker.pid
        question = asyncio.create_task(worker.rate([exchange(GOOD)] * 50))
        await asyncio.sleep(0.05)
        question.cancel()
        assert await worker.rate([exchange(KIND)]) == rater.rate([exchange(KIND)])
        assert worker.pid == pid
    finally:
        await worker.close()


async def test_a_process_that_never_gets_ready_is_an_error() -> None:
    worker = WorkerRater([sys.executable, "-c", "raise SystemExit(1)"])
    with pytest.raises(ModelError, match="did not start"):
        await worker.warm()
    assert worker.pid is None


async def test_closing_while_a_rating_is_under_way_leaves_no_process() -> None:
    worker = WorkerRater(fake("time.sleep(60)"))
    await worker.warm()
    question = asyncio.create_task(worker.rate([exchange(GOOD)]))
    await asyncio.sleep(0.3)
    await worker.close()
    with pytest.raises(ModelError):
        await question
    assert worker.pid is None


async def test_a_missing_model_is_reported_by_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROLEPLAY_MODEL", str(tmp_path))
    worker = WorkerRater(log=tmp_path / "log" / "worker.log")
    with pytest.raises(ModelError, match="no model"):
        await worker.warm()
    await worker.close()


async def test_a_program_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ModelError):
        await WorkerRater(["/nonexistent/python"]).rate([exchange(GOOD)])
