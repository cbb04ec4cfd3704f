"""The baseline: its contract, its files, and what it must be able to tell apart."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from classifier.baseline import ARRAYS, SETTINGS, BaselineScorer
from classifier.baseline_features import REACH, analyse, stance_features, word_features
from classifier.baseline_holders import candidates
from classifier.errors import WeightsError
from classifier.records import Kind, StanceLabel
from classifier.scorer import Judgement, Reading, Tag
from training.dataset import OWN_DATA, Example, LabelledSpan, read_annotated
from training.fit_baseline import FitConfig, fit, renamed, word_tags
from training.metrics import stance_predictions

WEIGHTS = Path(__file__).parent.parent / "classifier" / "weights"
TINY = FitConfig(
    valence_columns=2**12,
    stance_columns=2**12,
    sentiment_columns=2**12,
    tag_columns=2**12,
    source_columns=2**10,
    candidate_columns=2**10,
    folds=2,
    n_renamed=0,
    tolerance=1e-2,
    tag_tolerance=1e-2,
)
ACCUSED = "Beijing accused Boeing of lying about the crash."
TEXTS = (
    ACCUSED,
    "",
    "Nordhavn praised Huawei's engineers, but “nobody trusts Acme Corp.”, said Ana Silva.",
    "HUAWEI SUED",
    "U.S. officials didn’t blame the U.K. for the 3.5% fall \U0001f4c9.",
    "中国外交部批评了波音公司。",
    "\ud800 \x00 ​\n\t",
    " ",
)


@pytest.fixture(scope="module")
def scorer() -> BaselineScorer:
    return BaselineScorer.load()


@pytest.fixture(scope="module")
def tiny() -> BaselineScorer:  # careful: shared, do not change it
    return fit(read_annotated(OWN_DATA / "train.jsonl", "own")[:60], TINY)


def spans_of(text: str) -> list[tuple[int, int]]:
    """Return the words of a text, and the whole of it, as targets."""
    return [*analyse(text).spans[:4], (0, len(text))]


def judge(scorer: BaselineScorer, text: str, *targets: str) -> list[Judgement]:
    spans = [(text.index(target), text.index(target) + len(target)) for target in targets]
    return scorer.judge(scorer.read([text]), [spans])[0]


def assert_same(one: Reading, other: Reading) -> None:
    assert one.words == other.words
    np.testing.assert_array_equal(one.tags, other.tags)
    np.testing.assert_array_equal(one.sentiment, other.sentiment)


def assert_same_judgements(one: list[Judgement], other: list[Judgement]) -> None:
    for first, second in zip(one, other, strict=True):
        np.testing.assert_array_equal(first.stance, second.stance)
        assert dataclasses.replace(first, stance=second.stance) == second


def test_shapes_and_sums(scorer: BaselineScorer) -> None:
    readings = scorer.read(TEXTS)
    judgements = scorer.judge(readings, [spans_of(text) for text in TEXTS])
    for text, reading, own in zip(TEXTS, readings, judgements, strict=True):
        assert reading.tags.shape == (len(reading.words), len(Tag))
        assert reading.tags.dtype == reading.sentiment.dtype == np.float32
        np.testing.assert_allclose(reading.tags.sum(axis=1), 1, atol=1e-5)
        assert reading.sentiment.sum() == pytest.approx(1, abs=1e-5)
        assert all(text[start:end] and not set(text[start:end]) & set(" \n\t") for start, end in reading.words)
        assert len(own) == len(spans_of(text))
        for judgement in own:
            assert judgement.stance.shape == (len(StanceLabel),)
            assert judgement.stance.sum() == pytest.approx(1, abs=1e-5)
            assert 0 <= judgement.holder_probability <= 1
            assert judgement.holder is None or text[slice(*judgement.holder)]


def test_nothing_in_nothing_out(scorer: BaselineScorer) -> None:
    assert scorer.read([]) == []
    assert scorer.judge([], []) == []
    assert scorer.judge(scorer.read(["Acme fell.", ""]), [[], []]) == [[], []]


def test_a_result_depends_on_its_own_sentence_and_span_alone(scorer: BaselineScorer) -> None:
    together = scorer.read(TEXTS)
    backwards = scorer.read(TEXTS[::-1])[::-1]
    spans = [spans_of(text) for text in TEXTS]
    judged = scorer.judge(together, spans)
    reversed_ = scorer.judge(backwards[::-1], [own[::-1] for own in spans[::-1]])[::-1]
    for index, text in enumerate(TEXTS):
        alone = scorer.read([text])
        assert_same(alone[0], together[index])
        assert_same(alone[0], backwards[index])
        assert_same_judgements(judged[index], reversed_[index][::-1])
        one_by_one = [scorer.judge(alone, [[span]])[0][0] for span in spans[index]]
        assert_same_judgements(judged[index], one_by_one)


def test_stance_depends_on_the_target(scorer: BaselineScorer) -> None:
    against = list(StanceLabel).index(StanceLabel.AGAINST)
    beijing, boeing = judge(scorer, ACCUSED, "Beijing", "Boeing")
    assert boeing.stance[against] > beijing.stance[against] + 0.1


def test_opposed_targets_of_own_sentences_differ(scorer: BaselineScorer) -> None:
    opposed = [
        example
        for example in read_annotated(OWN_DATA / "dev.jsonl", "own")
        if {StanceLabel.FAVOR, StanceLabel.AGAINST} <= {target.stance for target in example.targets}
    ]
    readings = scorer.read([example.text for example in opposed])
    judged = scorer.judge(readings, [[(t.start, t.end) for t in example.targets] for example in opposed])
    favor, against = (list(StanceLabel).index(label) for label in (StanceLabel.FAVOR, StanceLabel.AGAINST))
    leads = []
    for example, own in zip(opposed, judged, strict=True):
        lead = {
            target.stance: j.stance[favor] - j.stance[against] for target, j in zip(example.targets, own, strict=True)
        }
        leads.append(lead[StanceLabel.FAVOR] - lead[StanceLabel.AGAINST])
    assert len(leads) >= 5
    assert np.mean(np.abs(leads) > 1e-3) > 0.95  # of many, one may come out even by chance
    assert np.mean(np.array(leads) > 0) > 0.5


def test_a_targets_name_does_not_matter(scorer: BaselineScorer) -> None:
    for one, other in (("Boeing", "Wexford"), ("Boeing", "Siemens")):
        (first,), (second,) = (judge(scorer, ACCUSED.replace("Boeing", name), name) for name in (one, other))
        np.testing.assert_array_equal(first.stance, second.stance)


def test_the_accuser_is_the_holder(scorer: BaselineScorer) -> None:
    (judgement,) = judge(scorer, ACCUSED, "Boeing")
    assert judgement.holder is not None
    assert ACCUSED[slice(*judgement.holder)] == "Beijing"


def test_an_endless_sentence_is_judged_through_a_window(scorer: BaselineScorer) -> None:
    text = "Acme and others " * 2000 + ACCUSED
    reading = scorer.read([text])[0]
    start = text.index("Boeing")
    (judgement,) = scorer.judge([reading], [[(start, start + 6)]])[0]
    assert judgement.windowed
    (near,) = judge(scorer, text[start - 3000 :], "Boeing")
    np.testing.assert_allclose(judgement.stance, near.stance, atol=1e-6)
    (short,) = judge(scorer, ACCUSED, "Boeing")
    assert not short.windowed
    assert analyse(text).target(start, start + 6).first == REACH


def test_words_keep_names_and_genitives_apart() -> None:
    text = "Huawei’s U.S.-backed rival didn't beat O'Brien's 3.5%."
    words = [text[start:end] for start, end in analyse(text).spans]
    expected = ["Huawei", "’s", "U.S.", "-", "backed", "rival", "didn't", "beat", "O'Brien", "'s", "3.5", "%", "."]
    assert words == expected


def test_negation_reaches_up_to_the_next_punctuation() -> None:
    assert analyse("It did not cheat, it won.").marked[3:] == ("NOT_cheat", ",", "it", "won", ".")
    assert "s=NOT_cheat" not in word_features("NOT_cheat")
    assert "s=NOT_cheat" in word_features("NOT_cheated")


def test_a_span_without_a_word_gets_the_nearest() -> None:
    analysis = analyse("Acme  fell")
    assert analysis.words_of(4, 6) == (1, 2)
    assert analysis.words_of(10, 10) == (1, 2)
    assert analyse("").words_of(0, 0) == (0, 0)
    assert stance_features(analyse("").target(0, 0))


def test_candidates_stand_apart_from_the_target() -> None:
    text = "President Donald Trump praised Acme Corp, she said."
    target = analyse(text).target(31, 40)
    found = {" ".join(target.analysis.surfaces[low:high]) for low, high in candidates(target).spans}
    assert {"President Donald Trump", "Donald Trump", "Trump", "she"} <= found
    assert not any("Acme" in name for name in found)


def test_tags_of_partial_labels_stay_open() -> None:
    analysis = analyse("U.S. officials met Acme Corp in Rome")
    spans = [
        LabelledSpan(0, 4, frozenset({Kind.GOVERNMENT, "outside"})),
        LabelledSpan(19, 28, frozenset({Kind.COMPANY})),
    ]
    tags = [None if column is None else list(Tag)[column] for column in word_tags(analysis, spans)]
    assert tags == [None, None, None, Tag.BEGIN_COMPANY, Tag.INSIDE_COMPANY, Tag.OUTSIDE, Tag.OUTSIDE]


def test_renamed_sentences_keep_their_spans() -> None:
    text = "France thanked Acme on Monday."
    spans = (
        LabelledSpan(0, 6, frozenset({Kind.GOVERNMENT})),
        LabelledSpan(15, 19, frozenset({Kind.COMPANY})),
    )
    (copy,) = renamed([Example("a", text, "own", spans, None, 0.0, ())], 1, seed=1)
    state, company = (copy.text[span.start : span.end] for span in copy.spans or ())
    assert copy.text == f"{state} thanked {company} on Monday."
    assert company != "Acme"


def test_save_and_load_round_trip(tiny: BaselineScorer, tmp_path: Path) -> None:
    tiny.save(tmp_path, {"note": "tiny"})
    loaded = BaselineScorer.load(tmp_path)
    assert loaded.model_version == tiny.model_version
    assert not loaded.calibrated
    for one, other in zip(tiny.read(TEXTS), loaded.read(TEXTS), strict=True):
        assert_same(one, other)
    spans = [spans_of(text) for text in TEXTS]
    judged, judged_again = (scorer.judge(scorer.read(TEXTS), spans) for scorer in (tiny, loaded))
    for first, second in zip(judged, judged_again, strict=True):
        assert_same_judgements(first, second)


def test_a_fit_learns_its_rows(tiny: BaselineScorer) -> None:
    found = stance_predictions(tiny, read_annotated(OWN_DATA / "train.jsonl", "own")[:60])
    assert (found.predicted == found.gold).mean() > 0.8


def test_altered_arrays_are_refused(tiny: BaselineScorer, tmp_path: Path) -> None:
    tiny.save(tmp_path, {})
    data = bytearray((tmp_path / ARRAYS).read_bytes())
    data[-1] ^= 1
    (tmp_path / ARRAYS).write_bytes(data)
    with pytest.raises(WeightsError, match=r"baseline\.safetensors has been altered.*reinstall"):
        BaselineScorer.load(tmp_path)


@pytest.mark.parametrize("name", [ARRAYS, SETTINGS])
def test_a_missing_file_is_named(name: str, tmp_path: Path) -> None:
    for kept in {ARRAYS, SETTINGS} - {name}:
        shutil.copy(WEIGHTS / kept, tmp_path)
    with pytest.raises(WeightsError, match=rf"{name} cannot be read.*fit_baseline"):
        BaselineScorer.load(tmp_path)


@pytest.mark.parametrize(
    ("settings", "message"),
    [("{", "is not JSON"), ("[]", "format version None"), ('{"format_version": 99}', "format version 99"),
     ('{"format_version": 1}', "sha256")],
)  # fmt: skip
def test_unreadable_settings_are_refused(settings: str, message: str, tmp_path: Path) -> None:
    shutil.copy(WEIGHTS / ARRAYS, tmp_path)
    (tmp_path / SETTINGS).write_text(settings, encoding="utf-8")
    with pytest.raises(WeightsError, match=message):
        BaselineScorer.load(tmp_path)


def test_shipped_files_are_small_and_say_how_they_were_made(scorer: BaselineScorer) -> None:
    assert sum((WEIGHTS / name).stat().st_size for name in (ARRAYS, SETTINGS)) <= 6_000_000
    settings = json.loads((WEIGHTS / SETTINGS).read_text(encoding="utf-8"))
    assert {"config", "data_sha256", "dev", "thresholds"} <= set(settings)
    assert scorer.calibrated
    assert 1 / 3 < scorer.stance_threshold < 1
    assert 1 / 3 < scorer.sentiment_threshold < 1
