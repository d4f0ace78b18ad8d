"""Line breaks within a cell: those that begin a paragraph, and those that only fit a sentence to the column's width.

Word has a break of its own for the second (Shift+Enter); in Excel (Alt+Enter), CSV and HTML both are the same.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from generator.importers.cells import SUPPORT_LABEL, Departments, all_bodies
from generator.importers.labels import METHOD, ROLE, label_at, marked_label_at
from generator.words.departments import printed_name

# A break that is soft, or may be.
SOFT_BREAK = "\v"
# What is said of lines that were joined.
JOINED = "句子中间换了行，接了起来"
# Where a line ends a sentence or a label, and what begins a new line.
_ENDS = re.compile(r"[。；：;:！？!?][”’）)]*$")
_BEGINS = re.compile(
    r"\d{1,2}[.．、)）]|[（(]?[一二三四五六七八九十\d]{1,3}[)）、]|[①-⑳㉑-㉟㊀-㊿]|[一二三四五六七八九十]是|第[一二三四五六七八九十]"
)


def paragraphs(blocks: Iterable[str], joined: list[str]) -> list[str]:
    """The paragraphs of a cell, whose blocks may have soft breaks; `joined` takes the places where lines were joined.

    Only where the cell has sentences: else its lines are names, one below another.
    """
    lines = [[line.strip() for line in block.split(SOFT_BREAK)] for block in blocks]
    if _has_sentences([line for block in lines for line in block]):
        lines = [[*_unbroken(block, joined)] for block in lines]
    return [line for block in lines for line in block if line]


def _has_sentences(lines: Sequence[str]) -> bool:
    text = "\n".join(lines)
    return bool(re.search("[。；]", text)) or ("，" in text and all_bodies(text) is None)


def _names(words: str) -> tuple[str, ...] | None:
    """The names that words are: those that have a level or a place, since the row's departments are not known here."""
    names = Departments(()).label(words)
    # 会同有关部门 goes on.
    return names if names and all(printed_name(name).core for name in names) else None


def _is_label(line: str) -> bool:
    """Whether a line is all label: names of departments, with or without a role."""
    label = label_at(line, _names, whole_line=True) or marked_label_at(line, _names, whole_line=True)
    return (label is not None and label.end == len(line)) or _names(ROLE.sub("", line)) is not None


def _begins(line: str) -> bool:
    """Whether a line begins a paragraph by its mark or label."""
    layout = any(pattern.match(line) for pattern in (_BEGINS, METHOD, ROLE, SUPPORT_LABEL))
    return layout or label_at(line, _names, whole_line=True) is not None


def _unbroken(lines: Iterable[str], joined: list[str]) -> Iterator[str]:
    before = ""
    for line in lines:
        if before and line and not (_ENDS.search(before) or _begins(line) or _is_label(before)):
            joined.append(f"{before[-8:]}{line[:8]}")
            before += line
        else:
            yield before
            before = line
    yield before
