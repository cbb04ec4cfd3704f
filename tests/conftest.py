"""What the tests share: no network, a tiny random model with the shipped tokenizer, and the shipped model."""

from __future__ import annotations

import hashlib
import ipaddress
import json
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import settings

from classifier import Pipeline, load
from classifier.entities import EntityList
from classifier.model_files import CONFIG, FORMAT_VERSION, HASHED, TOKENIZER, ModelFiles
from classifier.onnx_engine import OnnxEngine
from classifier.transformer_scorer import TransformerScorer

settings.register_profile("newsstance", deadline=None)  # a busy machine is no failure
settings.load_profile("newsstance")

WEIGHTS_FOLDER = Path(__file__).parent.parent / "classifier" / "weights"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", metavar="DIR", help="folder for pictures of every view of the demo")


class NetworkAccessError(RuntimeError):
    """Something reached for a host other than this one."""


def _is_this_host(host: object) -> bool:
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Fail whatever looks a host up or connects to one; the loopback address and Unix sockets stay open."""

    def checked(name: str) -> Any:  # any signature
        original = getattr(socket.socket, name)

        def call(self: socket.socket, *arguments: Any) -> Any:
            address = arguments[-1]
            if isinstance(address, tuple) and not _is_this_host(address[0]):
                raise NetworkAccessError(f"socket.{name}({address!r})")
            return original(self, *arguments)

        return call

    look_up = socket.getaddrinfo

    def getaddrinfo(host: Any, *arguments: Any, **keywords: Any) -> Any:
        if not _is_this_host(host):
            raise NetworkAccessError(f"getaddrinfo({host!r})")
        return look_up(host, *arguments, **keywords)

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, checked(name))
        patch.setattr(socket, "getaddrinfo", getaddrinfo)
        yield


@pytest.fixture(scope="session")
def tiny_files(tmp_path_factory: pytest.TempPathFactory) -> ModelFiles:
    """Files of a one-layer network with random weights. Shared: copy the folder before changing it."""
    import torch  # takes seconds, and most test files need no network

    from classifier.network import Network, NetworkConfig
    from training.onnx_graph import write

    config = NetworkConfig(
        vocab_size=30522,
        hidden_size=48,
        n_layers=1,
        n_heads=4,
        intermediate_size=96,
        max_positions=256,
        n_target_heads=6,
        second_look=True,
    )
    torch.manual_seed(20250101)
    network = Network(config)
    for parameter in network.parameters():
        if parameter.dim() > 1:  # far larger than a fresh network's: what a word says must reach its neighbours
            torch.nn.init.normal_(parameter, std=0.2)
    folder = tmp_path_factory.mktemp("tiny")
    weights = {name: array.numpy() for name, array in network.state_dict().items()}
    largest = {
        name: np.linspace(0.5, 4.0, matrix.shape[1], dtype=np.float32)  # as if measured on some text
        for name, matrix in weights.items()
        if ".layer." in name and matrix.ndim == 2
    }
    write(folder, weights, largest, config)
    shutil.copyfile(WEIGHTS_FOLDER / TOKENIZER, folder / TOKENIZER)
    described = {
        "format_version": FORMAT_VERSION,
        "model_version": "tiny-1",
        "network": config.to_dict(),
        "max_tokens": 256,
        "calibration": {
            "stance_temperature": 1.5,
            "sentiment_temperature": 0.8,
            "stance_threshold": 0.5,
            "sentiment_threshold": 0.5,
        },
        "sha256": {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in HASHED},
    }
    (folder / CONFIG).write_text(json.dumps(described), encoding="utf-8")
    return ModelFiles.load(folder)


@pytest.fixture(scope="session")
def tiny_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random base encoder of one small layer, in the files of a real one."""
    import torch  # see above
    from safetensors.torch import save_file
    from transformers import BertConfig, BertModel

    folder = tmp_path_factory.mktemp("base")
    torch.manual_seed(0)
    config = BertConfig(
        hidden_size=48, num_hidden_layers=1, num_attention_heads=4, intermediate_size=96, max_position_embeddings=256
    )
    weights = BertModel(config, add_pooling_layer=False).state_dict()
    save_file({name: value.contiguous() for name, value in weights.items()}, folder / "model.safetensors")
    (folder / "config.json").write_text(json.dumps(config.to_dict()), encoding="utf-8")
    shutil.copyfile(WEIGHTS_FOLDER / TOKENIZER, folder / TOKENIZER)
    return folder


@pytest.fixture(scope="session")
def tiny_scorer(tiny_files: ModelFiles) -> TransformerScorer:
    """The tiny network on ONNX Runtime."""
    return TransformerScorer(tiny_files, OnnxEngine(tiny_files))


@pytest.fixture(scope="session")
def tiny_torch_scorer(tiny_files: ModelFiles) -> TransformerScorer:
    """The tiny network in torch."""
    from classifier.torch_engine import TorchEngine

    return TransformerScorer(tiny_files, TorchEngine(tiny_files))


@pytest.fixture(scope="session")
def entities() -> EntityList:
    """The shipped list of companies and governments."""
    return EntityList.load()


@pytest.fixture(scope="session")
def tiny_pipeline(tiny_scorer: TransformerScorer, entities: EntityList) -> Pipeline:
    """The tiny network with the shipped list: every door, at the speed of a unit test."""
    return Pipeline(tiny_scorer, entities)


@pytest.fixture(scope="session")
def shipped() -> Pipeline:
    """The default model, as users get it."""
    return load()
