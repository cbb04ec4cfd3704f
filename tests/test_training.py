"""Training on a tiny encoder, from rows to exported weights; and what it refuses."""

import json
import random
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import load_file, save_file

from classifier.encode import SentenceEncoder
from classifier.model_files import TOKENIZER, ModelFiles
from classifier.network import Network, NetworkConfig
from classifier.onnx_engine import OnnxEngine
from classifier.records import Kind, SentimentLabel, StanceLabel
from classifier.scorer import Tag
from classifier.transformer_scorer import TransformerScorer
from training import export, train
from training.adversarial import EmbeddingAttack
from training.average import average
from training.calibration import calibration_error, fit_temperature, risk_threshold
from training.dataset import (
    OUTSIDE,
    OWN_DATA,
    DataError,
    Example,
    LabelledSpan,
    LabelledTarget,
    check_no_overlap,
    fold,
    held_out_files,
    read_annotated,
)
from training.features import IGNORED, encode_example, encode_examples, tag_sets
from training.metrics import StancePredictions, all_right, macro_f1
from training.mixture import read_training_set
from training.renaming import rename, rename_some
from training.teacher import TAUGHT_TONE_WEIGHT, teach

SHIPPED_TOKENIZER = (export.SHIPPED / TOKENIZER).read_text(encoding="utf-8")
ROW = {
    "id": "x1",
    "text": "Officials in Quito praised Norvia Foods.",
    "sentiment": "positive",
    "targets": [
        {
            "start": 27,
            "end": 39,
            "text": "Norvia Foods",
            "type": "company",
            "name": "Norvia Foods",
            "stance": "favor",
            "holder": "Officials in Quito",
        }
    ],
}


def write_rows(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_annotated_row_is_read(tmp_path):
    (example,) = read_annotated(write_rows(tmp_path / "rows.jsonl", ROW), "own")
    (target,) = example.targets
    assert (target.stance, target.kind, target.holder) == (StanceLabel.FAVOR, Kind.COMPANY, (0, 18))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"stance": "positive"}, r"rows\.jsonl:1: targets\[0\]"),
        ({"type": "person"}, r"rows\.jsonl:1: targets\[0\]"),
        ({"end": 38}, "not 'Norvia Foods'"),
        ({"holder": "the mayor"}, "does not stand in the text"),
    ],
)
def test_wrong_row_names_file_line_and_field(tmp_path, change, message):
    row = ROW | {"targets": [ROW["targets"][0] | change]}
    with pytest.raises(DataError, match=message):
        read_annotated(write_rows(tmp_path / "rows.jsonl", row), "own")


def test_broken_line_names_its_number(tmp_path):
    path = write_rows(tmp_path / "rows.jsonl", ROW)
    path.write_text(path.read_text() + "{not json\n")
    with pytest.raises(DataError, match=r"rows\.jsonl:2: not JSON"):
        read_annotated(path, "own")


def test_overlap_is_refused_whatever_its_case_and_punctuation(tmp_path):
    (example,) = read_annotated(write_rows(tmp_path / "rows.jsonl", ROW), "own")
    copy = write_rows(tmp_path / "test.jsonl", ROW | {"text": "OFFICIALS in Quito praised 'Norvia Foods'!"})
    with pytest.raises(DataError, match="also training row"):
        check_no_overlap([example], [copy])


def test_own_parts_share_no_sentence():
    assert check_no_overlap(read_training_set(None), held_out_files(None)) > 200


def test_own_rows_are_all_valid():
    ids = [e.id for part in ("train", "dev", "test") for e in read_annotated(OWN_DATA / f"{part}.jsonl", "own")]
    assert len(ids) == len(set(ids)) >= 400


def test_part_of_a_row_depends_on_itself_alone():
    import sys

    sys.path.insert(0, str(OWN_DATA))
    try:
        from prepare import part_of
    finally:
        sys.path.remove(str(OWN_DATA))
    for part in ("train", "dev", "test"):
        for line in (OWN_DATA / f"{part}.jsonl").read_text(encoding="utf-8").splitlines():
            own = part_of(json.loads(line))
            assert own == part or (own, part) == ("test", "train"), "rows written after the test was frozen train"


def tags_by_word(text: str, *spans: LabelledSpan) -> dict[str, set[Tag]]:
    (window,) = SentenceEncoder(SHIPPED_TOKENIZER).windows(text)
    sets = tag_sets(window, spans)
    return {
        text[start:end]: {tag for column, tag in enumerate(Tag) if sets[token] & (1 << column)}
        for token, (start, end) in zip(window.word_tokens, window.words, strict=True)
    }


def test_exact_labels_allow_one_tag():
    found = tags_by_word("Norvia Foods grew", LabelledSpan(0, 12, frozenset({Kind.COMPANY})))
    assert found == {"Norvia": {Tag.BEGIN_COMPANY}, "Foods": {Tag.INSIDE_COMPANY}, "grew": {Tag.OUTSIDE}}


def test_partial_labels_leave_open_what_is_not_known():
    found = tags_by_word("Chad officials met", LabelledSpan(0, 4, frozenset({Kind.GOVERNMENT, OUTSIDE})))
    assert found["Chad"] == {Tag.BEGIN_GOVERNMENT, Tag.INSIDE_GOVERNMENT, Tag.OUTSIDE}
    assert found["officials"] == {Tag.OUTSIDE, Tag.INSIDE_GOVERNMENT}


def test_hidden_target_leaves_no_trace_of_itself():
    encoder = SentenceEncoder(SHIPPED_TOKENIZER)

    def features(name: str) -> list[dict[str, object]]:
        text = f"Critics praised {name} today"
        target = LabelledTarget(16, 16 + len(name), StanceLabel.FAVOR, "author", 1.0)
        example = Example("x", text, "own", None, None, 0.0, (target,))
        return list(encode_example(encoder, example, hide_target=True))

    assert [row["input_ids"] for row in features("Chad")] == [row["input_ids"] for row in features("Peru")]


@pytest.mark.parametrize(
    ("stance", "holder", "first"),
    [
        (StanceLabel.FAVOR, "author", 0),
        (StanceLabel.FAVOR, (0, 7), 1),
        (StanceLabel.NEUTRAL, "author", IGNORED),
        (StanceLabel.AGAINST, None, IGNORED),
    ],
)
def test_holder_is_learnt_from_stances_that_have_one(stance, holder, first):
    target = LabelledTarget(16, 20, stance, holder, 1.0)
    example = Example("x", "Critics praised Chad today", "own", None, None, 0.0, (target,))
    (row,) = encode_example(SentenceEncoder(SHIPPED_TOKENIZER), example, hide_target=False)
    assert row["holder_first"] == [first]


def tiny_network() -> tuple[Network, torch.Tensor, torch.Tensor]:
    """A network without dropout, and two sentences of five and three tokens."""
    torch.manual_seed(1)
    shape = NetworkConfig(hidden_size=24, n_layers=1, n_heads=2, intermediate_size=24, n_target_heads=2, dropout=0.0)
    ids = torch.tensor([[101, 2000, 3000, 4000, 102], [101, 5000, 102, 0, 0]])
    return Network(shape), ids, (ids > 0).long()


def test_attack_raises_the_loss_by_moving_words_as_far_as_asked_and_no_padding():
    network, ids, mask = tiny_network()
    attack = EmbeddingAttack(network, 0.1)
    seen: list[torch.Tensor] = []
    watch = network.encoder.register_forward_pre_hook(
        lambda module, inputs, named: seen.append(named["inputs_embeds"].detach()), with_kwargs=True
    )

    def loss() -> torch.Tensor:
        wanted = torch.tensor([0, 2])
        return torch.nn.functional.cross_entropy(network.encode(ids, torch.zeros_like(ids), mask).sentiment, wanted)

    with attack.watching():
        clean = loss()
    clean.backward()
    with attack.attacking(ids, mask):
        attacked = loss()
    again = loss()
    watch.remove()

    assert attacked > clean
    assert again == clean  # nothing of the attack stays
    moved = (seen[1] - seen[0]) * mask[..., None]
    assert torch.equal(moved, seen[1] - seen[0])
    length = (seen[0] * mask[..., None]).flatten(1).norm(dim=1)
    torch.testing.assert_close(moved.flatten(1).norm(dim=1) / length, torch.full((2,), 0.1))


def test_attack_needs_a_watched_pass():
    network, ids, mask = tiny_network()
    with pytest.raises(RuntimeError, match="watched"), EmbeddingAttack(network, 0.1).attacking(ids, mask):
        pass


def train_tiny(base: Path, out: Path) -> Path:
    config = train.TrainConfig(out=str(out), encoder=str(base), epochs=2, seed=3, threads=1)
    return train.train(config)


def test_train_and_export_on_own_rows(tiny_base, tmp_path, monkeypatch, capfd):
    run = train_tiny(tiny_base, tmp_path / "run")
    recorded = json.loads((run / "config.json").read_text())
    assert recorded["train"]["seed"] == 3
    assert set(recorded["data_sha256"]) == {
        f"own/{name}.jsonl" for name in ("train", "named_targets", "public_labels", "dev")
    }
    config = export.export(run, tmp_path / "shipped", None, "0.0")
    assert config["parity"]["label_agreement"] >= export.MIN_AGREEMENT
    files = ModelFiles.load(tmp_path / "shipped")
    (reading,) = TransformerScorer(files, OnnxEngine(files)).read(["Quito praised Norvia Foods."])
    assert reading.tags.shape == (5, len(Tag))
    assert "held-out" in capfd.readouterr().err


def test_same_seed_gives_the_same_weights(tiny_base, tmp_path):
    first, second = (train_tiny(tiny_base, tmp_path / name) / "model.safetensors" for name in ("one", "two"))
    assert first.read_bytes() == second.read_bytes()


def test_training_under_attack_ends_elsewhere_and_says_how_it_fares(tiny_base, tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(train, "_share_of_rate", lambda step, n_steps, warmup: 1.0)
    runs = [
        train.train(
            train.TrainConfig(
                out=str(tmp_path / str(radius)), encoder=str(tiny_base), epochs=1, threads=1, attack_radius=radius
            )
        )
        for radius in (0.0, 0.05)
    ]
    calm, attacked = (load_file(run / "model.safetensors") for run in runs)
    assert any(not torch.equal(calm[name], attacked[name]) for name in calm)
    assert "attacked" in capfd.readouterr().err


def test_flags_cover_every_field_and_unknown_ones_are_refused(capsys):
    assert train.parse_config([]) == train.TrainConfig()
    assert train.parse_config(["--epochs", "2", "--hide-target"]).hide_target
    with pytest.raises(SystemExit):
        train.parse_config(["--epoch-count", "2"])
    assert "unrecognized arguments" in capsys.readouterr().err


def test_macro_f1_against_scikit_learn():
    from sklearn.metrics import f1_score

    rng = np.random.default_rng(0)
    gold, predicted = rng.integers(0, 3, 200), rng.integers(0, 3, 200)
    found = StancePredictions(gold, predicted, np.zeros((200, 3), np.float32), np.arange(200) // 2)
    figure = macro_f1(found)
    assert figure.value == pytest.approx(100 * f1_score(gold, predicted, average="macro"))
    assert figure.low < figure.value < figure.high


def test_differing_sentences_and_all_right():
    found = StancePredictions(
        np.array([0, 2, 1, 1]), np.array([0, 2, 1, 0]), np.zeros((4, 3), np.float32), np.array([0, 0, 1, 1])
    )
    assert list(found.differing().gold) == [0, 2]
    assert all_right(found) == 50.0


@settings(max_examples=20, deadline=None)
@given(st.floats(0.5, 3.0), st.integers(0, 1000))
def test_temperature_is_recovered(temperature, seed):
    rng = np.random.default_rng(seed)
    logits = rng.normal(size=(4000, 3)) * 2
    right = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    gold = (right.cumsum(axis=1) > rng.random((4000, 1))).argmax(axis=1)
    sharpened = np.exp(logits * temperature)
    probabilities = (sharpened / sharpened.sum(axis=1, keepdims=True)).astype(np.float32)
    assert fit_temperature(probabilities, gold) == pytest.approx(temperature, rel=0.15)
    assert calibration_error(right.astype(np.float32), gold) < 0.05


def test_the_temperature_softens_what_is_too_sure():
    probabilities = np.tile(np.array([[0.98, 0.01, 0.01]], dtype=np.float32), (4, 1))
    assert fit_temperature(probabilities, np.array([0, 0, 1, 2])) > 1.5


def test_risk_threshold_keeps_the_promised_accuracy():
    probabilities = np.array([[0.9, 0.1, 0], [0.8, 0.2, 0], [0.6, 0.4, 0], [0.55, 0.45, 0]], np.float32)
    assert risk_threshold(probabilities, np.array([0, 0, 1, 1]), 0.85) == pytest.approx(0.8)
    assert risk_threshold(probabilities, np.array([1, 1, 1, 1]), 0.85) == 1.0


def test_fold_ignores_case_and_punctuation():
    assert fold("The U.S. “won”!") == fold("the u s won")


def test_teachers_soften_labels_and_lend_their_tone(tiny_base, tmp_path):
    teacher = train_tiny(tiny_base, tmp_path / "teacher")
    encoder = SentenceEncoder(SHIPPED_TOKENIZER)
    target = LabelledTarget(0, 4, StanceLabel.FAVOR, None, 1.0)
    examples = [
        Example("a", "Chad won again on Monday", "own", None, None, 0.0, (target, target)),
        Example("b", "Nothing was said", "own", None, SentimentLabel.NEUTRAL, 1.0, ()),
    ]
    rows = encode_examples(encoder, examples)
    first, second = teach(rows, [teacher, teacher], 0.5, encoder, "cpu").to_list()
    assert np.sum(first["stance"], axis=1) == pytest.approx([1.0, 1.0])
    assert all(0.5 <= favor < 1.0 for favor, _, _ in first["stance"])
    assert first["stance"][0] == first["stance"][1]
    assert (first["sentiment_weight"], second["sentiment_weight"]) == (TAUGHT_TONE_WEIGHT, 1.0)
    assert sum(first["sentiment"]) == pytest.approx(1.0)
    assert second["sentiment"][1] > 0.5
    (untouched, _) = teach(rows, [teacher], 0.0, encoder, "cpu").to_list()
    assert untouched["stance"] == [[1.0, 0.0, 0.0]] * 2


def test_the_mean_of_two_runs_lies_between_them(tiny_base, tmp_path):
    one, other = train_tiny(tiny_base, tmp_path / "one"), train_tiny(tiny_base, tmp_path / "other")
    weights = load_file(other / "model.safetensors")
    save_file({name: array + 3.0 for name, array in weights.items()}, other / "model.safetensors")
    average({one: 2.0, other: 1.0}, tmp_path / "mean")
    mean = load_file(tmp_path / "mean" / "model.safetensors")
    assert all(torch.allclose(mean[name], array + 1.0, atol=1e-5) for name, array in weights.items())
    recorded = json.loads((tmp_path / "mean" / "config.json").read_text())
    assert [part["weight"] for part in recorded["averaged"]] == [2.0, 1.0]
    assert "out" not in recorded["averaged"][0]["train"]


def test_renamed_example_keeps_every_label_on_its_words():
    text = "The Kremlin praised Acme Corp, said Boeing, and Boeing thanked Chinese officials in Quito."
    spot = text.index
    named = [
        ("Kremlin", Kind.GOVERNMENT, "Russia"),
        ("Acme Corp", Kind.COMPANY, "Acme"),
        ("Boeing", Kind.COMPANY, "Boeing"),
        ("Chinese officials", Kind.GOVERNMENT, "China"),
    ]
    spans = tuple(LabelledSpan(spot(s), spot(s) + len(s), frozenset({kind})) for s, kind, _ in named)
    spans += (LabelledSpan(spot("Quito"), spot("Quito") + 5, frozenset({OUTSIDE})),)
    holder = (spot("Boeing"), spot("Boeing") + 6)
    acme = LabelledTarget(spot("Acme"), spot("Acme") + 9, StanceLabel.FAVOR, holder, 1.0, Kind.COMPANY, "Acme")
    again = spot("Boeing thanked")
    boeing = LabelledTarget(again, again + 6, StanceLabel.NEUTRAL, "author", 1.0, Kind.COMPANY, "Boeing")
    first = LabelledTarget(*holder, StanceLabel.NEUTRAL, "author", 1.0, Kind.COMPANY, "Boeing")
    example = Example("x", text, "own", spans, None, 0.0, (acme, first, boeing))
    for seed in range(50):
        changed = rename(example, random.Random(seed), {Kind.COMPANY: ["Zorvex"], Kind.GOVERNMENT: []})

        def words(span: LabelledSpan | LabelledTarget, text: str = changed.text) -> str:
            return text[span.start : span.end]

        kremlin, company, _, officials, place = changed.spans
        assert words(place) == "Quito"
        assert words(officials).endswith(" officials")
        assert words(kremlin)[0].isupper()
        assert words(company) == words(changed.targets[0])
        assert not any(name in changed.text for name in ("Kremlin", "Acme", "Boeing", "Chinese"))
        assert changed.text[slice(*changed.targets[0].holder)] == words(changed.targets[1]) == words(changed.targets[2])
        assert changed.text.endswith(f" in {words(place)}.")


def test_name_that_cuts_another_label_stays():
    span = LabelledSpan(0, 9, frozenset({Kind.COMPANY}))
    inner = LabelledTarget(5, 9, StanceLabel.FAVOR, "author", 1.0, Kind.OTHER)
    example = Example("x", "Acme Corp fell.", "own", (span,), None, 0.0, (inner,))
    assert rename(example, random.Random(1), {Kind.COMPANY: [], Kind.GOVERNMENT: []}) == example


def test_about_the_share_is_renamed_and_the_seed_decides():
    examples = read_training_set(None)
    once, twice = rename_some(examples, 0.5, 1), rename_some(examples, 0.5, 1)
    assert once == twice != rename_some(examples, 0.5, 2)
    named = [e for e in examples if rename_some([e], 1.0, 1) != [e]]
    changed = sum(new != old for new, old in zip(once, examples, strict=True))
    assert 0.45 < changed / len(named) < 0.55
