"""Time several contestants in turn."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

PAUSE = 0.02  # seconds: the threads of the one before are to be asleep when the next begins


def alternate(contestants: Mapping[str, Callable[[], float | None]], repeats: int) -> dict[str, tuple[float, ...]]:
    """Return the seconds that each contestant took in each of `repeats` rounds.

    Each runs once before, untimed; then all run once per round, in the order given, so that a machine that slows
    down for a while slows all of them. A contestant that returns seconds is taken at its word, as one that times
    another process must be; for one that returns None, the call is timed.
    """
    for contestant in contestants.values():
        contestant()
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(repeats):
        for name, contestant in contestants.items():
            time.sleep(PAUSE)
            begin = time.perf_counter()
            told = contestant()
            seconds[name].append(told if told is not None else time.perf_counter() - begin)
    return {name: tuple(values) for name, values in seconds.items()}
