"""A web page to grid lines: its lines of text and the rows of its tables, as a browser shows them.

Excel and Word save pages too, under the names .xls and .doc, and whole with their pictures as MHT.  Markdown comes
here by way of HTML.
"""

import email
import email.policy
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from lxml import etree, html

from generator.importers.draft import ImportProblem
from generator.importers.grid import MOST_COLUMNS, PARAGRAPH, GridLine, Remark, is_number_alone
from generator.importers.office.breaks import JOINED, SOFT_BREAK, paragraphs
from generator.importers.office.colours import WHITE, alike
from generator.importers.office.package import DAMAGED
from generator.importers.office.text import decoded

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_BLOCKS = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "div",
            "dl",
            "dt",
            "fieldset",
        ),
        *("figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "html", "li", "main", "ol", "p", "pre"),
        *("section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_NO_TEXT = frozenset(
    (
        *("button", "footer", "head", "iframe", "nav", "noscript", "option", "rp", "rt"),
        *("script", "select", "style", "template"),
    )
)
_STRUCK = frozenset(("del", "s", "strike"))
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
# Of a page that is saved whole: its pictures and styles.
_MOST_PARTS = 2000
_NAMES = {"white": WHITE, "window": WHITE, "black": "000000", "windowtext": "000000"}


def lines(path: Path) -> Iterator[GridLine | Remark]:
    """The lines of a page, or of each page of an MHT file.  Raises ImportProblem where there is none."""
    raw = path.read_bytes()
    pages = _parts(raw) if is_mht(raw) else [_text(raw)]
    is_empty = True
    for page in pages:
        for line in page_lines(page):
            is_empty = is_empty and isinstance(line, Remark)
            yield line
    if is_empty and any("<frame" in page.lower() for page in pages):
        raise ImportProblem(
            "这是网页的外框，内容在旁边同名的文件夹里；请用 WPS 或 Excel 打开，另存为“Excel 工作簿（.xlsx）”，再导入"
        )
    if is_empty:
        raise ImportProblem("网页里没有文字；请用浏览器打开看看，把表格复制到 WPS 或 Excel 里，另存为 .xlsx，再导入")


def is_mht(raw: bytes) -> bool:
    """Whether a file is a page with its pictures in one (MHT)."""
    return b"\0" not in raw[:1000] and bool(
        re.search(rb"^MIME-Version:", raw[:3000], re.IGNORECASE | re.MULTILINE)
        and re.search(rb"^Content-Type:", raw[:5000], re.IGNORECASE | re.MULTILINE)
    )


def is_html(text: str) -> bool:
    """Whether a text is a web page, or a table of one."""
    start = re.sub(r"\A\ufeff?\s*(?:<\?xml[^>]*>|<!--.*?-->|\s)*", "", text[:5000], flags=re.DOTALL)
    return bool(re.match(r"<(?:!doctype html|html|head|body|table|meta|div|center|p|h[1-6])\b", start, re.IGNORECASE))


def _parts(raw: bytes) -> list[str]:
    if raw.count(b"Content-Type:") > _MOST_PARTS:
        raise ImportProblem(
            f"网页由 {_MOST_PARTS} 份以上的文件合成，不像是一份清单；请用 WPS 或 Excel 打开，另存为 .xlsx，再导入"
        )
    message = email.message_from_bytes(raw, policy=email.policy.default)
    return [
        _text(part.get_payload(decode=True), part.get_content_charset())
        for part in message.walk()
        if part.get_content_type() == "text/html"
    ]


def _text(raw: object, charset: str | None = None) -> str:
    """A page's text, in the encoding that it says, which is seldom right about gb2312."""
    data = raw if isinstance(raw, bytes) else b""
    found = _CHARSET.search(data[:3000])
    said = (charset or (found[1].decode("ascii") if found else "")).lower()
    try:
        return data.decode("gb18030" if said in ("gb2312", "gbk", "gb_2312-80") else said)
    except (LookupError, UnicodeDecodeError):
        return decoded(data)


def page_lines(page: str) -> Iterator[GridLine | Remark]:
    """The lines of one page."""
    # The parser takes no text that says how it was encoded.
    bare = re.sub(r"\A\s*<\?xml[^>]*>", "", page.replace("\0", ""))
    try:
        # Without huge_tree, what is nested deeply is left out in silence.
        tree = html.document_fromstring(bare, html.HTMLParser(huge_tree=True)) if bare.strip() else None
    except etree.LxmlError:
        tree = None
    if tree is not None:
        try:
            yield from _Page(tree).lines()
        except RecursionError:
            raise ImportProblem(DAMAGED) from None


class _Page:
    """Reads a page; `left` holds what does not show, since it was cleared: for each reason the texts.

    `taken` holds what was taken for something else.
    """

    def __init__(self, tree: html.HtmlElement) -> None:
        self.tree = tree
        self.left: dict[str, list[str]] = defaultdict(list)
        self.taken: dict[str, list[str]] = defaultdict(list)
        self.rules = {
            selector.strip().lower(): _declared(body)
            for style in tree.iter("style")
            for selectors, body in _RULE.findall(style.text_content())
            for selector in selectors.split(",")
        }
        self.tables = 0

    def lines(self) -> Iterator[GridLine | Remark]:
        body = self.tree.find("body")
        paragraph: list[str] = []
        number = 0
        for one in chain(self._flow(self.tree if body is None else body), [None]):
            if isinstance(one, str) and one != PARAGRAPH:
                paragraph.append(one)
                continue
            if text := _tidy("".join(paragraph)):
                number += 1
                yield from self._remarks(f"第 {number} 段")
                yield GridLine(f"第 {number} 段", (text,))
            paragraph = []
            if isinstance(one, html.HtmlElement):
                self.tables += 1
                yield from self._table(one, f"第 {self.tables} 个表格")
        yield from self._remarks("末尾")

    def _remarks(self, place: str) -> Iterator[Remark]:
        left = {f"{reason}，没有收": texts for reason, texts in self.left.items()}
        for reason, texts in (left | self.taken).items():
            quoted = "、".join(f"“{text[:20]}”" for text in texts[:3])
            yield Remark(place, f"{reason}：{quoted}{f'……共 {len(texts)} 处' if len(texts) > 3 else ''}")
        self.left.clear()
        self.taken.clear()

    def _table(self, table: html.HtmlElement, place: str) -> Iterator[GridLine | Remark]:
        covered: dict[int, int] = {}
        hidden = self._hidden_columns(table)
        rows = (row for row in table.iter("tr") if next(row.iterancestors("table")) is table)
        for number, row in enumerate(rows, 1):
            cells: dict[int, str] = {}
            column = 0
            above = [row, *row.iterancestors()]
            ground = next(filter(None, (self._style(one).get("background-color") for one in above)), WHITE)
            inherited = next(filter(None, (self._unseen(one, ground) for one in above)), ""), ground
            for cell in (one for one in row if one.tag in ("td", "th")):
                while covered.get(column, 0) > 0:
                    column += 1
                text = self._cell(cell, *inherited)
                wide, high = (_count(cell.get(name)) for name in ("colspan", "rowspan"))
                if column + wide > MOST_COLUMNS:
                    raise ImportProblem(f"{place}第 {number} 行有 {MOST_COLUMNS} 栏以上，不像是一份清单")
                if text:
                    cells[column] = text
                for one in range(column, column + wide):
                    covered[one] = high
                column += wide
            width = max([*covered, *cells], default=-1) + 1
            covered = {column: left - 1 for column, left in covered.items() if left > 1}
            self.left["隐藏的列"] += (cells.pop(column) for column in hidden if column in cells)
            # Hidden ones are empty, so that each column keeps the letter that Excel shows.
            shown = tuple(cells.get(column, "") for column in range(width))
            if not self.left["隐藏的列"]:
                del self.left["隐藏的列"]
            is_gone = bool(self.left) and is_number_alone(shown)
            if is_gone:
                self.left["这一行别的字都没有收，序号"].append("".join(shown))
            yield from self._remarks(f"{place}第 {number} 行")
            if any(shown) and not is_gone:
                yield GridLine(f"{place}第 {number} 行", shown)

    def _hidden_columns(self, table: html.HtmlElement) -> set[int]:
        hidden: set[int] = set()
        column = 0
        for col in (one for one in table.iter("col") if next(one.iterancestors("table")) is table):
            span = _count(col.get("span"))
            if self._unseen(col, WHITE):
                hidden |= {*range(column, column + span)}
            column += span
        return hidden

    def _cell(self, cell: html.HtmlElement, unseen: str, ground: str) -> str:
        parts = _tidy("".join(one for one in self._flow(cell, True, unseen, ground) if isinstance(one, str)))
        joined: list[str] = []
        text = PARAGRAPH.join(paragraphs(parts.split(PARAGRAPH), joined))
        if joined:
            self.taken[JOINED] += joined
        return text

    def _flow(
        self, element: html.HtmlElement, in_cell: bool = False, unseen: str = "", ground: str = WHITE
    ) -> Iterator[str | html.HtmlElement]:
        """The texts below an element with a PARAGRAPH where a line ends, and the tables, but those that lay out.

        In a cell, a line that <br> ends may go on.
        """
        if not isinstance(element.tag, str) or element.tag in _NO_TEXT:
            return
        ground = self._style(element).get("background-color", ground)
        unseen = unseen or self._unseen(element, ground)
        if element.tag == "table" and not in_cell and not unseen and element.find(".//table") is None:
            yield element
            return
        is_block = element.tag in _BLOCKS
        if is_block or element.tag == "br":
            yield PARAGRAPH if is_block or not in_cell else SOFT_BREAK
        if element.tag == "li" and (parent := element.getparent()) is not None and parent.tag == "ol":
            items = [one for one in parent if one.tag == "li"]
            number = _count(parent.get("start")) + items.index(element)
            yield f"{number}."
        yield from self._seen(str(element.text or ""), unseen)
        for child in element:
            yield from self._flow(child, in_cell, unseen, ground)
            yield from self._seen(str(child.tail or ""), unseen)
        if is_block:
            yield PARAGRAPH

    def _seen(self, text: str, unseen: str) -> Iterator[str]:
        if not unseen:
            yield text.replace(PARAGRAPH, " ")
        elif text.strip():
            self.left[unseen].append(text.strip())

    def _style(self, element: html.HtmlElement) -> dict[str, str]:
        """What the element's class and its own style declare."""
        declared: dict[str, str] = {}
        tag = element.tag if isinstance(element.tag, str) else ""
        for name in (element.get("class") or "").lower().split():
            declared |= self.rules.get(f".{name}", {}) | self.rules.get(f"{tag}.{name}", {})
        declared |= {"background-color": element.get("bgcolor", "")} if element.get("bgcolor") else {}
        declared |= {"color": element.get("color", "")} if element.tag == "font" and element.get("color") else {}
        return declared | _declared(element.get("style") or "")

    def _unseen(self, element: html.HtmlElement, ground: str) -> str:
        style = self._style(element)
        if style.get("display") == "none" or style.get("visibility") == "hidden" or style.get("mso-hide") == "all":
            return "隐藏的内容"
        if element.tag in _STRUCK or "line-through" in style.get("text-decoration", ""):
            return "划了删除线的字"
        if alike(_colour(style.get("color", "")), _colour(ground)):
            return "颜色与底色一样、看不见的字"
        return ""


def _declared(style: str) -> dict[str, str]:
    pairs = (one.partition(":") for one in style.lower().split(";"))
    found = {name.strip(): words.replace("!important", "").strip() for name, _, words in pairs}
    if "background" in found:
        found.setdefault("background-color", found["background"])
    return found


def _colour(words: str) -> str:
    """A colour as RRGGBB; what is none is like none."""
    name = words.strip("# ").lower()
    if len(name) == 3 and words.startswith("#"):
        return "".join(2 * one for one in name)
    return _NAMES.get(name, name.upper())


def _count(words: str | None) -> int:
    return min(int(words), 1000) if words and words.isdigit() and int(words) else 1


def _tidy(text: str) -> str:
    """White space as a browser shows it, between the line ends that are meant."""
    return PARAGRAPH.join(
        part for one in text.split(PARAGRAPH) if (part := re.sub(r"[ \t\r\n\f\u00a0]+", " ", one).strip())
    )
