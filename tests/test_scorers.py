"""The contract of every scorer: what it returns depends on its own sentence and span, and on nothing else."""

from __future__ import annotations

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from classifier import load
from classifier.records import SentimentLabel, StanceLabel
from classifier.scorer import Judgement, Reading, Scorer, Tag
from classifier.transformer_scorer import TransformerScorer

Span = tuple[int, int]
Case = tuple[str, list[Span]]


def case(sentence: str, *surfaces: str) -> Case:
    spans = [(sentence.index(surface), sentence.index(surface) + len(surface)) for surface in surfaces]
    return sentence, spans


CASES = [
    case("Brussels fined Acme Corp for lying to regulators.", "Brussels", "Acme Corp"),
    case("“Huawei is a threat,” the US senator said.", "Huawei", "US"),
    case("Analysts praised Nokia, yet they called Ericsson's results a disgrace.", "Nokia", "Ericsson"),
    case("No.", "No"),
    case("华为 sued Canada 🦊 over the arrest.", "华为", "Canada"),
    case("The Kremlin thanked Beijing, Tehran and Havana for their help.", "Kremlin", "Beijing", "Tehran", "Havana"),
    case("Nobody was named here."),
    case(
        "Shares of Norland Inc. fell 3.5% to $4.20 after the Treasury said that it would look into the bank's sale of "
        "bonds, which an official of the U.K. regulator had described as “reckless, and worse than reckless”.",
        "Norland Inc.",
        "Treasury",
        "U.K. regulator",
    ),
]
CASES_32 = [
    case(sentence.replace("fined", verb).replace("praised", verb), *(sentence[start:end] for start, end in spans))
    for verb in ("fined", "thanked", "sued", "said nothing of")
    for sentence, spans in CASES
]


@pytest.fixture(scope="module", params=["tiny_onnx", "tiny_torch", "baseline", "shipped"])
def scorer(request: pytest.FixtureRequest) -> Scorer:
    name = {"tiny_onnx": "tiny_scorer", "tiny_torch": "tiny_torch_scorer", "shipped": "shipped"}.get(request.param)
    if name is None:
        return load("baseline").scorer
    found = request.getfixturevalue(name)
    return found.scorer if name == "shipped" else found


def judge(scorer: Scorer, cases: Sequence[Case]) -> list[tuple[Reading, list[Judgement]]]:
    readings = scorer.read([sentence for sentence, _ in cases])
    judgements = scorer.judge(readings, [spans for _, spans in cases])
    return list(zip(readings, judgements, strict=True))


def figures(judged: Sequence[tuple[Reading, list[Judgement]]]) -> np.ndarray:
    """All numbers of some judged sentences in one row."""
    parts = [
        part
        for reading, judgements in judged
        for part in (
            reading.tags.ravel(),
            reading.sentiment,
            *(np.array([*judgement.stance, judgement.holder_probability]) for judgement in judgements),
        )
    ]
    return np.concatenate([np.asarray(part, dtype=np.float64) for part in parts] or [np.zeros(0)])


def holders(judged: Sequence[tuple[Reading, list[Judgement]]]) -> list[list[Span | None]]:
    return [[judgement.holder for judgement in judgements] for _, judgements in judged]


def assert_same(
    found: Sequence[tuple[Reading, list[Judgement]]], wanted: Sequence[tuple[Reading, list[Judgement]]]
) -> None:
    assert [reading.words for reading, _ in found] == [reading.words for reading, _ in wanted]
    np.testing.assert_allclose(figures(found), figures(wanted), rtol=0, atol=1e-6)
    assert holders(found) == holders(wanted)


def check_case(scorer: Scorer, one: Case, reading: Reading, judgements: Sequence[Judgement]) -> None:
    sentence, spans = one
    assert reading.tags.shape == (len(reading.words), len(Tag))
    assert reading.sentiment.shape == (len(SentimentLabel),)
    np.testing.assert_allclose(reading.tags.sum(axis=1), 1, atol=1e-5)
    assert reading.sentiment.sum() == pytest.approx(1, abs=1e-5)
    for start, end in reading.words:
        assert 0 <= start < end <= len(sentence)
        assert not any(letter.isspace() for letter in sentence[start:end])
    assert list(reading.words) == sorted(reading.words)
    assert len(judgements) == len(spans)
    for judgement in judgements:
        assert judgement.stance.shape == (len(StanceLabel),)
        assert judgement.stance.sum() == pytest.approx(1, abs=1e-5)
        assert (judgement.stance >= 0).all()
        assert 0 <= judgement.holder_probability <= 1
        if judgement.holder is not None:
            low, high = judgement.holder
            assert 0 <= low < high <= len(sentence)
            assert sentence[low:high].strip() == sentence[low:high]


def test_shapes_and_sums(scorer: Scorer) -> None:
    for one, (reading, judgements) in zip(CASES_32, judge(scorer, CASES_32), strict=True):
        check_case(scorer, one, reading, judgements)
        assert len(reading.words) >= len(one[0].split())


def test_a_scorer_describes_itself(scorer: Scorer) -> None:
    assert scorer.model_version
    assert isinstance(scorer.calibrated, bool)
    assert 0 <= scorer.stance_threshold <= 1
    assert 0 <= scorer.sentiment_threshold <= 1


def test_order_does_not_matter(scorer: Scorer) -> None:
    order = list(range(len(CASES_32)))
    random.Random(7).shuffle(order)
    judged = judge(scorer, CASES_32)
    assert_same(judge(scorer, [CASES_32[index] for index in order]), [judged[index] for index in order])


def test_a_batch_of_one_is_a_batch_of_32(scorer: Scorer) -> None:
    alone = [judge(scorer, [one])[0] for one in CASES_32]
    assert_same(judge(scorer, CASES_32), alone)


@pytest.mark.parametrize("name", ["tiny", "shipped"])
def test_the_default_engine_gives_a_sentence_the_same_bits_in_any_company(
    name: str, request: pytest.FixtureRequest
) -> None:
    scorer = request.getfixturevalue("tiny_scorer" if name == "tiny" else name)
    scorer = getattr(scorer, "scorer", scorer)
    alone = [judge(scorer, [one])[0] for one in CASES_32]
    assert figures(judge(scorer, CASES_32)).tolist() == figures(alone).tolist()


def test_a_target_is_judged_the_same_beside_others(scorer: Scorer) -> None:
    sentence, spans = CASES[5]
    together = judge(scorer, [(sentence, spans)])
    apart = [judge(scorer, [(sentence, [span])])[0][1][0] for span in spans]
    assert_same([(together[0][0], apart)], together)


def test_several_targets_are_judged_in_the_order_asked(scorer: Scorer) -> None:
    sentence, spans = CASES[5]
    ((_, forth),) = judge(scorer, [(sentence, spans)])
    ((_, back),) = judge(scorer, [(sentence, spans[::-1])])
    np.testing.assert_allclose([j.stance for j in forth], [j.stance for j in back][::-1], rtol=0, atol=1e-6)
    assert len({tuple(judgement.stance.round(5)) for judgement in forth}) == len(spans), "one judgement fits all"


def test_overlapping_and_repeated_spans_are_judged_each(scorer: Scorer) -> None:
    sentence = "The U.K. regulator fined Norland Inc. again."
    spans = [(4, 8), (4, 18), (0, len(sentence)), (4, 8)]
    ((reading, judgements),) = judge(scorer, [(sentence, spans)])
    check_case(scorer, (sentence, spans), reading, judgements)
    np.testing.assert_allclose(judgements[0].stance, judgements[3].stance, rtol=0, atol=1e-6)


def test_nothing_in_nothing_out(scorer: Scorer) -> None:
    assert scorer.read([]) == []
    assert scorer.judge([], []) == []
    readings = scorer.read(["Acme fell.", "It rose."])
    assert scorer.judge(readings, [[], []]) == [[], []]


@pytest.mark.parametrize("sentence", ["", " ", "\x00", "\u0301", "\ud800", "🦊"])
def test_sentences_with_hardly_a_word(scorer: Scorer, sentence: str) -> None:
    ((reading, judgements),) = judge(scorer, [(sentence, [(0, len(sentence))] if sentence else [])])
    assert reading.tags.shape == (len(reading.words), len(Tag))
    assert reading.sentiment.sum() == pytest.approx(1, abs=1e-5)
    for judgement in judgements:
        assert judgement.stance.sum() == pytest.approx(1, abs=1e-5)


def test_an_empty_sentence_changes_nothing_for_its_company(scorer: Scorer) -> None:
    assert_same(judge(scorer, [CASES[0], ("", []), CASES[1]])[::2], judge(scorer, CASES[:2]))


LONG_WORDS = ["Huawei", *(["said", "that", "the", "unfortunate", "officials", "lied", "and"] * 300)][:2000]
LONG = " ".join(LONG_WORDS)


def test_a_sentence_of_2000_words(scorer: Scorer) -> None:
    starts = [0, LONG.index("officials", len(LONG) // 2), LONG.rindex("officials")]
    one = (LONG, [(starts[0], starts[0] + 6), *((start, start + 9) for start in starts[1:])])
    ((reading, judgements),) = judge(scorer, [one])
    check_case(scorer, one, reading, judgements)
    assert len(reading.words) == len(LONG_WORDS)
    assert all(judgement.windowed for judgement in judgements)
    assert not any(judgement.windowed for judgement in judge(scorer, CASES[:1])[0][1])


def test_a_long_sentence_changes_nothing_for_its_company(scorer: Scorer) -> None:
    assert_same(judge(scorer, [CASES[0], (LONG, [(0, 6)]), CASES[1]])[::2], judge(scorer, CASES[:2]))


def test_a_word_of_many_tokens_at_the_end_of_a_window(scorer: Scorer) -> None:
    word = "zwxщxккwqzxjщqщкzщwwщщжwккjqxwjjxкwжwqжxкщzкzжкжжwwzzjщzzjjщwzxкwwщzкqjqwzкжwjzzzщjqщqщwzwxjщxxжщzжz"
    sentence = " ".join(["the"] * 180 + [word])
    one = (sentence, [(len(sentence) - len(word), len(sentence))])
    ((reading, judgements),) = judge(scorer, [one])
    check_case(scorer, one, reading, judgements)
    assert len(reading.words) == 181


@pytest.mark.parametrize("ending", ["", "\u0301"], ids=["a long target", "a target with a mark at its end"])
def test_a_target_that_no_window_holds_is_judged_where_it_stands(tiny_scorer: TransformerScorer, ending: str) -> None:
    """Changing the target's own words must change what is said of it."""
    low, high = (640, 700) if ending else (380, 480)
    stances = []
    for word in ("lied", "won"):
        before = "the " * low
        target = " ".join([word] * (high - low)) + (ending if high == 700 else "")
        sentence = before + target + " the" * (700 - high)
        ((_, (judgement,)),) = judge(tiny_scorer, [(sentence, [(len(before), len(before) + len(target))])])
        stances.append(judgement.stance)
    assert np.abs(stances[0] - stances[1]).max() > 1e-4


def test_runs_repeat_exactly(scorer: Scorer) -> None:
    first = judge(scorer, CASES_32)
    for _ in range(3):
        again = judge(scorer, CASES_32)
        assert figures(again).tolist() == figures(first).tolist()
        assert holders(again) == holders(first)


def test_eight_threads_give_what_one_gives(scorer: Scorer) -> None:
    serial = [judge(scorer, [one])[0] for one in CASES_32]
    with ThreadPoolExecutor(8) as pool:
        threaded = list(pool.map(lambda one: judge(scorer, [one])[0], CASES_32 * 3))
    assert_same(threaded, serial * 3)


def test_a_stance_depends_on_words_and_case(scorer: Scorer) -> None:
    """Guards the other tests: a scorer that always says the same would pass them all."""
    ((upper, (one,)), (_, (other,))) = judge(
        scorer, [case("They fined US today.", "US"), case("They thanked US today, warmly.", "US")]
    )
    assert np.abs(one.stance - other.stance).max() > 1e-4
    (lower,) = scorer.read(["They fined us today."])
    assert np.abs(upper.tags - lower.tags).max() > 1e-4


def test_both_engines_run_the_same_network(request: pytest.FixtureRequest) -> None:
    """Activations are rounded to 8 bits in one of them, so they differ by a few hundredths."""
    onnx, torch = (judge(request.getfixturevalue(name), CASES_32) for name in ("tiny_scorer", "tiny_torch_scorer"))
    difference = np.abs(figures(onnx) - figures(torch))
    assert difference.mean() < 0.01
    assert np.quantile(difference, 0.99) < 0.1
