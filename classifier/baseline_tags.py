"""What the baseline sees of a word when it decides whether the word is part of a company, government or place."""

from __future__ import annotations

from collections.abc import Iterator

from classifier.baseline_features import Analysis, name_runs


def shape(word: str) -> str:
    """Return a word's shape, runs shortened: 'Huawei' -> 'Xx', 'U.S.' -> 'X.X.', '5G' -> 'dX'."""
    classes = ["X" if c.isupper() else "x" if c.isalpha() else "d" if c.isdigit() else c for c in word]
    return "".join(c for index, c in enumerate(classes) if index == 0 or c != classes[index - 1])


def tag_features(analysis: Analysis) -> Iterator[list[str]]:
    """Yield, for each word, what speaks for its tag: itself, its form, its neighbours and its run of capitals."""
    n_words = len(analysis.lower)
    lower = ["^^", "^", *analysis.lower, "$", "$$"]
    shapes = ["^^", "^", *map(shape, analysis.surfaces), "$", "$$"]
    run_start, run_end = _runs(analysis)
    unnamed = f"unnamed={not analysis.named.any()}"
    for index in range(n_words):
        at = index + 2
        word, form = lower[at], shapes[at]
        before, after = run_start[index], run_end[index]
        found = [f"w={word}", f"form={form}", f"w={word} {form}", unnamed, f"first={index == 0} {form}"]
        found += [f"<{size}={word[:size]}" for size in (2, 3, 4)] + [f"{size}>={word[-size:]}" for size in (2, 3, 4)]
        found += [f"{step}={lower[at + step]}" for step in (-2, -1, 1, 2)]
        found += [f"f{step}={shapes[at + step]}" for step in (-2, -1, 1, 2)]
        found += [
            f"-1 0={lower[at - 1]} {word}",
            f"0 1={word} {lower[at + 1]}",
            f"-1 1={lower[at - 1]} {lower[at + 1]}",
        ]
        found += [f"-2 -1={lower[at - 2]} {lower[at - 1]}", f"1 2={lower[at + 1]} {lower[at + 2]}"]
        found += [
            f"f-1 0 1={shapes[at - 1]} {form} {shapes[at + 1]}",
            f"-1>={lower[at - 1][-3:]}",
            f"1>={lower[at + 1][-3:]}",
        ]
        found += [f"1<={lower[at + 1][:4]}", f"quoted={bool(analysis.quoted[index])}"]
        if after > before:
            place = f"{min(3, index - before)}/{min(4, after - before)}"
            found += [f"run={place}", f"run before={lower[before + 1]}", f"run after={lower[after + 2]}"]
            found += [f"run ends={lower[after + 1]}", f"run starts={lower[before + 2]}", f"run {place}={form}"]
            found += [f"run has={other}" for other in analysis.lower[before : min(after, before + 6)]]
        yield found


def _runs(analysis: Analysis) -> tuple[list[int], list[int]]:
    """Return, for each word, the bounds [start, end) of its run of names; an empty run outside of any."""
    n_words = len(analysis.lower)
    starts, ends = list(range(n_words)), list(range(n_words))
    for low, high in name_runs(analysis):
        for index in range(low, high):
            starts[index], ends[index] = low, high
    return starts, ends
