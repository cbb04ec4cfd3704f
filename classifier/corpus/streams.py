"""A file as bytes: opened, decompressed, bounded and counted."""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any

import pyarrow as pa

from classifier.corpus.files import STDIN, CorpusFile
from classifier.errors import InputFileError

MAX_ROW_BYTES = 64 * 2**20  # of one line or one file that is one document: far past the longest text accepted
_BOMB_BYTES = 256 * 2**20  # decompressed: from here on the ratio is watched
_BOMB_RATIO = 200  # news shrinks three to ten times, the same page over and over perhaps a hundred


class _Source(io.RawIOBase):
    """Bytes of an opened file, counted, and stopped where a small file unpacks into an endless one."""

    def __init__(
        self, raw: Any, name: str, n_packed: int | None, moved: Callable[[], None]
    ) -> None:  # Any: a file, or pyarrow's like
        self._raw = raw
        self._moved = moved
        self._name = name
        self._limit = None if n_packed is None else max(_BOMB_BYTES, _BOMB_RATIO * n_packed)
        self._n_read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._raw.read(len(buffer))
        buffer[: len(data)] = data
        self._n_read += len(data)
        self._moved()
        if self._limit is not None and self._n_read > self._limit:
            raise InputFileError(
                f"{self._name} unpacks to more than {_BOMB_RATIO} times its size and {_BOMB_BYTES // 2**20} MB; "
                "reading stopped. Unpack it yourself if it is really news."
            )
        return len(data)


@contextmanager
def open_bytes(file: CorpusFile, moved: Callable[[int], None]) -> Iterator[IO[bytes]]:
    """Open a corpus file for reading its unpacked bytes in order.

    Args:
        file: what to open.
        moved: told how far the packed file has been read, in bytes.

    Raises:
        OSError: it cannot be opened. While reading, damaged compression raises OSError or EOFError, and what unpacks
            without end InputFileError.
    """
    if file.name == STDIN:
        yield sys.stdin.buffer
        return
    with file.path.open("rb") as packed:
        raw: Any = packed
        if file.compression == "gzip":
            raw = gzip.GzipFile(fileobj=packed)
        elif file.compression == "zstd":
            raw = pa.CompressedInputStream(packed, "zstd")
        n_packed = None if file.compression is None else file.n_bytes
        source = _Source(raw, file.name, n_packed, lambda: moved(packed.tell()))
        with io.BufferedReader(source, 2**20) as buffered:
            yield buffered


def read_lines(stream: IO[bytes]) -> Iterator[bytes | None]:
    """Yield the lines without their ends; None stands for a line of more than MAX_ROW_BYTES."""
    while line := stream.readline(MAX_ROW_BYTES + 1):
        if len(line) <= MAX_ROW_BYTES:
            yield line.rstrip(b"\r\n")
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(MAX_ROW_BYTES)
        yield None


def read_all(stream: IO[bytes]) -> bytes | None:
    """Return all bytes, or None where there are more than MAX_ROW_BYTES."""
    data = stream.read(MAX_ROW_BYTES + 1)
    return data if len(data) <= MAX_ROW_BYTES else None
