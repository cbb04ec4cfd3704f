"""What programs send over HTTP and get back; the OpenAPI page is made of these and of the records."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr, ValidationError

from classifier.demo.analysis import Question
from classifier.demo.limits import MAX_DOCUMENTS, MAX_SENTENCE_CHARS, MAX_TARGETS, MAX_TEXT_CHARS
from classifier.errors import InputTypeError
from classifier.pipeline import ModelName
from classifier.records import Document, DocumentResult, WordWeight

_Span = tuple[StrictInt, StrictInt]
_EXAMPLE = "Brussels fined Acme Corp for lying to regulators."


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class DocumentIn(_Strict):
    """A document to judge. Offsets, in and out, count Unicode code points."""

    text: StrictStr = Field(
        description=f"The article; it is never edited. At most {MAX_TEXT_CHARS:,} characters.", examples=[_EXAMPLE]
    )
    id: StrictStr | None = None
    title: StrictStr | None = None
    date: StrictStr | None = None
    source: StrictStr | None = None
    url: StrictStr | None = None
    language: StrictStr | None = Field(None, description="ISO 639-1 code; left out: decided from the text.")
    targets: list[StrictStr | _Span] | None = Field(
        None,
        description=f"Judge these instead of what is found: names, or [start, end] spans; at most {MAX_TARGETS}.",
    )

    def document(self) -> Document:
        """Return the document."""
        known = self.model_dump(include=set(DocumentIn.model_fields))
        return Document(**known)


class PredictIn(DocumentIn):
    """A document, which model judges it, and whether to say why."""

    explain: StrictBool = Field(False, description="Add word weights to every mention: one more pass per word.")
    model: ModelName = "transformer"

    def question(self) -> Question:
        """Return what is asked."""
        return Question(self.document(), self.explain, self.model)


class PredictManyIn(_Strict):
    """Several documents; one that cannot be judged does not spoil the others."""

    documents: list[Any] = Field(
        description=f"At most {MAX_DOCUMENTS}, each with the fields of DocumentIn.",
        json_schema_extra={"items": {"$ref": "#/components/schemas/DocumentIn"}},
        examples=[[{"text": _EXAMPLE, "id": "a"}, {"text": "Kenya sued Acme Corp.", "targets": ["Acme Corp"]}]],
    )
    explain: StrictBool = False
    model: ModelName = "transformer"

    def questions(self) -> list[Question | InputTypeError]:
        """Return one question per document, or why it is none."""
        return [self._question(document, index) for index, document in enumerate(self.documents)]

    def _question(self, document: Any, index: int) -> Question | InputTypeError:
        try:
            return Question(DocumentIn.model_validate(document).document(), self.explain, self.model)
        except ValidationError as error:
            return InputTypeError(f"documents[{index}] is no document: {problems(error.errors())}")


class ExplainIn(_Strict):
    """One sentence of a result, and the targets in it."""

    sentence: StrictStr = Field(description=f"At most {MAX_SENTENCE_CHARS:,} characters.", examples=[_EXAMPLE])
    targets: list[_Span] = Field(
        description="[start, end] in code points of the sentence.", examples=[[[15, 24]]], max_length=MAX_TARGETS
    )
    model: ModelName = "transformer"


class ExplainOut(BaseModel):
    """One list of word weights per target; offsets count code points of the sentence."""

    explanations: list[list[WordWeight]]


class Problem(BaseModel):
    """What went wrong: the class of the error, and what to do."""

    type: str = Field(examples=["TargetError"])
    message: str


class ErrorOut(BaseModel):
    """The body of every answer that is no success."""

    error: Problem


class Answer(BaseModel):
    """A result, or why there is none; the other is null."""

    result: DocumentResult | None
    error: Problem | None


class PredictManyOut(BaseModel):
    """One answer per document, in the order of the request."""

    answers: list[Answer]


class HealthOut(BaseModel):
    """The process answers."""

    status: Annotated[str, Field(examples=["live"])]


class ReadyOut(BaseModel):
    """The weights are loaded."""

    status: Annotated[str, Field(examples=["ready"])]
    model_version: str


class VersionOut(BaseModel):
    """Versions; model_version is null until the weights are loaded."""

    version: str
    schema_version: int
    model_version: str | None


def problems(errors: Any) -> str:  # Any: pydantic's list of errors
    """Return a validation's errors as one line that names fields and expectations, and nothing of the values."""
    shown = [f"{'.'.join(map(str, error['loc'])) or 'body'}: {error['msg']}" for error in errors[:5]]
    more = f"; and {len(errors) - 5} more" if len(errors) > 5 else ""
    return "; ".join(shown) + more + ". See /docs for the fields."
