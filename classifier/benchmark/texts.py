"""The texts of the benchmark: the package's example articles, cut and joined to articles of one length."""

from __future__ import annotations

from importlib import resources


def articles(n_articles: int, n_words: int) -> list[str]:
    """Return articles of `n_words` words each, the same at every call.

    They take the paragraphs of the examples one after the other, from the first again when all are used up: the
    examples hold some 2,500 words, and only more than that repeat what the examples do not.
    """
    paragraphs = _paragraphs()
    made: list[str] = []
    position = 0
    for _ in range(n_articles):
        taken: list[str] = []
        missing = n_words
        while missing > 0:
            words = paragraphs[position % len(paragraphs)].split()[:missing]
            taken.append(" ".join(words))
            missing -= len(words)
            position += 1
        made.append("\n\n".join(taken))
    return made


def _paragraphs() -> list[str]:
    folder = resources.files("classifier") / "resources" / "examples"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".txt")), key=lambda file: file.name)
    texts = [file.read_text(encoding="utf-8") for file in files]
    return [paragraph for text in texts for paragraph in text.split("\n\n") if paragraph.strip()]
