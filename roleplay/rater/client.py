"""The app's side of the model's process: starts it, asks it, and starts it again when it dies.

An asyncio subprocess, since importing or running a model in a thread stalls the
screen, and a hung thread cannot be ended.
"""

import asyncio
import contextlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any, Final, TypeVar

from roleplay.errors import ModelBusyError, ModelError
from roleplay.rating import Exchange, Rating
from roleplay.wire import exchange_data, rating_from

COMMAND: Final = (sys.executable, "-m", "roleplay.rater.worker")
READY_SECONDS: Final = 60.0
ANSWER_SECONDS: Final = 30.0
LINE_LIMIT: Final = 2**24
_FAILURES: Final = (OSError, EOFError, TimeoutError, ValueError, KeyError)
_AGAIN: Final = "your reply is kept; send it again, or run roleplay doctor"


Pipe = TypeVar("Pipe")


class WorkerRater:
    """A rater in a process of its own; see :class:`roleplay.practice.LivingRater`."""

    def __init__(
        self,
        command: Sequence[str] = COMMAND,
        *,
        log: Path | None = None,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        """Remember how to start the process; nothing is started yet.

        Args:
            command: What to run.
            log: File for what the process says on stderr; nowhere when None.
            answer_seconds: How long an answer may take before the process counts as hung.

        """
        self._command = tuple(command)
        self._log = log
        self._answer_seconds = answer_seconds
        self._process: asyncio.subprocess.Process | None = None
        self._ready = False
        self._closed = False
        self._lock = asyncio.Lock()
        self._number = 0

    async def warm(self) -> None:
        """See :class:`~roleplay.practice.LivingRater`."""
        async with self._lock:
            try:
                await self._ensure()
            except _FAILURES as error:
                raise ModelError("The model's process did not start.", hint=_AGAIN) from error

    async def rate(self, exchanges: Sequence[Exchange]) -> list[Rating]:
        """Rate; a process that died or hangs is started again once.

        Raises:
            ModelError: It does not work the second time either.

        """
        async with self._lock:
            try:
                return await self._ask(exchanges)
            except _FAILURES:
                await self._kill()
            try:
                return await self._ask(exchanges)
            except TimeoutError as error:
                await self._kill()
                raise ModelBusyError("The model does not answer.", hint=_AGAIN) from error
            except _FAILURES as error:
                await self._kill()
                raise ModelError("The model's process stopped.", hint=_AGAIN) from error

    async def close(self) -> None:
        """End the process for good. Safe to call twice, and while a rating is under way."""
        self._closed = True
        await self._kill()

    @property
    def pid(self) -> int | None:
        """The process's number while there is one."""
        return self._process.pid if self._process else None

    async def _ask(self, exchanges: Sequence[Exchange]) -> list[Rating]:
        process = await self._ensure()
        self._number += 1
        request = {"id": self._number, "exchanges": [exchange_data(item) for item in exchanges]}
        pipe = _there(process.stdin)
        pipe.write(json.dumps(request).encode() + b"\n")
        await pipe.drain()
        answer = await self._answer(process)
        _raise_error(answer)
        return [rating_from(data) for data in answer["ratings"]]

    async def _answer(self, process: asyncio.subprocess.Process) -> dict[str, Any]:
        """The answer to the latest question; answers to cancelled ones are passed over."""
        async with asyncio.timeout(self._answer_seconds):
            while (answer := await _line(process))["id"] != self._number:
                pass
        return answer

    async def _ensure(self) -> asyncio.subprocess.Process:
        if self._closed:
            raise ModelError("The model has been let go.", hint="start roleplay again")
        if self._process is not None and self._ready and self._process.returncode is None:
            return self._process
        await self._kill()
        with _opened(self._log) as stderr:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=stderr or asyncio.subprocess.DEVNULL,
                limit=LINE_LIMIT,
                start_new_session=True,  # Ctrl+C in the terminal is the app's, not the model's
            )
        process = self._process
        try:
            async with asyncio.timeout(READY_SECONDS):
                _raise_error(await _line(process))
        except BaseException:
            # Also when cancelled: a process that has not said so yet is not ready.
            await self._kill()
            raise
        self._ready = True
        return process

    async def _kill(self) -> None:
        process, self._process = self._process, None
        self._ready = False
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _line(process: asyncio.subprocess.Process) -> dict[str, Any]:
    line = await _there(process.stdout).readline()
    if not line:
        raise EOFError
    found: dict[str, Any] = json.loads(line)
    return found


def _there(pipe: Pipe | None) -> Pipe:
    if pipe is None:  # cannot be: both are asked for as pipes
        raise EOFError
    return pipe


def _raise_error(answer: dict[str, Any]) -> None:
    if "error" in answer:
        raise ModelError(answer["error"], hint=answer["hint"])


@contextlib.contextmanager
def _opened(log: Path | None) -> Iterator[IO[bytes] | None]:
    if log is None:
        yield None
        return
    file: IO[bytes] | None = None
    with contextlib.suppress(OSError):  # no log is better than no practice
        log.parent.mkdir(parents=True, exist_ok=True)
        file = log.open("ab")
    try:
        yield file
    finally:
        if file is not None:
            file.close()
