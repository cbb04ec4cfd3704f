"""Every limit of the demo and its HTTP service, in one place.

The page, the named endpoints and the HTTP routes all refuse by these numbers, and the messages name them.
"""

from __future__ import annotations

MAX_TEXT_CHARS = 100_000  # some 20 long articles: more marks than a browser tab shows without lagging
MAX_SENTENCE_CHARS = 5_000  # of a sentence to be explained: every word of it costs one pass
MAX_TARGETS = 200  # per document
MAX_DOCUMENTS = 64  # per request
MAX_BODY_BYTES = 4_000_000  # of a request; 100,000 characters take 1.2 MB where each is escaped twice over
MAX_UPLOAD_BYTES = 2_000_000  # of a file that the page takes
MAX_RUNNING = 2  # requests that are judged at once: a long text must not keep a short one waiting
MAX_WAITING = 16  # requests that wait for their turn; one more is refused at once
MAX_SECONDS = 60.0  # from a request's arrival to its answer
RETRY_SECONDS = 2  # what a refused client is told to wait
MAX_CORPUS_ROWS = 2_000  # of a corpus; more is for the command line, which takes any number
MAX_CORPUS_CHARS = 10_000_000  # of all its texts together: a packed file may hold far more than its size tells
MAX_CORPUS_SECONDS = 600.0  # to score a corpus; one at a time
READ_SECONDS = 20.0  # to send a request's body
