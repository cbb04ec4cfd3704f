"""Both models, loaded in the background: the service is up at once and says when it is ready."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

from classifier.demo.desk import TimedScorer, Watch
from classifier.errors import ClassifierError, WeightsError
from classifier.pipeline import ModelName, Pipeline


class NotReadyError(ClassifierError):
    """The models are still being loaded."""


class Models:
    """The two pipelines of the service. The baseline may be missing; the transformer may not."""

    def __init__(self, load_transformer: Callable[[], Pipeline], load_baseline: Callable[[], Pipeline]) -> None:
        self._load_transformer = load_transformer
        self._load_baseline = load_baseline
        self._pipelines: dict[str, Pipeline] = {}
        self._loaded = threading.Event()
        self.error: ClassifierError | None = None

    def load(self) -> None:
        """Load both models. What goes wrong is kept in `error`, and told to every caller."""
        try:
            transformer = self._load_transformer()
        except ClassifierError as error:
            self.error = error
            return
        with suppress(WeightsError):  # the comparison and model='baseline' are refused, all else works
            self._pipelines["baseline"] = self._load_baseline()
        self._pipelines["transformer"] = transformer
        self._loaded.set()

    @property
    def ready(self) -> bool:
        """Whether requests can be answered."""
        return self._loaded.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait until the models are loaded; return whether they are."""
        return self._loaded.wait(seconds)

    @property
    def has_baseline(self) -> bool:
        """Whether the baseline's weights were found."""
        return "baseline" in self._pipelines

    @property
    def version(self) -> str | None:
        """The transformer's name and version; None until it is loaded."""
        return self._pipelines["transformer"].model_version if self.ready else None

    def pipeline(self, model: ModelName, deadline: Watch | None = None) -> Pipeline:
        """Return a pipeline that stops at the deadline.

        Raises:
            NotReadyError: the models are still being loaded, or could not be.
            WeightsError: the baseline's weights are missing.
        """
        if not self.ready:
            reason = f"could not be loaded: {self.error}" if self.error else "are still being loaded; try again soon."
            raise NotReadyError(f"the models {reason}")
        if model not in self._pipelines:
            raise WeightsError(f"the {model}'s weights are missing; leave model out, or use 'transformer'.")
        pipeline = self._pipelines[model]
        return pipeline if deadline is None else Pipeline(TimedScorer(pipeline.scorer, deadline), pipeline.entities)
