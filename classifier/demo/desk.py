"""The desk at which all work of the service waits: few at once, few in the queue, and none for longer than a limit.

The page and the HTTP routes share one desk, so that neither can starve the machine or the other.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as WaitedTooLongError
from dataclasses import dataclass
from typing import Protocol, TypeVar

from classifier.demo.limits import MAX_RUNNING, MAX_SECONDS, MAX_WAITING, RETRY_SECONDS
from classifier.errors import ClassifierError
from classifier.scorer import Judgement, Reading, Scorer

_CHUNK_SENTENCES = 32  # read between two looks at the clock: a fraction of a second
_GRACE_SECONDS = 5.0  # for work to notice by itself that its time is over
Result = TypeVar("Result")


class BusyError(ClassifierError):
    """The queue is full: the request was not taken. Nothing of it was read; try again."""


class TimeLimitError(ClassifierError):
    """The request was not answered within the time limit."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment (of time.monotonic) by which a request must be answered."""

    at: float
    seconds: float = MAX_SECONDS

    def check(self) -> None:
        """Raise TimeLimitError where the moment has passed."""
        if time.monotonic() > self.at:
            raise self.error()

    def error(self) -> TimeLimitError:
        """Return what to tell the one who waits."""
        return TimeLimitError(
            f"the request took longer than the {self.seconds:g} seconds that are allowed and was stopped; "
            "send less text, fewer documents, or leave explain out."
        )


class Watch(Protocol):
    """What says whether work may go on: a deadline, or whoever can cancel it."""

    def check(self) -> None:
        """Raise a ClassifierError where the work is to stop."""
        ...


class TimedScorer:
    """A scorer that stops between two groups of sentences once its deadline has passed.

    Results are those of the scorer: a sentence's result does not depend on what else is in a call.
    """

    def __init__(self, scorer: Scorer, deadline: Watch) -> None:
        self._scorer = scorer
        self._deadline = deadline
        self.model_version = scorer.model_version
        self.calibrated = scorer.calibrated
        self.stance_threshold = scorer.stance_threshold
        self.sentiment_threshold = scorer.sentiment_threshold

    def read(self, sentences: Sequence[str]) -> list[Reading]:
        """Return one Reading per sentence; TimeLimitError where the deadline has passed."""
        readings: list[Reading] = []
        for low in range(0, len(sentences), _CHUNK_SENTENCES):
            self._deadline.check()
            readings += self._scorer.read(sentences[low : low + _CHUNK_SENTENCES])
        return readings

    def judge(self, readings: Sequence[Reading], spans: Sequence[Sequence[tuple[int, int]]]) -> list[list[Judgement]]:
        """Return one Judgement per span of each reading; TimeLimitError where the deadline has passed."""
        judged: list[list[Judgement]] = []
        for low in range(0, len(readings), _CHUNK_SENTENCES):
            self._deadline.check()
            high = low + _CHUNK_SENTENCES
            judged += self._scorer.judge(readings[low:high], spans[low:high])
        return judged


class Desk:
    """Runs work in a few threads; refuses it where too much waits already."""

    def __init__(
        self, n_running: int = MAX_RUNNING, n_waiting: int = MAX_WAITING, seconds: float = MAX_SECONDS
    ) -> None:
        self.seconds = seconds
        self._n_waiting = n_waiting
        self._lock = threading.Lock()
        self.n_free = n_running + n_waiting  # places, running and waiting
        self._threads = ThreadPoolExecutor(n_running, thread_name_prefix="newsstance-desk")

    def run(self, work: Callable[[Deadline], Result]) -> Result:
        """Return what `work` returns, waiting for its turn.

        Raises:
            BusyError: too many wait already.
            TimeLimitError: the time limit passed before the work was done.
        """
        deadline = Deadline(time.monotonic() + self.seconds, self.seconds)
        future = self._submit(work, deadline)
        try:
            return future.result(timeout=self.seconds + _GRACE_SECONDS)
        except (WaitedTooLongError, CancelledError) as error:
            future.cancel()
            raise deadline.error() from error

    async def run_async(self, work: Callable[[Deadline], Result]) -> Result:
        """Return what `work` returns, as `run` does, without holding up the event loop."""
        deadline = Deadline(time.monotonic() + self.seconds, self.seconds)
        future = self._submit(work, deadline)
        waiting = asyncio.wrap_future(future)
        try:
            return await asyncio.wait_for(waiting, timeout=self.seconds + _GRACE_SECONDS)
        except TimeoutError as error:
            future.cancel()
            raise deadline.error() from error

    def close(self) -> None:
        """Let running work end, and drop what waits."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _submit(self, work: Callable[[Deadline], Result], deadline: Deadline) -> Future[Result]:
        with self._lock:
            if not self.n_free:
                raise BusyError(
                    f"the service is busy: {self._n_waiting} requests wait already; "
                    f"try again in {RETRY_SECONDS} seconds, or send several documents in one request."
                )
            self.n_free -= 1

        def timed() -> Result:
            deadline.check()  # the time may have passed in the queue
            return work(deadline)

        future = self._threads.submit(timed)
        future.add_done_callback(self._leave)
        return future

    def _leave(self, _: Future[Result]) -> None:
        with self._lock:
            self.n_free += 1
