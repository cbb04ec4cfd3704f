"""Fit the scikit-learn baseline on the same sentences as the transformer, and write its two files.

    python -m training.fit_baseline --data DIR

Stages: word valences (cross-fitted, so that a training sentence is never described by valences that saw it), then
stance and sentiment on top of them, tags, holders, and temperatures and thresholds on the dev sets.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, hstack
from sklearn.linear_model import LogisticRegression

from classifier.baseline import (
    HEADS,
    BaselineScorer,
    Head,
    hash_rows,
    mean_valence,
    target_valences,
    word_valences,
)
from classifier.baseline_features import (
    Analysis,
    Target,
    analyse,
    sentence_features,
    stance_features,
    word_features,
)
from classifier.baseline_holders import candidates, source_features
from classifier.baseline_tags import tag_features
from classifier.records import Kind, SentimentLabel, StanceLabel
from classifier.scorer import FloatArray, Tag
from training.baseline_dev import calibrated, dev_figures
from training.calibration import WANTED_ACCURACY
from training.dataset import (
    OUTSIDE,
    OWN_DATA,
    PLACE,
    Example,
    LabelledSpan,
    check_no_overlap,
    data_hashes,
    held_out_files,
    read_annotated,
    read_stance,
)
from training.mixture import read_training_set
from training.public_labels import SOURCE

IntArray = npt.NDArray[np.int64]

_STANCES = list(StanceLabel)
_SENTIMENTS = list(SentimentLabel)
_TAGS = list(Tag)
_BEGIN = {Kind.COMPANY: Tag.BEGIN_COMPANY, Kind.GOVERNMENT: Tag.BEGIN_GOVERNMENT, PLACE: Tag.BEGIN_PLACE}
_INSIDE = {Kind.COMPANY: Tag.INSIDE_COMPANY, Kind.GOVERNMENT: Tag.INSIDE_GOVERNMENT, PLACE: Tag.INSIDE_PLACE}
_ANNOTATED = ("own", "company_government_news", SOURCE)  # the sets that mark every mention as our guidelines say
_LISTED = Path(__file__).parent.parent / "classifier" / "resources" / "entities.jsonl"
_UNSEEN = -30.0  # intercept of a class without a training row


@dataclass(frozen=True, slots=True)
class FitConfig:
    """How the shipped weights are fitted. C is the inverse strength of the L2 penalty.

    Chosen on the dev sets: for stance by macro-F1, mean over the four sets.
    """

    valence_columns: int = 2**16
    stance_columns: int = 2**18
    sentiment_columns: int = 2**16
    tag_columns: int = 2**17
    source_columns: int = 2**14
    candidate_columns: int = 2**14
    valence_c: float = 3.0
    stance_c: float = 3.0
    sentiment_c: float = 3.0
    tag_c: float = 100.0
    source_c: float = 10.0
    candidate_c: float = 10.0
    dense_weight: float = 0.2  # of a standardised dense feature, beside hashed rows of length 1
    outside_tag_weight: float = 0.5  # of words of the entity sets of others
    n_renamed: int = 1  # copies of each annotated sentence that name other companies and countries
    folds: int = 5
    tolerance: float = 1e-4  # at 1e-3 the point where the solver stops moves dev macro-F1 by 1.5 either way
    tag_tolerance: float = 3e-5  # rare tags are badly fitted at 1e-3: 25 points of mention F1
    max_iter: int = 1000
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Pair:
    """One labelled target, and the index of its sentence."""

    sentence: int
    target: Target
    stance: int
    weight: float
    holder: tuple[int, int] | str | None


def fit(examples: Sequence[Example], config: FitConfig, model_version: str = "baseline") -> BaselineScorer:
    """Return an uncalibrated scorer fitted on examples."""
    analyses = [analyse(example.text) for example in examples]
    pairs = [
        Pair(
            index,
            analysis.target(target.start, target.end),
            _STANCES.index(target.stance),
            target.weight,
            target.holder,
        )
        for index, (example, analysis) in enumerate(zip(examples, analyses, strict=True))
        for target in example.targets
    ]
    toned = {  # index of a sentence -> column of its tone
        index: _SENTIMENTS.index(example.sentiment)
        for index, example in enumerate(examples)
        if example.sentiment is not None
    }
    valence, valences = _fit_valence(examples, analyses, pairs, toned, config)
    heads = {
        "valence": valence,
        "stance": _fit_head(
            "stance",
            hash_rows((stance_features(pair.target) for pair in pairs), config.stance_columns),
            [pair.stance for pair in pairs],
            [pair.weight for pair in pairs],
            config.stance_c,
            config,
            np.array([target_valences(pair.target, valences[pair.sentence]) for pair in pairs]),
        ),
        "sentiment": _fit_head(
            "sentiment",
            hash_rows((sentence_features(analyses[index]) for index in toned), config.sentiment_columns),
            list(toned.values()),
            [examples[index].sentiment_weight for index in toned],
            config.sentiment_c,
            config,
            np.array([mean_valence(valences[index]) for index in toned]),
        ),
        "tags": _fit_tags(examples, analyses, config),
        **_fit_holders(pairs, config),
    }
    return BaselineScorer(heads, model_version)


def _fit_valence(
    examples: Sequence[Example],
    analyses: Sequence[Analysis],
    pairs: Sequence[Pair],
    toned: Mapping[int, int],
    config: FitConfig,
) -> tuple[Head, list[FloatArray]]:
    """Return the valence head, and each sentence's word valences by a head that was fitted on other sentences."""

    def bag(marked: Sequence[str]) -> list[str]:
        return [feature for word in marked for feature in word_features(word)]

    around = [
        (*target.analysis.marked[: target.first], *target.analysis.marked[target.last :])
        for target in (pair.target for pair in pairs)
    ]
    rows = [bag(marked) for marked in around] + [bag(analyses[index].marked) for index in toned]
    hashed = hash_rows(rows, config.valence_columns)
    # positive speaks as favor does, negative as against: the two enums have one order
    labels = np.array([*(pair.stance for pair in pairs), *toned.values()])
    weights = np.array([pair.weight for pair in pairs] + [examples[index].sentiment_weight for index in toned])
    fold_of = np.arange(len(examples)) % config.folds
    row_fold = fold_of[[*(pair.sentence for pair in pairs), *toned]]

    def fit_rows(chosen: npt.NDArray[np.bool_]) -> Head:
        return _fit_head("valence", hashed[chosen], labels[chosen], weights[chosen], config.valence_c, config)

    valences: list[FloatArray] = [np.zeros((0, len(StanceLabel)), dtype=np.float32)] * len(examples)
    for fold in range(config.folds):
        head = fit_rows(row_fold != fold)
        members = np.flatnonzero(fold_of == fold).tolist()
        for index, found in zip(members, word_valences([analyses[i] for i in members], head), strict=True):
            valences[index] = found
    return fit_rows(np.ones(len(labels), dtype=np.bool_)), valences


def _fit_tags(examples: Sequence[Example], analyses: Sequence[Analysis], config: FitConfig) -> Head:
    """Return the tag head, fitted on the words whose tag is certain."""
    rows: list[list[str]] = []
    labels: list[int] = []
    weights: list[float] = []
    annotated = [example for example in examples if example.source in _ANNOTATED]
    copies = list(renamed(annotated, config.n_renamed, config.seed))
    seen = [*analyses, *(analyse(example.text) for example in copies)]
    for example, analysis in zip([*examples, *copies], seen, strict=True):
        if example.spans is None:
            continue
        weight = 1.0 if example.source in _ANNOTATED else config.outside_tag_weight
        for tag, features in zip(word_tags(analysis, example.spans), tag_features(analysis), strict=True):
            if tag is not None:
                rows.append(features)
                labels.append(tag)
                weights.append(weight)
    hashed = hash_rows(rows, config.tag_columns)
    return _fit_head(
        "tags", hashed, labels, weights, config.tag_c, config, balanced=False, tolerance=config.tag_tolerance
    )


def renamed(examples: Sequence[Example], n_copies: int, seed: int) -> Iterator[Example]:
    """Yield copies of sentences in which each company and listed country bears another listed name.

    A tagger that knows words by heart alone then knows more of them, and learns that the context decides.
    """
    rows = [json.loads(line) for line in _LISTED.read_text(encoding="utf-8").splitlines()[1:]]
    companies = [row["name"] for row in rows if row["kind"] == Kind.COMPANY]
    countries = [row["name"] for row in rows if row["kind"] == Kind.GOVERNMENT and "-" not in row["id"]]
    known = frozenset(countries)
    rng = random.Random(seed)
    for example in [example for example in examples for _ in range(n_copies)]:
        text, reached = "", 0
        spans: list[LabelledSpan] = []
        for span in sorted(example.spans or (), key=lambda span: span.start):
            name = example.text[span.start : span.end]
            if Kind.COMPANY in span.allowed:
                name = rng.choice(companies)
            elif name in known:
                name = rng.choice(countries)
            text += example.text[reached : span.start]
            spans.append(LabelledSpan(len(text), len(text) + len(name), span.allowed))
            text += name
            reached = span.end
        text += example.text[reached:]
        if text != example.text:
            yield dataclasses.replace(example, text=text, spans=tuple(spans), targets=())


def word_tags(analysis: Analysis, spans: Sequence[LabelledSpan]) -> Iterator[int | None]:
    """Yield each word's column in Tag; None where a partial label leaves it open."""
    open_words = 0  # outside sets annotate 'U.S.' alone in 'U.S. officials': the next words may belong to it
    for start, end in analysis.spans:
        over = [span for span in spans if span.start < end and start < span.end]
        open_words = 3 if any(len(span.allowed) > 1 for span in over) else open_words - 1
        if any(len(span.allowed) > 1 for span in over) or (not over and open_words > 0):
            yield None
        elif not over or over[0].allowed == {OUTSIDE}:
            yield _TAGS.index(Tag.OUTSIDE)
        else:
            (kind,) = over[0].allowed
            yield _TAGS.index((_BEGIN if start <= over[0].start else _INSIDE)[kind])


def _fit_holders(pairs: Sequence[Pair], config: FitConfig) -> dict[str, Head]:
    """Return the heads that tell source from author, among stances that lean, and the source's words from others."""
    neutral = _STANCES.index(StanceLabel.NEUTRAL)
    leaning = [pair for pair in pairs if pair.holder is not None and pair.stance != neutral]
    source = _fit_head(
        "source",
        hash_rows((source_features(pair.target) for pair in leaning), config.source_columns),
        [int(pair.holder != "author") for pair in leaning],
        [pair.weight for pair in leaning],
        config.source_c,
        config,
        balanced=False,
    )
    rows: list[list[str]] = []
    labels: list[int] = []
    for pair in leaning:
        if isinstance(pair.holder, str) or pair.holder is None:
            continue
        beside = candidates(pair.target)
        gold = pair.target.analysis.words_of(*pair.holder)
        shared = [min(high, gold[1]) - max(low, gold[0]) - 0.1 * (high - low) for low, high in beside.spans]
        if shared and max(shared) > 0:  # the span that fits best is right, the others are wrong
            best = int(np.argmax(shared))
            rows += beside.features
            labels += [int(index == best) for index in range(len(shared))]
    candidate = _fit_head(
        "candidate",
        hash_rows(rows, config.candidate_columns),
        labels,
        [1.0] * len(labels),
        config.candidate_c,
        config,
        balanced=False,
    )
    return {"source": source, "candidate": candidate}


def _fit_head(
    name: str,
    hashed: csr_array,
    labels: Sequence[int] | IntArray,
    weights: Sequence[float] | npt.NDArray[np.float64],
    c: float,
    config: FitConfig,
    dense: FloatArray | None = None,
    *,
    balanced: bool = True,
    tolerance: float | None = None,
) -> Head:
    """Return a logistic regression as a Head; hashed weights are rounded as they will be stored."""
    n_dense, n_classes = HEADS[name]
    used = np.unique(hashed.indices)  # columns that no row has would only slow the fit down
    rows = hashed[:, used]
    if dense is not None:
        mean, scale = dense.mean(axis=0), dense.std(axis=0) / config.dense_weight
        scale = np.where(scale > 0, scale, 1)
        rows = hstack([rows, csr_array((dense - mean) / scale)], format="csr", dtype=np.float32)
    model = LogisticRegression(
        C=c,
        class_weight="balanced" if balanced else None,
        max_iter=config.max_iter,
        tol=config.tolerance if tolerance is None else tolerance,
        random_state=config.seed,
    ).fit(rows, labels, sample_weight=weights)
    coef, intercept = model.coef_, model.intercept_
    if len(coef) == 1:  # two classes share one row of weights
        coef, intercept = np.concatenate([0 * coef, coef]), np.concatenate([0 * intercept, intercept])
    head = Head(
        np.zeros((hashed.shape[1], n_classes), dtype=np.float32),
        np.zeros((n_dense, n_classes), dtype=np.float32),
        np.full(n_classes, _UNSEEN, dtype=np.float32),
    )
    head.hashed[np.ix_(used, model.classes_)] = coef[:, : len(used)].T.astype(np.float16)
    head.intercept[model.classes_] = intercept
    if dense is not None:
        unscaled = coef[:, len(used) :] / scale
        head.dense[:, model.classes_] = unscaled.T
        head.intercept[model.classes_] -= unscaled @ mean
    return head


def dev_sets(public: Path | None) -> dict[str, list[Example]]:
    """Return the sentences that the search and the calibration may look at."""
    own = {"own": read_annotated(OWN_DATA / "dev.jsonl", "own")}
    if public is None:
        return own
    news = public / "stance" / "newsmtsc"
    return {
        "newsmtsc_rw": read_stance(news / "dev_rw.jsonl", "newsmtsc", 1.0),
        "newsmtsc_mt": read_stance(news / "dev_mt.jsonl", "newsmtsc", 1.0),
        "company_government_news": read_annotated(
            public / "company_government_news" / "dev.jsonl", "company_government_news"
        ),
        **own,
    }


def run(public: Path | None, out: Path, config: FitConfig) -> dict[str, Any]:
    """Fit, calibrate, measure and write the weights; return what is recorded beside them.

    Raises:
        DataError: a training sentence also stands in a dev or test file.
    """
    began = time.monotonic()
    examples = read_training_set(public, n_tone=sys.maxsize)  # a linear model has time for all of them
    n_held_out = check_no_overlap(examples, held_out_files(public))
    dev = dev_sets(public)
    scorer = calibrated(fit(examples, config, "newsstance-baseline-1"), dev)
    record = {
        "config": dataclasses.asdict(config),
        "thresholds": f"lowest probability at which {WANTED_ACCURACY:.0%} of the dev labels kept are right",
        "data_sha256": data_hashes(public),
        "n_sentences": len(examples),
        "n_targets": sum(len(example.targets) for example in examples),
        "n_held_out_checked": n_held_out,
        "dev": dev_figures(scorer, dev),
        "fit_seconds": round(time.monotonic() - began),
    }
    scorer.save(out, record)
    return record


def main() -> None:
    """Read the command line, fit, and print the dev figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=None, help="folder of the public sets; own rows alone without it")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent.parent / "classifier" / "weights")
    for item in dataclasses.fields(FitConfig):
        parser.add_argument(f"--{item.name.replace('_', '-')}", type=type(item.default), default=item.default)
    chosen = vars(parser.parse_args())
    config = FitConfig(**{item.name: chosen[item.name] for item in dataclasses.fields(FitConfig)})
    record = run(chosen["data"], chosen["out"], config)
    print(json.dumps({key: record[key] for key in ("dev", "n_sentences", "n_targets", "fit_seconds")}, indent=1))


if __name__ == "__main__":
    main()
