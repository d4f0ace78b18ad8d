"""The text of a table's cells: items, labels, departments, repeats.

Words used here:

- a *chunk* is what one page holds of a cell; a cell that goes on over pages has
  several, and text cut in mid-sentence is joined without a separator;
- a *piece* is a run of a chunk between hard breaks (`<p>`, `<ol>`);
- a *line feed* begins a paragraph, where an importer can tell;
- an *item* is one duty of a side, without its enumerator (`1.`);
- a *label* says whose items follow (`县公安局：`, `履职保障：`).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from generator.model import SuperiorBlock
from generator.words.departments import LEAD_MARK, printed_name

_TAG = re.compile(r"</?(?:p|ol|ul|li|br|div|span)\b[^<>]*>", re.IGNORECASE)
_LIST_START = re.compile(r"<[ou]l\b", re.IGNORECASE)
# "1." "12．" "3、", but not "2.5".
_ENUMERATOR = re.compile(r"(\d{1,2})[.．、](?!\d)\s*")
_SECTION = re.compile(r"（[一二三四五六七八九十]{1,3}）")
# A section's heading inside a cell, on a line of its own.
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、")
# 履职清单 is printed once where 履职保障 is meant (突泉镇, line 228).
SUPPORT_LABEL = re.compile(r"履职(保障|清单)\s*[：:]\s*")
_SENTENCE_ENDS = "。；;！？!?"
_BODY = re.compile(
    r"(局|委|委员会|部|办|办公室|院|队|会|联|中心|馆|处|所|站|社|公司|部门|单位|政府|机关|机构|银行|学校|研究室)$"
)
_LEVEL = "县市区旗州盟省镇乡"
_BRACKET = re.compile(r"[（(][^（）()]*[）)]$")


def fold(text: str) -> str:
    """A text for comparison: without white space, punctuation in one width (， and , are the same)."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("。", ".").replace("、", ",")


def plain(cell: str) -> str:
    """A cell without its tags and white space: what a reader sees, for comparing and accounting."""
    return re.sub(r"\s+", "", _TAG.sub("", cell))


def is_repeat(chunk: str, before: Sequence[str]) -> bool:
    """Whether a page's chunk only prints again what earlier pages of the cell held, be it in another width.

    The whole of one earlier chunk, or of several that follow each other: less
    could be a sentence's own end.
    """
    folded = fold(plain(chunk))
    earlier = [fold(plain(each)) for each in before]
    return any(
        "".join(earlier[start:end]) == folded
        for start in range(len(earlier))
        for end in range(start + 1, len(earlier) + 1)
    )


def new_chunks(chunks: Iterable[str]) -> Iterator[str]:
    """The chunks of a cell over its pages, repeats and empty ones left out."""
    seen: list[str] = []
    for chunk in chunks:
        if plain(chunk) and not is_repeat(chunk, seen):
            seen.append(chunk)
            yield chunk


def join_name(chunks: Iterable[str]) -> str:
    """A name that may be wrapped: white space between two Han characters is the cell's line break."""
    name = "".join(chunk.strip() for chunk in new_chunks(chunks))
    return re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s+(?=[\u3000-\u9fff\uff00-\uffef])", "", name)


# --- departments -----------------------------------------------------------------------------------


def is_body(name: str) -> bool:
    """Whether a name is complete as the name of a body (县公安局, 县委宣传部(县文联), 其他相关单位)."""
    core = _BRACKET.sub("", LEAD_MARK.sub("", name)).strip()
    core = re.sub(r"等$", "", core)
    return len(core) >= 2 and bool(_BODY.search(core))


def split_departments(chunks: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The departments of a cell, and the labels that slipped into it (`县公安局：`).

    Names are split by white space, 、 and tags.  A part that is not yet a
    body's name (县规 / 划自然资源局) was cut by the cell's width and takes the
    next part on; so does an open bracket.
    """
    names: list[str] = []
    labels: list[str] = []
    part = ""
    for token in re.split(r"[\s、，,；;\n]+", _TAG.sub("\n", "\n".join(new_chunks(chunks)))):
        part += token
        if not part or part.count("（") + part.count("(") > part.count("）") + part.count(")"):
            continue
        if part[-1] in "：:":
            labels.append(part[:-1])
            part = ""
        elif is_body(part):
            names.append(part)
            part = ""
    if part:
        names.append(part)
    return tuple(dict.fromkeys(names)), tuple(labels)


def body_names(lines: Sequence[str], width: float) -> list[str]:
    """The names of a narrow cell whose lines are cut in mid-word, and may have no separators at all.

    A line end parts two names where a name is complete and the next line begins
    another one: it begins with a level (县, 市), or the line had room left
    (`width` is in full-width characters).  Inside a line a level does so too
    (市住房城乡建设局市农业农村局).
    """
    names: list[str] = []
    part = ""
    for index, line in enumerate(lines):
        for token in re.split(r"(?<=[、，,；;\s])", line):
            name = token.rstrip("、，,；; \t")
            if _is_open(part + name):
                # What parts two names parts nothing within brackets.
                part += token.strip()
                continue
            part += name
            if token != name and part:
                names += _run_together(part)
                part = ""
        following = lines[index + 1] if index + 1 < len(lines) else ""
        if not part or not following or _is_open(part) or not is_body(part):
            continue
        begins_name = re.match(rf"[{_LEVEL}团各](?!室)", following)
        if begins_name or (len(line) < width - 1.5 and not re.match(r"[（(、，公室]|等", following)):
            names += _run_together(part)
            part = ""
    return names + (_run_together(part) if part else [])


def _is_open(part: str) -> bool:
    return part.count("（") + part.count("(") > part.count("）") + part.count(")")


def _run_together(part: str) -> list[str]:
    """Names of one level printed without a separator, parted where the level is printed again."""
    for found in re.finditer(rf"(?<=[局委办部会队院）)]){re.escape(part[0])}", part[1:]):
        place = found.start() + 1
        head, tail = part[:place], part[place:]
        is_apart = place >= 4 and len(tail) >= 3 and not _is_open(head)
        if part[0] in _LEVEL and is_apart and is_body(head) and is_body(tail):
            return [head, *_run_together(tail)]
    return [part]


@dataclass(frozen=True)
class Departments:
    """The departments of a duty's cell, for telling labels from text."""

    names: tuple[str, ...]

    def label(self, text: str) -> tuple[str, ...] | None:
        """The departments that a label's words name, or None where the words are no label.

        Later names inherit the level of the first: 县司法局、公安局 are two departments of the county.
        """
        parts = tuple(part for part in re.split(r"[、，,]\s*|\s+", text.strip()) if part)
        if not parts or not all(self._names_body(part, inherits=index > 0) for index, part in enumerate(parts)):
            return None
        return parts

    def names_one(self, part: str) -> bool:
        """Whether a label's part is one of the cell's departments, with or without its level."""
        core = printed_name(part).core
        bare = {printed_name(name).core.lstrip(_LEVEL) for name in self.names}
        return part in self.names or (bool(core) and core.lstrip(_LEVEL) in bare)

    def _names_body(self, part: str, inherits: bool) -> bool:
        name = printed_name(part)
        if self.names_one(part) or not name.core:
            return True
        return is_body(name.core) and (inherits or name.core[0] in _LEVEL) and len(name.core) <= 20


# --- items and blocks ------------------------------------------------------------------------------


@dataclass
class _Block:
    departments: tuple[str, ...] | None = None
    duties: list[str] = field(default_factory=list)
    support: list[str] = field(default_factory=list)


@dataclass
class Side:
    """One side's cell (上级部门职责, 配合职责, 工作方式) being read, chunk by chunk.

    `blocks` are in the order of print; the first has no departments unless a
    label names them.  `guesses` are Chinese sentences about what no rule could
    settle.
    """

    departments: Departments
    labelled: bool = True
    slipped_labels: list[str] = field(default_factory=list)
    blocks: list[_Block] = field(default_factory=lambda: [_Block()])
    guesses: list[str] = field(default_factory=list)
    lost_numbering: list[str] = field(default_factory=list)
    misprinted_support: str | None = None
    _number: int = 0
    _in_support: bool = False

    def read(self, chunks: Iterable[str]) -> "Side":
        """Read the chunks of the cell, page after page."""
        for page, chunk in enumerate(new_chunks(chunks)):
            for index, (piece, in_list) in enumerate(_pieces(chunk)):
                self._read_piece(piece, in_list, continues=page > 0 and index == 0)
        return self

    def superior(self) -> tuple[SuperiorBlock, ...]:
        """The blocks of 上级部门职责.

        Without a label the duties are those of all the cell's departments.
        Support that closes a cell of several blocks is given by all of them
        and becomes a block of its own; but not where its label has no duties.
        """
        blocks = [block for block in self.blocks if block.duties or block.support or block.departments]
        blocks = [part for block in blocks for part in self._by_numbered_labels(block)]
        everyone = tuple(LEAD_MARK.sub("", name) for name in self.departments.names)
        made = []
        for block in blocks:
            owners = everyone if block.departments is None else block.departments
            if block.support and block.duties and block is blocks[-1] and len(blocks) > 1:
                made.append(SuperiorBlock(departments=owners, duties=tuple(block.duties)))
                made.append(SuperiorBlock(departments=everyone, support=tuple(block.support)))
            else:
                made.append(SuperiorBlock(departments=owners, duties=tuple(block.duties), support=tuple(block.support)))
        return tuple(made)

    def _by_numbered_labels(self, block: _Block) -> list[_Block]:
        """A block whose every item opens with a label (1.县水务局：… 2.县农业农村局：…), a block for each."""
        parts = [
            _Block(label[0], [item[label[1] :].lstrip()]) for item in block.duties if (label := self._label_at(item))
        ]
        if block.departments is not None or len(parts) < 2 or len(parts) < len(block.duties):
            return [block]
        return [*parts, _Block(support=block.support)] if block.support else parts

    def items(self) -> tuple[str, ...]:
        """All items of an unlabelled side, in order."""
        return tuple(item for block in self.blocks for item in block.duties)

    @property
    def _target(self) -> list[str]:
        return self.blocks[-1].support if self._in_support else self.blocks[-1].duties

    def _start_block(self, departments: tuple[str, ...]) -> None:
        self.blocks.append(_Block(departments))
        self._number, self._in_support = 0, False

    def _read_piece(self, piece: str, in_list: bool, continues: bool) -> None:
        """Read one piece: cut it where an enumerator, a label or a section begins."""
        if in_list and not self._has_marks(piece):
            self._read_unnumbered(piece, continues)
            return
        starts_item = True
        rest = piece
        while rest:
            if self.labelled and (found := SUPPORT_LABEL.match(rest)):
                if found[1] != "保障":
                    self.misprinted_support = f"履职{found[1]}"
                self._in_support, self._number = True, 0
                rest, starts_item, continues = rest[found.end() :], True, False
                continue
            if self.labelled and (label := self._label_at(rest)):
                departments, end = label
                self._start_block(departments)
                rest, starts_item, continues = rest[end:].lstrip(), True, False
                continue
            if self.labelled and (subject := self._subject_at(rest)):
                self._start_block(subject)
            if found := self._enumerator_at(rest):
                number = int(found[1])
                if number == 1 and continues and self.slipped_labels:
                    slipped = self.slipped_labels.pop(0)
                    self._start_block((slipped,))
                    self.guesses.append(f"标签“{slipped}：”印在部门栏里，按它所在的位置归到下一段职责")
                elif number != self._number + 1 and number != 1:
                    self.guesses.append(f"条目编号不连续：{self._number} 之后是 {number}")
                self._number = number
                rest, starts_item, continues = rest[found.end() :], True, False
            text, rest = self._cut(rest)
            self._add(text, starts_item, continues)
            starts_item, continues = True, False

    def _add(self, text: str, starts_item: bool, continues: bool) -> None:
        text = text.strip()
        if not text:
            return
        if continues and self._target and self._target[-1][-1] not in _SENTENCE_ENDS:
            self._target[-1] += text
        elif starts_item:
            self._target.append(text)

    def _read_unnumbered(self, piece: str, continues: bool) -> None:
        """A list whose numbering was lost: cut at sentence ends, where white space marks them if any does."""
        items = re.split(r"(?<=[。；;])\s+", piece.strip())
        if len(items) == 1:
            items = [item for item in re.split(r"(?<=。)", piece.strip()) if item]
        if len(items) > 1:
            self.lost_numbering.append(f"列表的编号丢失，按句末分成 {len(items)} 条：{items[0][:12]}…")
        for index, item in enumerate(items):
            self._add(item, True, continues and index == 0)
        self._number += len(items)

    def _has_marks(self, piece: str) -> bool:
        return any(_ENUMERATOR.match(piece, place) for place in _places(piece))

    def _enumerator_at(self, text: str) -> re.Match[str] | None:
        return _ENUMERATOR.match(text)

    def _label_at(self, text: str) -> tuple[tuple[str, ...], int] | None:
        """A department label at the start of the text, and where the text goes on after it."""
        found = re.match(r"([^：:。；;]{2,160}?)\s*[：:]\s*", text)
        if found and (departments := self.departments.label(found[1])):
            return departments, found.end()
        return None

    def _subject_at(self, text: str) -> tuple[str, ...] | None:
        """Several departments that open a sentence without a colon (甲局、乙局等部门在各自职责范围内…)."""
        found = re.match(r"([\u4e00-\u9fff（）()]+(?:、[\u4e00-\u9fff（）()]+)+?)等(?:部门|单位)", text)
        if not found:
            return None
        names = self.departments.label(found[1])
        # A spelling may differ from the cell's; two that do not are proof enough.
        return names if names and sum(map(self.departments.names_one, names)) >= 2 else None

    def _cut(self, text: str) -> tuple[str, str]:
        """The text up to the next mark, and the rest from that mark on."""
        for place in _places(text):
            if place == 0:
                continue
            rest = text[place:]
            enumerator = self._enumerator_at(rest)
            if enumerator and int(enumerator[1]) in (1, self._number + 1):
                return text[:place], rest
            if enumerator and text[:place].rstrip()[-1:] in tuple(_SENTENCE_ENDS):
                return text[:place], rest
            if _SECTION.match(rest):
                return text[:place], rest
            if self.labelled and (SUPPORT_LABEL.match(rest) or self._label_at(rest)):
                return text[:place], rest
            if text[place - 1] == "\n":
                if not _HEADING.match(rest) and not _HEADING.match(text[:place].rsplit("\n", 2)[-2]):
                    self.guesses.append(f"另起一段而没有编号，单独成条：{rest[:12]}…")
                return text[:place], rest
            if text[place - 1].isspace() and text[:place].rstrip()[-1:] == "。":
                self.guesses.append(f"一句之后另起一段而没有编号，单独成条：{rest[:12]}…")
                return text[:place], rest
        return text, ""


def _places(text: str) -> Iterator[int]:
    """Where a mark may begin: the start, after white space, after the end of a sentence or a colon."""
    yield 0
    for found in re.finditer(r"(?<=[。；;：:])(?=\S)|(?<=\s)(?=\S)", text):
        yield found.start()


def _pieces(chunk: str) -> Iterator[tuple[str, bool]]:
    """The pieces of a chunk between hard breaks, and whether each stands right inside a list."""
    start, in_list = 0, False
    for tag in _TAG.finditer(chunk):
        if piece := chunk[start : tag.start()].strip():
            yield piece, in_list
        start, in_list = tag.end(), bool(_LIST_START.match(tag[0]))
    if piece := chunk[start:].strip():
        yield piece, in_list
