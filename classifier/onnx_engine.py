"""The network on ONNX Runtime, in int8: the default engine."""

from __future__ import annotations

import os

import numpy as np
import onnxruntime

from classifier.encode import IntArray
from classifier.errors import WeightsError
from classifier.model_files import ENCODER_GRAPH, HEADS_GRAPH, ModelFiles
from classifier.scorer import FloatArray
from classifier.transformer_scorer import EncodedBatch, JudgedBatch


class OnnxEngine:
    """Two sessions over one weights file: the encoder, and the heads that judge a target.

    Args:
        files: checked model files.
        threads: threads of the encoder; None takes one per core that this process may use.
    """

    def __init__(self, files: ModelFiles, threads: int | None = None) -> None:
        self._encoder = _session(files, ENCODER_GRAPH, threads)
        self._heads = _session(files, HEADS_GRAPH, 1)  # too small to gain from more

    def encode(self, input_ids: IntArray, case_ids: IntArray, attention_mask: IntArray) -> EncodedBatch:
        """Run the encoder; see `transformer_scorer.Engine`."""
        states, tags, sentiment = self._encoder.run(
            ["states", "tags", "sentiment"],
            {
                "input_ids": input_ids.astype(np.int32),
                "case_ids": case_ids.astype(np.int32),
                "attention_mask": attention_mask.astype(np.int32),
            },
        )
        return EncodedBatch(states, tags, sentiment)

    def judge(self, states: FloatArray, attention_mask: IntArray, span: FloatArray, distance: IntArray) -> JudgedBatch:
        """Run the heads; see `transformer_scorer.Engine`."""
        stance, start, end = self._heads.run(
            ["stance", "holder_start", "holder_end"],
            {
                "states": states,
                "mask": attention_mask.astype(np.float32),
                "span": span,
                "distance": distance.astype(np.int32),
            },
        )
        return JudgedBatch(stance, start, end)


def n_cores() -> int:
    """Return how many cores this process may use; where the system does not say, how many there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _session(files: ModelFiles, graph: str, threads: int | None) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads if threads is not None else n_cores()
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(files.folder / graph), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own exceptions share no base class
        raise WeightsError(
            f"{files.folder / graph} cannot be run by onnxruntime {onnxruntime.__version__} ({error}); "
            "install onnxruntime>=1.24."
        ) from error
