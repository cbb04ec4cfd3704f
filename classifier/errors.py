"""Every error that the package raises on purpose.

    ClassifierError(Exception)
    ├── InputTypeError(TypeError)            the argument is of a type that cannot be read
    ├── InputValueError(ValueError)          the argument is of the right type, its value cannot be used
    │   ├── DocumentTooLongError             the text is longer than MAX_DOCUMENT_CHARS
    │   └── TargetError                      a named target does not occur, or its span is impossible
    ├── RecordFormatError(ValueError)        a dict or JSON row does not hold the record that it should
    ├── InputFileError(OSError)              a file that the caller named cannot be read
    ├── OutputError(OSError)                 a directory cannot be written, or holds something else
    ├── WeightsError(RuntimeError)           the weights are missing, altered or of another format
    ├── EntityListError(ValueError)          the list of entities is missing, altered or of another format
    └── MissingExtraError(ImportError)       a feature needs an optional dependency that is not installed

A message says what was wrong, what was expected, what was received and what to do.
"""


class ClassifierError(Exception):
    """Base of every error that the package raises on purpose."""


class InputTypeError(ClassifierError, TypeError):
    """The argument is of a type that cannot be read."""


class InputValueError(ClassifierError, ValueError):
    """The argument is of the right type, but its value cannot be used."""


class DocumentTooLongError(InputValueError):
    """The text is longer than the longest document that is accepted."""


class TargetError(InputValueError):
    """A target that the caller named does not occur, or its span is impossible."""


class RecordFormatError(ClassifierError, ValueError):
    """A dict or JSON row does not hold the record that it should."""


class InputFileError(ClassifierError, OSError):
    """A file that the caller named cannot be read."""


class OutputError(ClassifierError, OSError):
    """A directory cannot be written, holds something else than it should, or has another writer."""


class WeightsError(ClassifierError, RuntimeError):
    """The weights are missing, altered, or of a format that this version cannot read."""


class EntityListError(ClassifierError, ValueError):
    """The list of entities is missing, altered, or of a format that this version cannot read."""


class MissingExtraError(ClassifierError, ImportError):
    """A feature needs an optional dependency that is not installed."""
