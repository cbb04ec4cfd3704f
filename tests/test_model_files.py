"""The weights folder: refused when a file is missing, altered or of another format."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load_file

from classifier.errors import WeightsError
from classifier.model_files import CONFIG, HASHED, WEIGHTS, Calibration, ModelFiles


@pytest.fixture
def folder(tiny_files: ModelFiles, tmp_path: Path) -> Path:
    """A copy of the tiny model's folder, to be broken."""
    return Path(shutil.copytree(tiny_files.folder, tmp_path / "weights"))


def change_config(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    change(config)
    (folder / CONFIG).write_text(json.dumps(config), encoding="utf-8")


def test_a_whole_folder_loads(folder: Path) -> None:
    files = ModelFiles.load(folder)
    assert files.folder == folder
    assert files.model_version == "tiny-1"
    assert files.max_tokens == 256
    assert files.network["hidden_size"] == 48
    assert files.calibration == Calibration(1.5, 0.8, 0.5, 0.5)


@pytest.mark.parametrize("name", HASHED)
@pytest.mark.parametrize("position", [0, -1])
def test_one_altered_byte_is_refused(folder: Path, name: str, position: int) -> None:
    data = bytearray((folder / name).read_bytes())
    data[position] ^= 1
    (folder / name).write_bytes(data)
    with pytest.raises(WeightsError, match=re.escape(name) + " has been altered.*reinstall newsstance"):
        ModelFiles.load(folder)


@pytest.mark.parametrize("name", [*HASHED, CONFIG])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(WeightsError, match=re.escape(name) + " cannot be read.*reinstall newsstance"):
        ModelFiles.load(folder)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"nowhere.*cannot be read"):
        ModelFiles.load(tmp_path / "nowhere")


@pytest.mark.parametrize("version", [0, 2, "1", None])
def test_another_format_version_is_refused(folder: Path, version: object) -> None:
    change_config(folder, lambda config: config.update(format_version=version))
    with pytest.raises(WeightsError, match=f"format version {version!r}, this version of newsstance reads 1"):
        ModelFiles.load(folder)


@pytest.mark.parametrize("content", ["", "{", '{"format_version": 1', "\x00"])
def test_broken_json_is_refused(folder: Path, content: str) -> None:
    (folder / CONFIG).write_text(content, encoding="utf-8")
    with pytest.raises(WeightsError, match=r"config\.json is not JSON"):
        ModelFiles.load(folder)


def test_a_config_that_is_not_text_is_refused(folder: Path) -> None:
    (folder / CONFIG).write_bytes(b"\xff\xfe{}")
    with pytest.raises(WeightsError, match=r"config\.json is not JSON"):
        ModelFiles.load(folder)


@pytest.mark.parametrize("content", ["[]", "3", "null", '"format_version"'])
def test_json_that_is_no_object_is_refused(folder: Path, content: str) -> None:
    (folder / CONFIG).write_text(content, encoding="utf-8")
    with pytest.raises(WeightsError, match="format version None"):
        ModelFiles.load(folder)


@pytest.mark.parametrize("name", ["model_version", "network", "max_tokens", "calibration"])
def test_a_missing_setting_is_named(folder: Path, name: str) -> None:
    change_config(folder, lambda config: config.pop(name))
    with pytest.raises(WeightsError, match=f"{name}.*reinstall newsstance"):
        ModelFiles.load(folder)


def test_an_unknown_calibration_is_named(folder: Path) -> None:
    change_config(folder, lambda config: config["calibration"].update(humour=1.0))
    with pytest.raises(WeightsError, match="humour"):
        ModelFiles.load(folder)


@pytest.mark.parametrize("name", HASHED)
def test_a_file_without_a_hash_is_refused(folder: Path, name: str) -> None:
    change_config(folder, lambda config: config["sha256"].pop(name))
    with pytest.raises(WeightsError, match=re.escape(name)):
        ModelFiles.load(folder)


def test_the_shipped_folder_is_whole_and_small() -> None:
    files = ModelFiles.load()
    assert sum(path.stat().st_size for path in files.folder.iterdir()) < 32 * 2**20
    assert files.model_version.startswith("newsstance-")


def test_every_large_matrix_is_stored_once_in_int8(tiny_files: ModelFiles) -> None:
    stored = load_file(tiny_files.folder / WEIGHTS)
    assert {array.dtype for name, array in stored.items() if name.endswith(".int8")} == {np.dtype(np.int8)}
    assert {array.dtype for name, array in stored.items() if not name.endswith(".int8")} == {np.dtype(np.float32)}
    assert not {name.removesuffix(".int8") for name in stored if name.endswith(".int8")} & set(stored)
    for name in ("encoder.embeddings.word_embeddings", "encoder.encoder.layer.0.output.dense", "pair"):
        assert f"{name}.weight.int8" in stored
