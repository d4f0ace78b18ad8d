"""Whether what the search takes typing errors for is right: precision and recall, without a browser.

    .venv/bin/python benchmarks/slips.py [--missed] [--locked] [--site FOLDER]

Asks the index of the built site (`make site` first) every text of `gold/slips.yml` and `gold/slips-2.yml`, with the
browser's own scripts in node; with --locked those of the halves that are locked away, too.  A text that the page would
offer ("您是不是要找") is right if it is one that was meant; whatever it offers for a text without an error is wrong.
For each file, by how it was typed: how many offers are right (precision), how many errors are put right (recall); and
how many files were asked for at most.
--missed prints what is wrong and what was missed of the open ones.
"""

import argparse
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

import yaml

HERE = Path(__file__).resolve().parent
OPEN = ("slips", "slips-2")
LOCKED = ("slips-locked", "slips-2-locked")

# A text of the gold files: where it is asked, how it was typed, and what was meant; a right one has neither of these.
_Text = TypedDict("_Text", {"q": str, "in": str, "kind": str, "meant": list[str]}, total=False)


class Answer(TypedDict):
    """What slips.mjs prints of a text."""

    asked: list[str]
    offered: str | None


def texts_of(name: str) -> list[_Text]:
    """All texts of a gold file, the wrong ones first."""
    data = yaml.load((HERE / f"gold/{name}.yml").read_text("utf-8"), yaml.CSafeLoader)
    return [*data["slips"], *data["right"]]


def answers(site: Path, texts: list[_Text]) -> list[Answer]:
    """What the search offers for each."""
    asked = json.dumps([(one["q"], one.get("in", "all")) for one in texts])
    command = ["node", str(HERE / "slips.mjs"), str(site / "search/index")]
    made: list[Answer] = json.loads(
        subprocess.run(command, input=asked, capture_output=True, check=True, encoding="utf-8").stdout
    )
    return made


def report(name: str, texts: list[_Text], made: list[Answer]) -> Iterator[str]:
    """A line for each way of typing."""
    offers = [(one, answer["offered"]) for one, answer in zip(texts, made, strict=True)]
    offered = [(one, text) for one, text in offers if text]
    right = [one for one, text in offered if text in one.get("meant", [])]
    slips = [one for one in texts if "meant" in one]
    touched = sum("meant" not in one for one, _ in offered)
    yield (
        f"{name}: {len(right)} of {len(offered)} offers are right ({len(right) / max(1, len(offered)):.1%}), "
        f"{len(right)} of {len(slips)} errors are put right ({len(right) / len(slips):.1%}), "
        f"{touched} of {len(texts) - len(slips)} right texts are touched; "
        f"{max(len(answer['asked']) for answer in made)} files at most"
    )
    for kind in sorted({one["kind"] for one in slips}):
        own = [one for one in slips if one["kind"] == kind]
        yield f"  {kind}: {sum(one in right for one in own)} of {len(own)} are put right"


def failures(texts: list[_Text], made: list[Answer]) -> Iterator[str]:
    """What is wrong or missed, a line each."""
    for one, answer in zip(texts, made, strict=True):
        meant, offered = one.get("meant"), answer["offered"]
        if offered and offered not in (meant or []):
            yield f"  wrong: {one['q']} → {offered}"
        elif meant and not offered:
            yield f"  missed: {one['q']} ({meant[0]})"


def main() -> None:
    """Ask all of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--missed", action="store_true", help="print what is wrong or missed of the open ones")
    parser.add_argument("--locked", action="store_true", help="ask those that are locked away, too")
    parser.add_argument("--site", type=Path, default=HERE.parent / "site", help="a built site")
    options = parser.parse_args()
    for name in OPEN + LOCKED * options.locked:
        texts = texts_of(name)
        made = answers(options.site, texts)
        print("\n".join(report(name, texts, made)))
        if options.missed and name in OPEN:
            print("\n".join(failures(texts, made)))


if __name__ == "__main__":
    main()
