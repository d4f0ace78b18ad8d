"""The text of a table's cells: items, labels, departments, repeats.

Words used here:

- a *chunk* is what one page holds of a cell; a cell that goes on over pages has
  several, and text cut in mid-sentence is joined without a separator;
- a *piece* is a run of a chunk between hard breaks (`<p>`, `<ol>`);
- a *line feed* begins a paragraph, where an importer can tell;
- an *item* is one duty of a side, without its mark (`1.`, see `marks.py`); lists within it are words of it:
  2.开展维权：（1）保护权益；（2）受理投诉。 is one item, be it on three lines;
- a *label* says whose items follow (`县公安局：`, `履职保障：`; its dress: `labels.py`).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from generator.importers.labels import LEADING, ROLE, ROLE_BEHIND, Label, label_at, marked_label_at, roles
from generator.importers.marks import HEADINGS, MARK, WORDS, Mark, MarkKind, counted_kinds, is_count, mark_at
from generator.model import SuperiorBlock
from generator.words.departments import LEAD_MARK, printed_name

_TAG = re.compile(r"</?(?:p|ol|ul|li|br|div|span)\b[^<>]*>", re.IGNORECASE)
_LIST_START = re.compile(r"<[ou]l\b", re.IGNORECASE)
_SECTION = re.compile(r"（[一二三四五六七八九十]{1,3}）")
# A section's heading inside a cell, on a line of its own.
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、")
# 履职清单 is printed once where 履职保障 is meant (突泉镇, line 228).
SUPPORT_LABEL = re.compile(r"[【［\[]?(?:提供的?)?履职(保障|清单)(?:措施)?\s*(?:[】］\]]\s*[：:]?|[：:])\s*")
_SENTENCE_ENDS = "。；;！？!?"
_BODY = re.compile(
    r"(局|委|委员会|部|办|办公室|院|队|会|联|中心|馆|处|所|站|社|公司|部门|单位|政府|机关|机构|银行|学校|研究室)$"
)
_LEVEL = "县市区旗州盟省镇乡"
# What a body's name begins with: its level, perhaps after its place (云阳县林业局, not 会同县林业局), or 团 (团县委).
_OF_A_PLACE = re.compile(
    rf"[{_LEVEL}]|共?青?团"
    r"|(?![各外牵责配参主承加推落开组服做负]|协[助同]|联合|联系|通知|函告)"
    r"(?:(?![会由报向与和及同经请对将把交送商抄移])[\u4e00-\u9fff]){2,4}(?=[县市区旗州盟省])"
)
# Marks before names, with no separator (1.县林业局②县教育局).
_MARK_OF_NAME = re.compile(rf"(?:^|(?<=[\s局委办会院部队）)]))(?:{MARK})(?=[\u4e00-\u9fff])")
# What a sentence says of a name in the cell (县林业局牵头、县教育局配合).
_ROLE_AFTER = re.compile(
    rf"(?<=[局委办会部队院站所心）)])(?:(?:牵头|配合|负责|主办|协办)(?:单位|部门)?|{ROLE_BEHIND})$"
)
# Sentences that say who has taken a duty back (由县气象局承接，… 县气象局收回后…).
_TAKEN = (
    r"(?:统一|共同|分别|直接|按职责|依法|全面|具体|牵头|统筹|组织)*"
    r"(?:承接|承担|收回|接收|接管|负责|办理|实施|开展|行使|履行|落实)"
)
_TAKES_OVER = re.compile(
    rf"由([^，。；：:;\n]{{2,60}}?){_TAKEN}"
    r"|(?:收回|上收|移交|划转|划归|调整|交|转)(?:至|到|给|由|归)([^，。；：:;\n]{2,60}?)(?=[，。；]|承|负|办|管|统一)"
    r"|([^，。；：:;\n]{2,60}?)(?:收回|承接|负责)"
)
# A text that opens with a body of some level, and goes on with what it does (县公安局查处…).
_OPENS_WITH_BODY = re.compile(
    r"((?:[县市区旗州盟]|团)(?:(?![和及与后报对向由])[\u4e00-\u9fff]){1,12}?(?:局|委|办|队|会|院|部|中心|所|站))"
    r"(?:负责|牵头|承担|组织|会同|做好|配合|指导|开展|查处|依法|对|按|根据|要|应|制定|加强|监督|协调|履行|定期)"
)
# Who does it, in brackets at a text's end (组织普查（县林业局）。).
_CLOSES_WITH_NAMES = re.compile(rf"[（(](?:{ROLE.pattern})?([^（）()]{{2,60}})[）)][。；;]?\s*$")
_COMMITTEE = re.compile(rf"(?:中共)?(?!共?青?团)[\u4e00-\u9fff]{{0,4}}[{_LEVEL}]委|(?:自治区)?党委")
# What begins another name after a committee's: 市委 | 市政府, not 市委 | 网信办 or 市委 | 市直机关工委.
_BESIDE_COMMITTEE = re.compile(rf"[{_LEVEL}](?![直场])")
_BRACKET = re.compile(r"[（(][^（）()]*[）)]$")


def fold(text: str) -> str:
    """A text for comparison: without white space, punctuation in one width (， and , are the same)."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("。", ".").replace("、", ",")


def plain(cell: str) -> str:
    """A cell without its tags and white space: what a reader sees, for comparing and accounting."""
    return "".join((_TAG.sub("", cell) if "<" in cell else cell).split())


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
    """A name that may be wrapped: white space between two Han characters is the cell's line break.

    A line feed is one wherever it stands; between words of Latin letters it is a space.
    """
    name = "".join(chunk.strip() for chunk in new_chunks(chunks))
    name = re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s+(?=[\u3000-\u9fff\uff00-\uffef])", "", name)
    return re.sub(r"(?<=[A-Za-z])\s*\n\s*(?=[A-Za-z])", " ", name).replace("\n", "")


# --- departments -----------------------------------------------------------------------------------


def is_body(name: str) -> bool:
    """Whether a name is complete as the name of a body (县公安局, 县委宣传部(县文联), 其他相关单位)."""
    core = _BRACKET.sub("", LEAD_MARK.sub("", name)).strip()
    core = re.sub(r"等$", "", core)
    return len(core) >= 2 and bool(_BODY.search(core))


def is_committee(name: str) -> bool:
    """Whether a name is no more than a party committee's, which its organs' names begin with (市委 | 网信办)."""
    return bool(_COMMITTEE.fullmatch(name))


def split_departments(chunks: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The departments of a cell, and the labels that slipped into it (`县公安局：`).

    Names are split by white space, 、 and tags.  A part that is not yet a
    body's name (县规 / 划自然资源局) was cut by the cell's width and takes the
    next part on; so does an open bracket.
    """
    names: list[str] = []
    labels: list[str] = []
    part = ""
    for token in re.split(r"[\s、，,；;/／\n]+", ROLE.sub(" ", _TAG.sub("\n", "\n".join(new_chunks(chunks))))):
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


def cell_names(cell: str) -> tuple[str, ...]:
    """The departments of a cell of names, under roles (牵头单位：) or none.

    They are parted by signs and marks, by 和 where both sides are certain, and by white space where what is before it
    is complete and a name begins after it: lines may be cut by the cell's width.
    """
    names = (
        _ROLE_AFTER.sub("", name)
        for _, part in roles(cell)
        for words in _split_outside_brackets(_MARK_OF_NAME.sub("、", part))
        for whole in _whole_names(words.split())
        for name in Departments(()).joined(whole)
    )
    return tuple(dict.fromkeys(filter(None, names)))


def names_before_words(text: str) -> tuple[tuple[str, ...], str]:
    """The names that a text is, or begins with (县气象局，负责检测。), and the words after them."""
    ends = [found.start() for found in re.finditer(r"[\s。；;，,、]", text.strip())]
    for end in [len(text), *reversed(ends)]:
        if names := all_bodies(text[:end]):
            return names, text[end:].lstrip("。；;，,、 \n")
    return cell_names(text), ""


def all_bodies(words: str) -> tuple[str, ...] | None:
    """The names that words are, None where they are more than names."""
    names = cell_names(words)
    return names if names and all(map(is_body, names)) else None


def leading(cell: str) -> tuple[str, ...]:
    """Those of a cell's departments that a role or a sentence says to lead (牵头单位：县林业局, 县林业局牵头)."""
    led = "、".join(part for role, part in roles(cell) if LEADING.match(role))
    said = (found[1] for found in re.finditer(r"([^、，,；;。/／\s：:]{3,40}?)牵头(?![\u4e00-\u9fff]*[：:])", cell))
    return tuple(dict.fromkeys((*cell_names(led), *(name for name in said if is_body(name)))))


def _whole_names(words: Sequence[str]) -> Iterator[str]:
    part = ""
    for word, following in zip(words, [*words[1:], ""], strict=False):
        part += word
        goes_on = is_committee(part) and not _BESIDE_COMMITTEE.match(following)
        is_whole = is_body(_ROLE_AFTER.sub("", part)) and not _is_open(part) and not goes_on
        if not following or (is_whole and _begins_name(following)):
            yield from _run_together(part)
            part = ""


def _begins_name(word: str) -> bool:
    """Whether a word begins a name, and does not end the one before it (县卫健委 / 员会)."""
    if word.startswith(("员会", "公室", "（", "(")):
        return False
    return word[0] in _LEVEL or (len(word) > 2 and is_body(_ROLE_AFTER.sub("", word)))


def _split_outside_brackets(text: str) -> Iterator[str]:
    depth = 0
    part = ""
    for character in text:
        depth += (character in "（(") - (character in "）)")
        if character in "、，,；;。/／|｜+＋&＆" and depth <= 0:
            yield part
            part = ""
        else:
            part += character
    yield part


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
            if token != name and part and not (is_committee(part) and token[len(name) :].isspace()):
                names += _run_together(part)
                part = ""
        following = lines[index + 1] if index + 1 < len(lines) else ""
        if not part or not following or _is_open(part) or not is_body(part) or part.endswith("等"):
            continue
        if is_committee(part) and not _BESIDE_COMMITTEE.match(following):
            continue
        begins_name = re.match(rf"[{_LEVEL}团各](?!室)|其[他它]|[相有]关|行业", following)
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


def receivers_told(text: str) -> tuple[str, ...]:
    """The departments that a reclaimed duty's own words give it to (由县气象局承接，…), if they open with that."""
    mark = mark_at(text)
    found = _TAKES_OVER.match(text, mark.end if mark else 0)
    names = cell_names(next(filter(None, found.groups()))) if found else ()
    return names if all(is_body(name) and len(name) > 2 and printed_name(name).core for name in names) else ()


@dataclass(frozen=True)
class Departments:
    """The departments of a duty's cell, for telling labels from text."""

    names: tuple[str, ...]

    def label(self, text: str) -> tuple[str, ...] | None:
        """The departments that a label's words name, or None where the words are no label.

        Later names inherit the level of the first: 县司法局、公安局 are two departments of the county.
        """
        parts = tuple(
            name for part in re.split(r"[、，,/／+＋&＆]\s*|\s+", text.strip()) if part for name in self.joined(part)
        )
        if not parts or not all(self._names_body(part, inherits=index > 0) for index, part in enumerate(parts)):
            return None
        return tuple(re.sub(f"{ROLE_BEHIND}$", "", part) for part in parts)

    def own(self, text: str) -> tuple[str, ...]:
        """The departments that a text is, if all of them are printed so in the cell."""
        parts = tuple(text.split("、"))
        return parts if {*parts} <= {LEAD_MARK.sub("", name) for name in self.names} else ()

    def names_one(self, part: str) -> bool:
        """Whether a label's part is one of the cell's departments, with or without its level, or with its place."""
        core = printed_name(part).core
        full = {printed_name(name).core for name in self.names} - {""}
        bare = {name.lstrip(_LEVEL) for name in full}
        place = _OF_A_PLACE.match(core)
        return part in self.names or (
            bool(core) and (core.lstrip(_LEVEL) in bare or (place is not None and core[place.end() :] in full))
        )

    def joined(self, part: str) -> tuple[str, ...]:
        """The names that 和, 及 or 与 joins, where each is certain (县住房和城乡建委 is one)."""
        for found in re.finditer(r"以及|[和及与]", part):
            head, tail = part[: found.start()], part[found.end() :]
            is_head = is_body(head) and (self.names_one(head) or head[0] in _LEVEL)
            if is_head and (self.names_one(tail) or (tail and tail[0] in _LEVEL and is_body(tail))):
                return (head, *self.joined(tail))
        return (part,)

    def _names_body(self, part: str, inherits: bool) -> bool:
        name = printed_name(part)
        if self.names_one(part) or not name.core:
            return True
        return is_body(name.core) and (inherits or bool(_OF_A_PLACE.match(name.core))) and len(name.core) <= 20


# --- items and blocks ------------------------------------------------------------------------------


@dataclass
class _Block:
    departments: tuple[str, ...] | None = None
    duties: list[str] = field(default_factory=list)
    support: list[str] = field(default_factory=list)
    stacks: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands under its label yet."""
        return not self.duties and not self.support


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
    # Chinese sentences for the report alone.
    doubts: list[str] = field(default_factory=list)
    misprinted_support: str | None = None
    # What the whole cell says of its marks: those that number items though they could be words or headings, and those
    # that number labels.
    _counted: frozenset[MarkKind] = frozenset()
    _ordinals: frozenset[MarkKind] = frozenset()
    # Of the list that is being read: its kind of marks and last number; and the last mark of a list within its item.
    _kind: MarkKind | None = None
    _number: int = 0
    _inner: Mark | None = None
    _in_support: bool = False
    _last: str = ""

    def read(self, chunks: Iterable[str]) -> "Side":
        """Read the chunks of the cell, page after page."""
        pages = [list(_pieces(chunk)) for chunk in new_chunks(chunks)]
        self._survey("\n".join(piece for pieces in pages for piece, _ in pieces))
        for page, pieces in enumerate(pages):
            for index, (piece, in_list) in enumerate(pieces):
                self._read_piece(piece, in_list, continues=page > 0 and index == 0)
        if self.blocks[-1].is_empty and self.blocks[-1].departments and self._last:
            self.guesses.append(f"标签“{'、'.join(self.blocks[-1].departments)}”后面没有职责，请对照原文看它前面的归谁")
        for block in self.blocks:
            for items in (block.duties, block.support):
                # What stands below the last one is in the block that follows.
                self.doubts += (
                    f"“{_shown(item)}”以冒号结尾，单独成一条，请对照原文看下面的各条是不是它的"
                    for item in (items[:-1] if block is self.blocks[-1] else items)
                    if item[-1] in "：:"
                )
        return self

    def _survey(self, whole: str) -> None:
        """See what the marks of the whole cell number, before it is read from its start."""
        self._counted = frozenset(counted_kinds(line.strip() for line in whole.split("\n")))
        self._counted |= self._item_headings(whole)
        if self.labelled:
            self._ordinals = self._label_ordinals(whole)

    def _item_headings(self, whole: str) -> frozenset[MarkKind]:
        """（一） or 一、 where they number items, sentence after sentence, and there is nothing else in the cell than
        labels; one item may be all.
        """
        marks = [
            (place, mark)
            for place in _places(whole)
            if (mark := self._mark_of_any(whole, place)) and not self._is_only_label(whole[place:].split("\n")[0])
        ]
        kinds = {mark.kind for _, mark in marks}
        numbers = [mark.number for _, mark in marks]
        if len(kinds) != 1 or not kinds <= HEADINGS or not (numbers == [1] or is_count(numbers)):
            return frozenset()
        ends = [place for place, _ in marks[1:]] + [len(whole)]
        for (_, mark), end in zip(marks, ends, strict=True):
            text, *others = whole[mark.end : end].strip().split("\n")
            if text[-1:] not in tuple(_SENTENCE_ENDS) or not all(map(self._is_only_label, others)):
                return frozenset()
        return frozenset(kinds)

    def _mark_of_any(self, text: str, place: int) -> Mark | None:
        mark = mark_at(text, place)
        return None if mark and mark.kind in WORDS - self._counted else mark

    def _is_only_label(self, line: str) -> bool:
        names = self.departments.label
        label = label_at(line, names, whole_line=True) or marked_label_at(line, names, whole_line=True)
        return self.labelled and (label or SUPPORT_LABEL.match(line)) is not None

    def _label_ordinals(self, whole: str) -> frozenset[MarkKind]:
        """The kinds of marks that number labels (一、县林业局 …); below a plain label, all marks number items.

        A figure does so only where all labels are counted by it, and what is counted between them begins at 1:
        1.县林业局：… 2.县教育局：… 3.开展… are three items.
        """
        numbered: dict[MarkKind, list[tuple[int, bool]]] = {}
        after = 0
        for place in _places(whole):
            if place < after:
                continue
            rest, whole_line = whole[place:], _begins_line(whole, place)
            mark = mark_at(rest)
            label = marked_label_at(rest, self.departments.label, whole_line=whole_line)
            if mark:
                numbered.setdefault(mark.kind, []).append((mark.number, label is not None))
                after = place + (label.end if label else mark.end)
            elif plain_label := label_at(rest, self.departments.label, whole_line=whole_line):
                if not any(is_label for found in numbered.values() for _, is_label in found):
                    return frozenset()
                after = place + plain_label.end
        headings = frozenset(kind for kind in HEADINGS if any(is_label for _, is_label in numbered.get(kind, ())))
        return headings or frozenset(kind for kind, found in numbered.items() if _numbers_labels(kind, found))

    def superior(self) -> tuple[SuperiorBlock, ...]:
        """The blocks of 上级部门职责.

        Without a label the duties are those of all the cell's departments.
        Support that closes a cell of several blocks is given by all of them
        and becomes a block of its own; but not where its label has no duties.
        """
        blocks = [block for block in self.blocks if block.departments or not block.is_empty]
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

    def items(self) -> tuple[str, ...]:
        """All items of an unlabelled side, in order."""
        return tuple(item for block in self.blocks for item in block.duties)

    @property
    def _target(self) -> list[str]:
        return self.blocks[-1].support if self._in_support else self.blocks[-1].duties

    def _start_block(self, departments: tuple[str, ...] | None, stacks: bool = False) -> None:
        """Begin a block; labels that stack, with nothing in between, share what follows."""
        before = self.blocks[-1]
        if departments and stacks and before.stacks and before.departments and before.is_empty:
            before.departments = tuple(dict.fromkeys((*before.departments, *departments)))
            self.guesses.append(f"标签“{'”“'.join(before.departments)}”一个接一个，下面的职责归它们共有，请对照原文")
        else:
            self.blocks.append(_Block(departments, stacks=stacks))
        self._begin_list()
        self._in_support = False

    def _begin_list(self) -> None:
        self._kind, self._number, self._inner = None, 0, None

    def _read_piece(self, piece: str, in_list: bool, continues: bool) -> None:
        """Read one piece: cut it where a mark, a label or a section begins."""
        if in_list and not self._has_marks(piece):
            self._read_unnumbered(piece, continues)
            return
        starts_item = starts_line = starts_list = True
        rest = piece
        while rest:
            if self.labelled and (found := SUPPORT_LABEL.match(rest)):
                if found[1] != "保障":
                    self.misprinted_support = f"履职{found[1]}"
                self._in_support = True
                self._begin_list()
                rest, starts_item, starts_list, continues = rest[found.end() :], True, True, False
                continue
            if self.labelled and (label := self._label_at(rest, starts_line)):
                self._start_block(label.names, label.stacks)
                rest, starts_item, starts_list, continues = rest[label.end :].lstrip(), True, True, False
                continue
            if self.labelled and (subject := self._subject_at(rest, starts_line)):
                self._start_block(subject)
            if mark := self._mark_at(rest, starts_list):
                if self._is_inner(mark):
                    self._see_inner(mark, rest)
                    starts_item = False
                else:
                    self._see_number(mark, continues)
                    rest, starts_item, continues = rest[mark.end :], True, False
            elif heading := self._heading_at(rest):
                self._see_heading(heading)
            text, rest = self._cut(rest)
            if self.labelled and starts_item:
                self._doubt(text)
            starts_line = starts_list = text.rstrip(" \t\u3000").endswith("\n")
            self._add(text, starts_item, continues)
            starts_item, continues = True, False

    def _doubt(self, text: str) -> None:
        """Say where a text begins with a name, as a label or not, that the departments' cell does not have."""
        closes, opens = _CLOSES_WITH_NAMES.search(text), _OPENS_WITH_BODY.match(text)
        found = re.match(r"([^：:。；;，,\n]{2,40})[：:]", text)
        if closes and len(self.departments.names) > 1 and self.departments.label(closes[1]):
            if self.blocks[-1].departments is None:
                self.doubts.append(f"“{_shown(text)}”末尾写着“{closes[1]}”，这一段却归各部门，请对照原文看是谁的职责")
        elif found and is_body(found[1]) and not self._heading_at(text):
            self.doubts.append(f"“{found[1]}：”像部门的标签，照文字收在这一段里，请对照原文看是谁的职责")
        elif opens and not self.departments.names_one(opens[1]):
            self.doubts.append(f"“{_shown(text)}”以“{opens[1]}”开头，部门栏里没有这个名称，请对照原文看是谁的职责")

    def _see_number(self, mark: Mark, continues: bool) -> None:
        """A mark begins an item: what its number says."""
        if mark.number == 1 and continues and self.slipped_labels:
            slipped = self.slipped_labels.pop(0)
            self._start_block((slipped,))
            self.guesses.append(f"标签“{slipped}：”印在部门栏里，按它所在的位置归到下一段职责")
        elif mark.number not in (0, 1, self._number + 1):
            self.guesses.append(f"条目编号不连续：{self._number} 之后是 {mark.number}")
        elif self._kind not in (None, mark.kind) and mark.number > 1:
            self.guesses.append(f"条目编号的写法不一：“{self._kind}”的下一条是“{mark.kind}”一类的 {mark.number}")
        self._kind, self._number, self._inner = mark.kind, mark.number, None

    def _is_inner(self, mark: Mark) -> bool:
        """Whether a mark belongs to a list within the item that is being read, whose marks are of another kind."""
        if self._kind in (None, mark.kind) or not self._target:
            return False
        return self._inner is not None or mark.number != self._number + 1 or mark.number == 1

    def _see_inner(self, mark: Mark, text: str) -> None:
        if self._inner is None:
            self.doubts.append(
                f"“{_shown(text)}”是一条里又一层的编号，照文字收在这一条里，请对照原文看是不是单独的一条"
            )
        before = self._inner.number if self._inner and self._inner.kind is mark.kind else 0
        if mark.number not in (0, 1, before + 1):
            self.guesses.append(f"条目里的编号不连续：{before} 之后是 {mark.number}")
        self._inner = mark

    def _heading_at(self, text: str) -> Mark | None:
        mark = mark_at(text)
        return mark if mark and mark.kind in HEADINGS - self._counted else None

    def _see_heading(self, heading: Mark) -> None:
        """Below a heading a new list begins; one that stands where the labels stand is no department's."""
        self._kind = self._inner = None
        if heading.kind in self._ordinals and self.blocks[-1].departments is not None:
            self._start_block(None)
            self.guesses.append(f"第 {heading.number} 段与部门的标签同样编号，却没有写部门，暂归各部门，请对照原文")

    def _add(self, text: str, starts_item: bool, continues: bool) -> None:
        text = re.sub(r"\s*\n\s*", "", text.strip())
        if not text:
            return
        goes_on = not starts_item or (continues and self._target and self._target[-1][-1] not in _SENTENCE_ENDS)
        if goes_on and self._target:
            self._target[-1] += text
        else:
            self._target.append(text)
        self._last = text

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
        return any(self._mark_at(piece[place:], place == 0) for place in _places(piece))

    def _mark_at(self, text: str, starts_line: bool) -> Mark | None:
        """The mark at the start of a text, where it numbers something and is no word."""
        mark = mark_at(text)
        if mark is None or mark.kind is MarkKind.POINT or mark.kind is self._kind:
            return mark
        may_be_words = mark.kind in HEADINGS | WORDS
        if may_be_words and mark.kind not in self._counted:
            return None
        return mark if starts_line or mark.kind in HEADINGS else None

    def _label_at(self, text: str, starts_line: bool) -> Label | None:
        """A department label at the start of the text."""
        label = label_at(text, self.departments.label, whole_line=starts_line)
        if label is None and starts_line:
            label = self._own_name_at(text)
        if label is None and (mark := mark_at(text)) and mark.kind in self._ordinals:
            label = marked_label_at(text, self.departments.label, whole_line=starts_line)
        if label and label.is_bare and not label.ordinal:
            # A name that a sentence's lines end and begin with is no label.
            following = mark_at(text, label.end)
            is_apart = not self._last or self._last[-1] in _SENTENCE_ENDS or (following and following.number < 2)
            return label if is_apart else None
        return label

    def _own_name_at(self, text: str) -> Label | None:
        """A department as it is printed in the cell beside, that a blank parts from its text, or a sign from a line."""
        found = re.match(r"([^\s。；;，,]{3,40})(?:[ \t\u3000]+(?=\S)|[。；;，,](?=\n|$)\s*)", text)
        own = found and self.departments.own(found[1])
        return Label(own, found.end(), is_bare=True, stacks=True) if found and own else None

    def _subject_at(self, text: str, starts_line: bool) -> tuple[str, ...] | None:
        """Who opens a sentence without a colon: several departments (甲局、乙局等部门在各自职责范围内…), or, on a line
        below another's label, one of the cell (乙局负责…).
        """
        owners = self.blocks[-1].departments
        if starts_line and owners and self._target and not self._in_support:
            for name in (LEAD_MARK.sub("", name) for name in self.departments.names):
                if name not in owners and re.match(rf"{re.escape(name)}(?:负责|牵头|承担|组织|做好|配合|指导)", text):
                    self.guesses.append(f"“{_shown(text)}”以部门开头而没有冒号，归到“{name}”，请对照原文")
                    return (name,)
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
            starts_line = _begins_line(text, place)
            if self.labelled and (SUPPORT_LABEL.match(rest) or self._label_at(rest, starts_line)):
                return text[:place], rest
            if mark := self._mark_at(rest, starts_line):
                if self._is_inner(mark):
                    self._see_inner(mark, rest)
                    continue
                if mark.number in (0, 1, self._number + 1) or text[:place].rstrip()[-1:] in tuple(_SENTENCE_ENDS):
                    return text[:place], rest
            if _SECTION.match(rest):
                return text[:place], rest
            if starts_line:
                if not _HEADING.match(rest) and not _HEADING.match(text[:place].rsplit("\n", 2)[-2]):
                    self.guesses.append(f"另起一段而没有编号，单独成条：{_shown(rest)}")
                return text[:place], rest
            if text[place - 1].isspace() and text[:place].rstrip()[-1:] == "。":
                self.guesses.append(f"一句之后另起一段而没有编号，单独成条：{_shown(rest)}")
                return text[:place], rest
        return text, ""


def _places(text: str) -> Iterator[int]:
    """Where a mark may begin: the start, after white space, after the end of a sentence or a colon."""
    yield 0
    for found in re.finditer(r"(?<=[。；;：:])(?=\S)|(?<=\s)(?=\S)", text):
        yield found.start()


def _shown(text: str) -> str:
    return f"{text.split(chr(10))[0][:12]}…"


def _begins_line(text: str, place: int) -> bool:
    return not text[:place].strip(" \t\u3000") or text[:place].rstrip(" \t\u3000").endswith("\n")


def _numbers_labels(kind: MarkKind, found: Sequence[tuple[int, bool]]) -> bool:
    """Whether marks of a kind, each with its number and whether a label stands after it, number labels."""
    labels = [number for number, is_label in found if is_label]
    if kind is MarkKind.BULLET:
        return len(labels) == len(found)
    if labels != list(range(1, len(labels) + 1)) or len(labels) < 2 or not found[0][1]:
        return False
    before = 0
    for number, is_label in found:
        if not is_label and number != before + 1:
            return False
        before = 0 if is_label else number
    return True


def _pieces(chunk: str) -> Iterator[tuple[str, bool]]:
    """The pieces of a chunk between hard breaks, and whether each stands right inside a list."""
    start, in_list = 0, False
    for tag in _TAG.finditer(chunk):
        if piece := chunk[start : tag.start()].strip():
            yield piece, in_list
        start, in_list = tag.end(), bool(_LIST_START.match(tag[0]))
    if piece := chunk[start:].strip():
        yield piece, in_list
