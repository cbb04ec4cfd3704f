"""What the README shows is what happens."""

import doctest
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_python_blocks_print_what_they_show():
    blocks = re.findall(r"```pycon\n(.*?)```", README, flags=re.DOTALL)
    assert len(blocks) >= 2
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner(verbose=False)
    for number, block in enumerate(blocks):
        runner.run(parser.get_doctest(block, {}, f"README block {number + 1}", "README.md", 0))
    assert runner.summarize(verbose=False).attempted >= 8
    assert runner.failures == 0


def test_docstring_examples_hold():
    from classifier import aggregate, entities, linking, pipeline, records, text

    for module in (aggregate, entities, linking, pipeline, records, text):
        assert doctest.testmod(module).failed == 0, module.__name__


def test_every_path_that_is_named_exists():
    named = set(re.findall(r"(?:classifier|data|training)/[\w./-]+\.(?:md|py|txt|jsonl)", README))
    assert named
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_continuous_integration_runs_two_commands():
    assert len(re.findall(r"^```sh\n.+\n```$", README, flags=re.MULTILINE)) == 2
