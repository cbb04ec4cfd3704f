"""Word weights: one for each word outside the target, at its place, and what occlusion says it is."""

from __future__ import annotations

from itertools import pairwise

import pytest

from classifier.explain import OCCLUDED, explain_mentions
from classifier.pipeline import Pipeline
from classifier.records import DocumentResult, Mention, WordWeight
from classifier.text import split
from classifier.transformer_scorer import TransformerScorer

TEXT = "It was cold. 🦊 “Acme's lies (all 3 of them) hurt Norland, badly” — she said. It rained."


def only_mention(result: DocumentResult) -> Mention:
    (mention,) = (mention for sentence in result.sentences for mention in sentence.mentions)
    return mention


def explanation(pipeline: Pipeline, text: str, target: str) -> tuple[WordWeight, ...]:
    found = only_mention(pipeline.predict(text, targets=[target], explain=True)).explanation
    assert found is not None
    return found


def test_every_word_outside_the_target_has_a_weight(tiny_pipeline: Pipeline) -> None:
    weights = explanation(tiny_pipeline, TEXT, "Norland")
    assert " ".join(weight.text for weight in weights) == "Acme's lies all 3 of them hurt badly she said"


def test_the_words_of_the_target_have_none(tiny_pipeline: Pipeline) -> None:
    words = [weight.text for weight in explanation(tiny_pipeline, TEXT, "Acme")]
    assert words[:2] == ["lies", "all"]
    assert [weight.text for weight in explanation(tiny_pipeline, "The Bank of Norland lied", "Bank of Norland")] == [
        "The",
        "lied",
    ]


@pytest.mark.parametrize("text", [TEXT, "a  Norland\u00a0e\u0301tat \ud800b Norland's it", "🦊🦊 aa aa Norland aa"])
def test_offsets_are_those_of_the_document(tiny_pipeline: Pipeline, text: str) -> None:
    result = tiny_pipeline.predict(text, targets=["Norland"], explain=True)
    for sentence in result.sentences:
        for mention in sentence.mentions:
            assert mention.explanation
            assert all(text[weight.start : weight.end] == weight.text for weight in mention.explanation)
            assert all(sentence.start <= weight.start < weight.end <= sentence.end for weight in mention.explanation)
            assert all(before.end <= after.start for before, after in pairwise(mention.explanation))


def test_a_weight_is_the_fall_of_the_labels_probability(tiny_pipeline: Pipeline) -> None:
    text = "Everybody knows that Norland lied again."
    mention = only_mention(tiny_pipeline.predict(text, targets=["Norland"], explain=True))
    assert mention.explanation is not None
    for weight in mention.explanation:
        hidden = text[: weight.start] + OCCLUDED + text[weight.end :]
        without = only_mention(tiny_pipeline.predict(hidden, targets=["Norland"])).stance
        label = mention.stance.label
        fall = mention.stance.probabilities[label] - without.probabilities[label]
        assert weight.weight == pytest.approx(fall, abs=1e-5)
    assert any(weight.weight for weight in mention.explanation)


def test_explanations_are_reproducible(tiny_pipeline: Pipeline) -> None:
    first = tiny_pipeline.predict(TEXT, targets=["Norland", "Acme"], explain=True)
    assert tiny_pipeline.predict(TEXT, targets=["Norland", "Acme"], explain=True) == first
    (among,) = list(tiny_pipeline.predict_many([first.text], explain=True))
    assert [sentence.text for sentence in among.sentences] == [sentence.text for sentence in first.sentences]


def test_explaining_changes_no_label(tiny_pipeline: Pipeline) -> None:
    plain = only_mention(tiny_pipeline.predict(TEXT, targets=["Norland"]))
    explained = only_mention(tiny_pipeline.predict(TEXT, targets=["Norland"], explain=True))
    assert plain.explanation is None
    assert (explained.stance, explained.holder) == (plain.stance, plain.holder)


def test_a_target_alone_has_no_words_to_weigh(tiny_pipeline: Pipeline) -> None:
    assert explanation(tiny_pipeline, "Norland!", "Norland") == ()


def test_any_scorer_can_be_explained(tiny_scorer: TransformerScorer) -> None:
    text = "Rain fell. Norland lied."
    sentence = split(text)[1]
    ((judgement,),) = tiny_scorer.judge(tiny_scorer.read([sentence.text]), [[(0, 7)]])
    ((weight,),) = explain_mentions(tiny_scorer, sentence, [(0, 7)], [judgement])
    assert (weight.start, weight.end, weight.text) == (19, 23, "lied")


def test_a_sentence_longer_than_the_window_is_explained_whole(tiny_pipeline: Pipeline) -> None:
    text = " ".join(["Norland", *["xqzwxqzwxqzwxqzwxqzwxqzwxqzwxqzw"] * 20])  # of some 25 tokens each
    weights = explanation(tiny_pipeline, text, "Norland")
    assert len(weights) == 20
    assert weights[-1].weight == 0, "the last word lies outside the window around the target"
