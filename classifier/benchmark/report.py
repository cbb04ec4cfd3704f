"""The figures of a benchmark: what was timed, per round and as medians, and the ratios of these."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from classifier.records import JsonRecord

FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Timing(JsonRecord):
    """One contestant.

    Attributes:
        seconds: of each round; empty where it did not run, and then `note` says why.
        median_s: None where it did not run.
        per_second: how many sentences, targets or articles it did a second, by the median; for the encoder also how
            many billion (10**9) multiplications and additions of its matrix products, padding included.
        note: what a reader must know of it.
    """

    name: str
    seconds: tuple[float, ...]
    median_s: float | None
    per_second: dict[str, float]
    note: str = ""

    @classmethod
    def of(cls, name: str, seconds: Sequence[float], amounts: Mapping[str, float], note: str = "") -> Self:
        """Return the timing of a contestant that did these amounts of work in each round."""
        median = statistics.median(seconds)
        return cls(name, tuple(seconds), median, {what: amount / median for what, amount in amounts.items()}, note)

    @classmethod
    def missing(cls, name: str, note: str) -> Self:
        """Return the row of a contestant that could not run, or was not asked for."""
        return cls(name, (), None, {}, note)


@dataclass(frozen=True, slots=True)
class Ratio(JsonRecord):
    """The median of one timing over that of another; None where one of them did not run.

    Attributes:
        floor, goal: what the project wants of it; None: nothing.
        at_most: True where floor and goal are upper bounds.
    """

    name: str
    numerator: str
    denominator: str
    value: float | None
    floor: float | None = None
    goal: float | None = None
    at_most: bool = False


@dataclass(frozen=True, slots=True)
class Memory(JsonRecord):
    """Most memory that a fresh process held: median of the rounds, in MiB; None where the system does not say."""

    name: str
    peak_mib: float | None


@dataclass(frozen=True, slots=True)
class Texts(JsonRecord):
    """What was read.

    Attributes:
        n_targets: of all sentences that are judged, as the shipped model finds them.
        n_tokens: of the encoder's batches of the whole path, padding included; `n_padding` of them are padding.
    """

    n_articles: int
    n_words: int
    n_sentences: int
    n_targets: int
    n_tokens: int
    n_padding: int


@dataclass(frozen=True, slots=True)
class NameList(JsonRecord):
    """Loading the list of names: seconds, and what they would be for 40,000 names if they grow in proportion."""

    n_entities: int
    n_names: int
    median_s: float
    at_40000_s: float


@dataclass(frozen=True, slots=True)
class Machine(JsonRecord):
    """Where it was measured. `int8` names the processor's instructions for int8 products, or says that it has none."""

    processor: str
    n_cores: int
    int8: str
    python: str
    onnxruntime: str
    torch: str


@dataclass(frozen=True, slots=True)
class BenchmarkReport(JsonRecord):
    """All figures of one run.

    Attributes:
        whole_path: fresh processes: from start to first result ('cold'), and all articles after it ('warm').
        encoder_stage: the same sentences and batches for all, without tokenising.
        stages: one core; the parts of one run add up to its wall time.
        entity_stage: finding and linking names alone, beside the encoder, on one core.
    """

    model_version: str
    machine: Machine
    settings: dict[str, int | bool]
    texts: Texts
    whole_path: tuple[Timing, ...]
    memory: tuple[Memory, ...]
    encoder_stage: tuple[Timing, ...]
    stages: tuple[Timing, ...]
    entity_stage: tuple[Timing, ...]
    names: NameList
    ratios: tuple[Ratio, ...]
    format_version: int = FORMAT_VERSION


def ratio(
    timings: Iterable[Timing],
    name: str,
    numerator: str,
    denominator: str,
    *,
    floor: float | None = None,
    goal: float | None = None,
    at_most: bool = False,
) -> Ratio:
    """Return median of `numerator` over median of `denominator`, two names among the timings."""
    medians = {timing.name: timing.median_s for timing in timings}
    above, below = medians[numerator], medians[denominator]
    value = None if above is None or below is None else above / below
    return Ratio(name, numerator, denominator, value, floor, goal, at_most)
