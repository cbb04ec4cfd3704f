"""The linear model that stands beside the transformer: hashed features and logistic regressions behind Scorer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import chain
from pathlib import Path
from typing import Any, Self

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load as load_arrays
from safetensors.numpy import save as dump_arrays
from scipy.sparse import csr_array
from scipy.special import softmax
from sklearn.feature_extraction import FeatureHasher

from classifier.baseline_features import (
    N_REGIONS,
    Analysis,
    Span,
    Target,
    analyse,
    regions,
    sentence_features,
    stance_features,
    word_features,
)
from classifier.baseline_holders import Candidates, candidates, source_features
from classifier.baseline_tags import tag_features
from classifier.errors import WeightsError
from classifier.records import SentimentLabel, StanceLabel
from classifier.scorer import FloatArray, Judgement, Reading, Tag

FORMAT_VERSION = 1
ARRAYS = "baseline.safetensors"
SETTINGS = "baseline.json"

_NEUTRAL = list(StanceLabel).index(StanceLabel.NEUTRAL)

# Shape of each head: (dense columns, classes). The valence of a word has one value per stance.
HEADS = {
    "valence": (0, len(StanceLabel)),
    "stance": (N_REGIONS * len(StanceLabel), len(StanceLabel)),
    "sentiment": (len(StanceLabel), len(SentimentLabel)),
    "tags": (0, len(Tag)),
    "source": (0, 2),  # author, source
    "candidate": (0, 2),  # another word, the holder
}


@dataclass(frozen=True, slots=True)
class Head:
    """One linear layer.

    Attributes:
        hashed: (n_columns, n_classes) weights of the hashed features.
        dense: (n_dense, n_classes) weights of the dense features; no row where a head has none.
        intercept: (n_classes,)
    """

    hashed: FloatArray
    dense: FloatArray
    intercept: FloatArray

    def logits(self, rows: Iterable[Sequence[str]], dense: FloatArray | None = None) -> FloatArray:
        """Return (n_rows, n_classes); each row depends on its own features alone."""
        found: FloatArray = hash_rows(rows, len(self.hashed)) @ self.hashed + self.intercept
        if dense is not None:
            found += (dense[:, :, None] * self.dense).sum(axis=1)  # no matrix product: its sums may vary with n_rows
        return found


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was fitted on the dev sets after training; the fields are those of the transformer's calibration."""

    stance_temperature: float = 1.0
    sentiment_temperature: float = 1.0
    stance_threshold: float = 0.0
    sentiment_threshold: float = 0.0


@dataclass(frozen=True, slots=True)
class _State:
    """What judging needs of a sentence that was read. `valence` is (n_words, 3)."""

    analysis: Analysis
    valence: FloatArray


class BaselineScorer:
    """A Scorer of logistic regressions over hashed words around the target. Safe to share between threads.

    Args:
        heads: the layers that HEADS names.
        calibration: temperatures and thresholds; None leaves the probabilities as they come.
    """

    def __init__(self, heads: Mapping[str, Head], model_version: str, calibration: Calibration | None = None) -> None:
        self._heads = heads
        self._settings = calibration or Calibration()
        self.model_version = model_version
        self.calibrated = calibration is not None
        self.stance_threshold = self._settings.stance_threshold
        self.sentiment_threshold = self._settings.sentiment_threshold

    @classmethod
    def load(cls, folder: Path | None = None) -> Self:
        """Return the scorer whose files stand in a folder, by default those in the package.

        Raises:
            WeightsError: a file is missing, altered, or of another format version; the message names it.
        """
        folder = folder if folder is not None else Path(str(resources.files("classifier") / "weights"))
        settings = json.loads(_read(folder / SETTINGS, as_json=True))
        found = settings.get("format_version") if isinstance(settings, dict) else None
        if found != FORMAT_VERSION:
            raise WeightsError(
                f"{folder / SETTINGS} has format version {found!r}, this version of newsstance reads "
                f"{FORMAT_VERSION}; install the version that wrote it, or run `python -m training.fit_baseline`."
            )
        data = _read(folder / ARRAYS)
        digest = hashlib.sha256(data).hexdigest()
        try:
            if digest != settings["sha256"][ARRAYS]:
                raise WeightsError(
                    f"{folder / ARRAYS} has been altered: its SHA-256 is {digest}, expected "
                    f"{settings['sha256'][ARRAYS]}; reinstall newsstance to get it back whole."
                )
            arrays = load_arrays(data)
            heads = {name: _head(name, arrays) for name in HEADS}
            calibration = Calibration(**settings["calibration"]) if settings["calibration"] else None
            return cls(heads, str(settings["model_version"]), calibration)
        except (KeyError, TypeError, ValueError, SafetensorError) as error:
            raise WeightsError(f"{folder}: {error!r}; reinstall newsstance to get {SETTINGS} back whole.") from error

    def save(self, folder: Path, record: Mapping[str, Any]) -> None:
        """Write the two files that `load` reads.

        Args:
            record: what else to note in the settings: how the weights were made, and how good they are.
        """
        arrays = {
            f"{name}.{part}": getattr(head, part).astype(np.float16 if part == "hashed" else np.float32)
            for name, head in self._heads.items()
            for part in ("hashed", "dense", "intercept")
        }
        data = dump_arrays(arrays)
        calibration = {name: getattr(self._settings, name) for name in Calibration.__slots__}
        settings = {
            "format_version": FORMAT_VERSION,
            "model_version": self.model_version,
            "sha256": {ARRAYS: hashlib.sha256(data).hexdigest()},
            "calibration": calibration if self.calibrated else None,
            **record,
        }
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ARRAYS).write_bytes(data)
        (folder / SETTINGS).write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")

    def calibrate(self, calibration: Calibration) -> Self:
        """Return the same model with these temperatures and thresholds."""
        return type(self)(self._heads, self.model_version, calibration)

    def read(self, sentences: Sequence[str]) -> list[Reading]:
        """Return one Reading per sentence, in order."""
        analyses = [analyse(sentence) for sentence in sentences]
        if not analyses:
            return []
        valences = word_valences(analyses, self._heads["valence"])
        tone = self._heads["sentiment"].logits(
            (sentence_features(analysis) for analysis in analyses), np.array([mean_valence(v) for v in valences])
        )
        sentiments = softmax(tone / self._settings.sentiment_temperature, axis=1)
        words = (features for analysis in analyses for features in tag_features(analysis))
        tags = softmax(self._heads["tags"].logits(words), axis=1)
        ends = np.cumsum([len(analysis.spans) for analysis in analyses])
        return [
            Reading(analysis.spans, tags[end - len(analysis.spans) : end], sentiment, _State(analysis, valence))
            for analysis, valence, sentiment, end in zip(analyses, valences, sentiments, ends, strict=True)
        ]

    def judge(self, readings: Sequence[Reading], spans: Sequence[Sequence[Span]]) -> list[list[Judgement]]:
        """Return one Judgement per span of each reading; spans count code points of their sentence."""
        pairs = [
            (reading.state, reading.state.analysis.target(*span))
            for reading, own in zip(readings, spans, strict=True)
            for span in own
        ]
        if not pairs:
            return [[] for _ in spans]
        targets = [target for _, target in pairs]
        dense = np.array([target_valences(target, state.valence) for state, target in pairs])
        logits = self._heads["stance"].logits(map(stance_features, targets), dense)
        stances = softmax(logits / self._settings.stance_temperature, axis=1)
        sources = softmax(self._heads["source"].logits(map(source_features, targets)), axis=1)[:, 1]
        found = map(self._judgement, targets, stances, sources.tolist())
        return [[next(found) for _ in own] for own in spans]

    def _judgement(self, target: Target, stance: FloatArray, if_leaning: float) -> Judgement:
        """Add the holder to a stance: a neutral one is the author's own, another may be a source's.

        Args:
            if_leaning: probability of a source, given that the stance is not neutral.
        """
        source = float(1 - stance[_NEUTRAL]) * if_leaning
        beside = candidates(target) if source > 0.5 else Candidates((), ())
        if not beside.spans:
            return Judgement(stance, None, 1 - source, target.windowed)
        logits = self._heads["candidate"].logits(beside.features)
        shares = softmax(logits[:, 1] - logits[:, 0])
        best = int(shares.argmax())
        low, high = beside.spans[best]
        words = target.analysis.spans
        return Judgement(stance, (words[low][0], words[high - 1][1]), source * float(shares[best]), target.windowed)


def hash_rows(rows: Iterable[Sequence[str]], n_columns: int, *, counts: bool = False) -> csr_array:
    """Return (n_rows, n_columns): each feature of a row in the column that its hash names.

    Args:
        counts: how often a feature occurs; otherwise rows of length 1 that only say which features do.
    """
    rows = iter(rows)
    first = next(rows, None)
    if first is None:  # which FeatureHasher cannot read
        return csr_array((0, n_columns), dtype=np.float32)
    hasher = FeatureHasher(n_columns, input_type="string", alternate_sign=False, dtype=np.float32)
    found = csr_array(hasher.transform(chain([first], rows)))
    if not counts:
        sizes = np.diff(found.indptr)
        found.data = np.repeat(1 / np.sqrt(np.maximum(sizes, 1), dtype=np.float32), sizes)
    return found


def word_valences(analyses: Sequence[Analysis], head: Head) -> list[FloatArray]:
    """Return, for each sentence, what each word says of a stance: (n_words, 3), without intercept."""
    places = {word: 0 for analysis in analyses for word in analysis.marked}
    if not places:
        return [np.zeros((0, len(StanceLabel)), dtype=np.float32) for _ in analyses]
    for place, word in enumerate(places):
        places[word] = place
    table = hash_rows((word_features(word) for word in places), len(head.hashed), counts=True) @ head.hashed
    return [table[[places[word] for word in analysis.marked]] for analysis in analyses]


def mean_valence(valence: FloatArray) -> FloatArray:
    """Return one value per stance for a sentence, of like size whether it is short or long."""
    total: FloatArray = valence.sum(axis=0) / np.sqrt(max(1, len(valence)), dtype=np.float32)
    return total


def target_valences(target: Target, valence: FloatArray) -> FloatArray:
    """Return the summed valence of the words in each region around a target, (N_REGIONS * 3,).

    Args:
        valence: of the words of the whole sentence, (n_words, 3).
    """
    near = valence[target.low : target.low + len(target.analysis.spans)]
    summed: FloatArray = (regions(target) @ near).ravel()
    return summed


def _read(path: Path, *, as_json: bool = False) -> bytes:
    try:
        data = path.read_bytes()
        if as_json:
            json.loads(data)
    except OSError as error:
        raise WeightsError(
            f"{path} cannot be read ({error.strerror}); reinstall newsstance, or name a folder that "
            "`python -m training.fit_baseline` wrote."
        ) from error
    except ValueError as error:
        raise WeightsError(f"{path} is not JSON ({error}); reinstall newsstance to get it back whole.") from error
    return data


def _head(name: str, arrays: Mapping[str, Any]) -> Head:
    """Return one head out of the file's arrays; a wrong shape is a ValueError."""
    n_dense, n_classes = HEADS[name]
    head = Head(*(arrays[f"{name}.{part}"].astype(np.float32) for part in ("hashed", "dense", "intercept")))
    shapes = (head.hashed.shape[1:], head.dense.shape, head.intercept.shape)
    if shapes != ((n_classes,), (n_dense, n_classes), (n_classes,)):
        raise ValueError(f"{name} has shapes {shapes}, expected {n_dense} dense columns and {n_classes} classes")
    return head
