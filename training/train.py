"""Train all heads jointly: `python -m training.train --data DIR --encoder DIR --out runs/one`.

One visible loop. It refuses to start where a training sentence stands in a held-out file, goes on from its last
checkpoint when it was killed, and leaves `model.safetensors`, `config.json` and `tokenizer.json` in the output folder:
`python -m training.export` makes the shipped weights of them.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import hashlib
import json
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from classifier.encode import SentenceEncoder
from classifier.network import Network, NetworkConfig
from training import checkpoint
from training.adversarial import EmbeddingAttack
from training.dataset import check_no_overlap, data_hashes, held_out_files, sha256
from training.features import (
    IGNORED,
    Augmentation,
    TrainingBatch,
    collate,
    encode_examples,
    shuffled_batches,
)
from training.mixture import read_training_set
from training.renaming import rename_some
from training.teacher import teach

BASE_MODEL = "sentence-transformers/all-MiniLM-L6-v2"
BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """Everything that decides a run; the defaults are the first teacher's (training/README.md has the whole recipe)."""

    out: str = "runs/one"
    data: str = ""  # folder of the public sets, or a file of rows of yours; empty: the project's own rows alone
    encoder: str = BASE_MODEL  # folder of the base encoder, or its name on the hub
    init: str = ""  # folder of an earlier run to start from instead of the bare encoder
    teachers: str = ""  # folders of earlier runs, with commas between, whose mean probabilities soften the labels
    teacher_share: float = 0.5  # of the teachers in each label
    seed: int = 1
    head_seed: int = 1  # of the heads' first weights: runs that share it can be averaged
    epochs: int = 4
    batch_size: int = 32
    learning_rate: float = 1.5e-4  # of the encoder's last layer
    layer_decay: float = 0.95  # each layer below learns this much slower
    head_learning_rate: float = 5e-4
    weight_decay: float = 0.01
    warmup: float = 0.06  # share of all steps
    label_smoothing: float = 0.05
    clip_norm: float = 1.0
    average_decay: float = 0.998  # of the moving average of the weights, which is what is saved
    tag_loss: float = 1.0
    sentiment_loss: float = 0.8
    holder_loss: float = 0.5
    mask_target: float = 0.15
    flip_case: float = 0.06
    rename: float = 0.0  # share of the sentences whose companies and governments get other, mostly invented names
    attack_radius: float = 0.0  # each batch is learned once more, moved so far against the network; 0: not
    max_tokens: int = 160
    freeze_words: bool = True  # word embeddings stay as pre-trained: half of all weights, seldom touched
    hide_target: bool = False  # the control that cannot know which target it judges
    checkpoint_steps: int = 250  # a run that was killed goes on from the last of these
    device: str = "cpu"
    threads: int = 0  # 0: as many as torch takes by itself

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as JSON types."""
        return dataclasses.asdict(self)


def parse_config(arguments: list[str] | None = None) -> TrainConfig:
    """Return the config that command-line flags ask for: one flag per field."""
    parser = argparse.ArgumentParser(prog="python -m training.train", description=__doc__.splitlines()[0])
    for item in dataclasses.fields(TrainConfig):
        flag = "--" + item.name.replace("_", "-")
        if isinstance(item.default, bool):
            parser.add_argument(flag, action=argparse.BooleanOptionalAction, default=item.default)
        else:
            parser.add_argument(flag, type=type(item.default), default=item.default)
    return TrainConfig(**vars(parser.parse_args(arguments)))


def load_base(network: Network, folder: Path) -> None:
    """Load the base encoder's weights into the network."""
    weights = load_file(folder / "model.safetensors")
    weights = {name.removeprefix("bert."): value for name, value in weights.items()}
    weights = {name: value for name, value in weights.items() if not name.startswith("pooler.")}
    weights.pop("embeddings.position_ids", None)
    network.encoder.load_state_dict(weights, strict=True)


def resolve_encoder(name: str) -> Path:
    """Return the folder of the base encoder: a path as it stands, else a download from the model hub."""
    if Path(name).is_dir():
        return Path(name)
    from huggingface_hub import snapshot_download  # needs the network; a local folder does not

    return Path(snapshot_download(name, allow_patterns=["model.safetensors", "tokenizer.json", "config.json"]))


def tag_loss(logits: Tensor, allowed: Tensor) -> Tensor:
    """Return the mean negative log probability of the allowed tags, over labelled tokens.

    Args:
        logits: (n_sentences, n_tokens, n_tags).
        allowed: same shape, bool; a token with no True is not labelled.
    """
    labelled = allowed.any(dim=-1)
    if not labelled.any():
        return logits.sum() * 0.0
    chosen, right = logits[labelled].float(), allowed[labelled]  # (n_labelled, n_tags)
    return -(chosen.log_softmax(-1).masked_fill(~right, -torch.inf).logsumexp(-1)).mean()


def _weighted(loss: Tensor, weight: Tensor) -> Tensor:
    return (loss * weight).sum() / weight.sum().clamp(min=1e-6)


def total_loss(network: Network, batch: TrainingBatch, config: TrainConfig) -> tuple[Tensor, dict[str, float]]:
    """Return the sum of the heads' losses, and each by name."""
    encoded = network.encode(batch.input_ids, batch.case_ids, batch.attention_mask)
    cross_entropy = nn.functional.cross_entropy
    smoothing = config.label_smoothing
    losses = {"tags": config.tag_loss * tag_loss(encoded.tags, batch.tag_allowed)}
    tone = cross_entropy(encoded.sentiment.float(), batch.sentiment, reduction="none", label_smoothing=smoothing)
    losses["sentiment"] = config.sentiment_loss * _weighted(tone, batch.sentiment_weight)
    if len(batch.rows):
        judged = network.judge(encoded, batch.rows, batch.span, batch.distance)
        stance = cross_entropy(judged.stance.float(), batch.stance, reduction="none", label_smoothing=smoothing)
        losses["stance"] = _weighted(stance, batch.stance_weight)
        known = batch.holder_first != IGNORED
        if known.any():
            start = cross_entropy(judged.holder_start[known], batch.holder_first[known])
            end = cross_entropy(judged.holder_end[known], batch.holder_last[known])
            losses["holder"] = config.holder_loss * (start + end) / 2
    total: Tensor = torch.stack(list(losses.values())).sum()
    return total, {name: float(value.detach()) for name, value in losses.items()}


def parameter_groups(network: Network, config: TrainConfig) -> list[dict[str, Any]]:
    """Return AdamW groups: learning rates fall layer by layer towards the input, biases and norms do not decay."""
    n_layers = network.config.n_layers
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        if not parameter.requires_grad:
            continue
        if name.startswith("encoder.encoder.layer."):
            depth = n_layers - 1 - int(name.split(".")[3])
            rate = config.learning_rate * config.layer_decay**depth
        elif name.startswith("encoder."):
            rate = config.learning_rate * config.layer_decay**n_layers
        else:
            rate = config.head_learning_rate
        decay = config.weight_decay if parameter.ndim > 1 else 0.0
        groups.setdefault((rate, decay), []).append(parameter)
    return [{"params": items, "lr": rate, "weight_decay": decay} for (rate, decay), items in groups.items()]


class MovingAverage:
    """Exponential moving average of the weights; early steps count less, so a short run is averaged too."""

    def __init__(self, network: Network, decay: float) -> None:
        self._decay = decay
        self.steps = 0
        self.weights = {name: value.detach().clone() for name, value in network.state_dict().items()}

    @torch.no_grad()
    def update(self, network: Network) -> None:
        """Take the current weights in."""
        self.steps += 1
        decay = min(self._decay, (1 + self.steps) / (10 + self.steps))
        for name, value in network.named_parameters():
            if value.requires_grad:
                self.weights[name].lerp_(value, 1 - decay)


def batches_of(rows: Any, order: list[list[int]], **options: Any) -> Iterator[TrainingBatch]:
    """Yield the batches that `order` lists; rows is a datasets.Dataset, options go to `collate`."""
    for indices in order:
        columns = rows[indices]  # a dict of columns
        yield collate([{name: columns[name][i] for name in columns} for i in range(len(indices))], **options)


def train(config: TrainConfig) -> Path:
    """Train as the config says and return the output folder.

    Raises:
        DataError: a row is wrong, a training sentence stands in a held-out file, or the checkpoint is another run's.
    """
    torch.set_flush_denormal(True)  # Adam's second moments sink below the normal range, where arithmetic crawls
    try:
        return _train(config)
    finally:
        torch.set_flush_denormal(False)


def _train(config: TrainConfig) -> Path:
    out = Path(config.out)
    out.mkdir(parents=True, exist_ok=True)
    if config.threads:
        torch.set_num_threads(config.threads)
    public = Path(config.data) if config.data else None

    data_sha256 = data_hashes(public)
    examples = read_training_set(public)
    if config.hide_target:  # the control judges stance alone
        examples = [example for example in examples if example.targets]
    n_compared = check_no_overlap(examples, held_out_files(public))
    if config.rename:
        examples = rename_some(examples, config.rename, config.seed)
    base = resolve_encoder(config.encoder)
    tokenizer = (base / "tokenizer.json").read_text(encoding="utf-8")
    encoder = SentenceEncoder(tokenizer, max_tokens=config.max_tokens)
    rows = encode_examples(encoder, examples, hide_target=config.hide_target)
    teachers = [Path(name) for name in config.teachers.split(",") if name]
    if teachers:
        rows = teach(rows, teachers, config.teacher_share, encoder, config.device)
    lengths = [len(ids) for ids in rows["input_ids"]]
    _say(f"{len(examples)} sentences, {sum(map(len, rows['stance']))} targets, {sum(lengths)} tokens; ")
    _say(f"none of {n_compared} held-out sentences is among them")

    shape = NetworkConfig.from_bert(json.loads((base / "config.json").read_text(encoding="utf-8")))
    torch.manual_seed(config.head_seed)
    network = Network(shape)
    torch.manual_seed(config.seed)
    load_base(network, base)
    if config.init:
        network.load_state_dict(load_file(Path(config.init) / "model.safetensors"), strict=True)
    base_sha256 = sha256(base / "model.safetensors")
    network.encoder.embeddings.word_embeddings.weight.requires_grad_(not config.freeze_words)
    network.to(config.device)
    optimizer = torch.optim.AdamW(parameter_groups(network, config), betas=(0.9, 0.98), fused=True)
    rates = [group["lr"] for group in optimizer.param_groups]
    n_batches = len(shuffled_batches(lengths, config.batch_size, random.Random(0)))
    n_steps = config.epochs * n_batches
    average = MovingAverage(network, config.average_decay)
    runs = [Path(config.init)] * bool(config.init) + teachers
    decisive = _recorded(config) | {
        "data_sha256": data_sha256,
        "rows_sha256": _digest(rows),
        "base_sha256": base_sha256,
        "runs_sha256": [sha256(run / "model.safetensors") for run in runs],
    }
    begun_at = step = checkpoint.resume(out, decisive, network, average.weights, optimizer)
    average.steps = step
    if step:
        _say(f"goes on after step {step} of {n_steps}")
    augmentation = Augmentation(0.0 if config.hide_target else config.mask_target, config.flip_case)
    attack = EmbeddingAttack(network, config.attack_radius) if config.attack_radius else None
    begun = time.monotonic()
    network.train()
    sums: dict[str, float] = {}
    while step < n_steps:
        epoch, done = divmod(step, n_batches)
        # What a step does depends on the seed and its number alone, so that a resumed run ends as an unbroken one.
        order = shuffled_batches(lengths, config.batch_size, random.Random(f"{config.seed} order {epoch}"))[done:]
        rng = random.Random(f"{config.seed} augmentation {step}")
        for batch in batches_of(rows, order, encoder=encoder, augmentation=augmentation, rng=rng):
            torch.manual_seed(config.seed * 1_000_003 + step)
            rng.seed(f"{config.seed} augmentation {step + 1}")  # of the batch that is made next
            batch = batch.to(config.device)
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * _share_of_rate(step, n_steps, config.warmup)
            optimizer.zero_grad(set_to_none=True)
            parts = _gradients(network, batch, config, attack)
            nn.utils.clip_grad_norm_(network.parameters(), config.clip_norm)
            optimizer.step()
            average.update(network)
            step += 1
            for name, value in parts.items():
                sums[name] = sums.get(name, 0.0) * 0.99 + value * 0.01 if name in sums else value
            if step % 100 == 0:
                rate = (time.monotonic() - begun) / (step - begun_at)
                shown = " ".join(f"{name} {value:.3f}" for name, value in sums.items())
                _say(f"epoch {epoch + 1} step {step}/{n_steps} {shown} {rate * (n_steps - step) / 60:.0f} min left")
            if step % config.checkpoint_steps == 0:
                checkpoint.save(out, step, decisive, network, average.weights, optimizer)
        _save(out, average.weights, config, network.config, tokenizer, data_sha256, base_sha256, epoch + 1)
    _save(out, average.weights, config, network.config, tokenizer, data_sha256, base_sha256, config.epochs)
    checkpoint.remove(out)
    return out


def _gradients(
    network: Network, batch: TrainingBatch, config: TrainConfig, attack: EmbeddingAttack | None
) -> dict[str, float]:
    """Add the gradients of a batch, and of the same under attack if one is given; return the clean losses by name."""

    def backward() -> dict[str, float]:
        with _autocast(config.device):
            loss, parts = total_loss(network, batch, config)
        loss.backward()  # type: ignore[no-untyped-call]  # torch's own stub lacks it
        return parts

    if attack is None:
        return backward()
    with attack.watching():
        parts = backward()
    with attack.attacking(batch.input_ids, batch.attention_mask):
        attacked = backward()
    return parts | {"attacked": sum(attacked.values())}


def _digest(rows: Any) -> str:
    """Return the SHA-256 of encoded rows, a datasets.Dataset: what is trained on, whatever code made it."""
    digest = hashlib.sha256()
    for name in sorted(rows.column_names):
        digest.update(json.dumps([name, list(rows[name])]).encode())
    return digest.hexdigest()


def _share_of_rate(step: int, n_steps: int, warmup: float) -> float:
    """Return the share of the full learning rate at a step: up in a line while warming up, then down to 0."""
    n_warmup = max(1, int(warmup * n_steps))
    return min((step + 1) / n_warmup, max(0.0, (n_steps - step) / max(1, n_steps - n_warmup)))


def _recorded(config: TrainConfig) -> dict[str, Any]:
    """Return the settings that decide the weights: the places of one machine do not; what they held is recorded."""
    places = ("out", "data", "encoder", "init", "teachers", "device", "threads", "checkpoint_steps")
    return {key: value for key, value in config.to_dict().items() if key not in places}


def _autocast(device: str) -> contextlib.AbstractContextManager[Any]:
    kind = torch.device(device).type
    # bf16 is twice as fast where the processor has it, and fifteen times slower where it must be emulated.
    fast = kind != "cpu" or torch.backends.cpu.get_cpu_capability().startswith("AVX512")
    return torch.autocast(kind, dtype=torch.bfloat16, enabled=fast)


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def run_settings(run: Path) -> dict[str, Any]:
    """Return what decided an earlier run, as it was recorded there; data files are named by their hashes alone."""
    settings = json.loads((run / "config.json").read_text(encoding="utf-8"))
    decisive = ("train", "train_before", "teachers", "averaged", "data_sha256")
    return {key: settings[key] for key in decisive if settings.get(key)}


def _save(
    out: Path,
    weights: dict[str, Tensor],
    config: TrainConfig,
    shape: NetworkConfig,
    tokenizer: str,
    data_sha256: dict[str, str],
    base_sha256: str,
    epoch: int,
) -> None:
    """Write the weights so far, and beside them all that it takes to use or repeat them."""
    kept = {name: value.cpu().contiguous() for name, value in weights.items() if value.is_floating_point()}
    save_file(kept, out / "model.tmp")
    (out / "model.tmp").replace(out / "model.safetensors")
    (out / "tokenizer.json").write_text(tokenizer, encoding="utf-8")
    settings = {
        "network": shape.to_dict(),
        "base_model": BASE_MODEL if base_sha256 == BASE_SHA256 else Path(config.encoder).name,
        "base_sha256": base_sha256,
        "train": _recorded(config),
        "train_before": run_settings(Path(config.init)) if config.init else None,
        "teachers": [run_settings(Path(run)) for run in config.teachers.split(",") if run],
        "epochs_done": epoch,
        "data_sha256": data_sha256,
    }
    (out / "config.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    print(train(parse_config()))
