"""newsstance: who stands how toward whom in news articles.

    from classifier import predict
    result = predict("Brussels fined Acme Corp for lying to regulators.")

Importing the package loads no model and no heavy library; the first `predict` does.
"""

from classifier.aggregate import CorpusSummary, RelationCount, summarize
from classifier.errors import (
    ClassifierError,
    DocumentTooLongError,
    EntityListError,
    InputFileError,
    InputTypeError,
    InputValueError,
    MissingExtraError,
    OutputError,
    RecordFormatError,
    TargetError,
    WeightsError,
)
from classifier.pipeline import Pipeline, load, predict
from classifier.records import (
    MAX_DOCUMENT_CHARS,
    SCHEMA_VERSION,
    Document,
    DocumentResult,
    Entity,
    EntityAttributes,
    Form,
    Holder,
    HolderKind,
    Kind,
    Mention,
    Relation,
    Role,
    SentenceResult,
    Sentiment,
    SentimentLabel,
    Stance,
    StanceCounts,
    StanceLabel,
    WordWeight,
)

__version__ = "0.1.0"

__all__ = [
    "MAX_DOCUMENT_CHARS",
    "SCHEMA_VERSION",
    "ClassifierError",
    "CorpusSummary",
    "Document",
    "DocumentResult",
    "DocumentTooLongError",
    "Entity",
    "EntityAttributes",
    "EntityListError",
    "Form",
    "Holder",
    "HolderKind",
    "InputFileError",
    "InputTypeError",
    "InputValueError",
    "Kind",
    "Mention",
    "MissingExtraError",
    "OutputError",
    "Pipeline",
    "RecordFormatError",
    "Relation",
    "RelationCount",
    "Role",
    "SentenceResult",
    "Sentiment",
    "SentimentLabel",
    "Stance",
    "StanceCounts",
    "StanceLabel",
    "TargetError",
    "WeightsError",
    "WordWeight",
    "__version__",
    "load",
    "predict",
    "summarize",
]
