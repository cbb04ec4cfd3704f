"""Near-duplicate articles: wire copies, reprints with another headline, updates.

Each document gets a MinHash (Broder 1997) of its five-word shingles, kept as N_BANDS band keys of BAND_ROWS values.
Two documents of Jaccard similarity s share a band with probability s ** BAND_ROWS; those that share MIN_SHARED bands
are taken for copies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from rensa import RMinHash

from classifier.records import DocumentResult, Role

N_BANDS = 16
BAND_ROWS = 4
# Tuned on reprints made of the example articles (another headline, a third cut away, furniture added): see
# tests/test_copies.py. Chance of being taken for a copy: 1.5 % at a similarity of 0.5, 46 % at 0.68, 94 % at 0.8.
MIN_SHARED = 4
BANDS = pa.schema([("document_id", pa.string()), *((f"band_{number}", pa.uint64()) for number in range(N_BANDS))])

_SHINGLE_WORDS = 5
_WORD = re.compile(r"\w+")
_SEED = 42  # fixed: signatures of two runs must compare
BandArray = npt.NDArray[np.uint64]


def band_keys(result: DocumentResult) -> BandArray:
    """Return a document's (N_BANDS,) keys, from the sentences that count.

    A document of fewer than five words is its own single shingle; without any word its keys are zero, and match none.
    """
    words = [
        word
        for sentence in result.sentences
        if sentence.duplicate_of is None and sentence.role is not Role.BOILERPLATE
        for word in _WORD.findall(sentence.text.lower())
    ]
    if not words:
        return np.zeros(N_BANDS, dtype=np.uint64)
    minhash = RMinHash(num_perm=N_BANDS * BAND_ROWS, seed=_SEED)
    last = max(1, len(words) - _SHINGLE_WORDS + 1)
    minhash.update([" ".join(words[low : low + _SHINGLE_WORDS]) for low in range(last)])
    values = np.array(minhash.digest(), dtype=np.uint64).reshape(N_BANDS, BAND_ROWS)
    keys = np.zeros(N_BANDS, dtype=np.uint64)
    for column in range(BAND_ROWS):  # FNV-1a over the values; the product wraps around, as it should
        keys = (keys ^ values[:, column]) * np.uint64(0x100000001B3) + np.uint64(column + 1)
    return keys | np.uint64(1)


def find_copies(bands: Iterable[BandArray]) -> npt.NDArray[np.int64]:
    """Return, for each document, the index of the earliest one of which it is a copy; -1 where it is none.

    Args:
        bands: N_BANDS arrays of (n_documents,) keys, documents in corpus order; read one at a time.

    Returns:
        (n_documents,); what it points at is never a copy itself.
    """
    n_documents = 0
    joined = []
    for keys in bands:
        n_documents = len(keys)
        copies, origins = _earliest_with_same_key(keys)
        joined.append(copies * n_documents + origins)
    shared, counts = np.unique(np.concatenate(joined), return_counts=True)
    found = np.full(n_documents, -1, dtype=np.int64)
    for pair in shared[counts >= MIN_SHARED]:  # in order of the copy, then of its origin
        copy, origin = divmod(int(pair), n_documents)
        if found[copy] == -1:
            found[copy] = origin if found[origin] == -1 else found[origin]
    return found


def _earliest_with_same_key(keys: BandArray) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return two arrays: documents whose key an earlier one has, and the earliest such."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    begins = np.concatenate([[True], ordered[1:] != ordered[:-1]]) if len(keys) else np.zeros(0, dtype=bool)
    first = order[np.flatnonzero(begins)[np.cumsum(begins) - 1]] if len(keys) else order
    is_copy = ~begins & (ordered != 0)
    return order[is_copy], first[is_copy]
