"""Markup: what Python-Markdown makes, made right for those who hear pages or use the keyboard alone.

An extension of Python-Markdown; mkdocs.yml names it, so MkDocs run by hand has it too.  It works on the tree, once
cells have their links:

    <table data-qd-stacked=""> … <th scope="col">事项名称</th> …
    <tr><td data-label="序号">1</td><th scope="row"><a href="b-001/">…</a></th><td data-label="部门">…</td></tr>
"""

import re
import string
from collections.abc import Sequence
from xml.etree import ElementTree

from markdown import Extension, Markdown
from markdown.extensions.toc import render_inner_html, strip_tags
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE

# After what makes what is treated here: the extension toc, at 5, is the last.
_PRIORITY = 3
# After what puts HTML and references back into the text.
_LAST = -1
# What means nothing in HTML, neither in text nor between an attribute's quotation marks.
_PLAIN = {f"&#{ord(char)};": char for char in string.punctuation if char not in "&<>\"'"}
_REFERENCE = re.compile(r"&#\d+;")
# A table of so many columns is stacked where it is narrow; of fewer it fits anyhow.
_STACKED_FROM = 3
# What stands around a table that is never stacked.
_NUMBERS = "qd-numbers"


class _Tables(Treeprocessor):
    """A Markdown table's heads say what they are the heads of: its columns', and a cell of each row.

    One of several columns of words becomes cards where it is narrow: each cell but the head then says its column.  Any
    other scrolls in a frame of its own, also with the keyboard.  A table with attributes was written in HTML, for
    itself.
    """

    def run(self, root: ElementTree.Element) -> None:
        for parent in root.findall(".//table/.."):
            for place, table in enumerate(parent):
                if table.tag == "table" and not table.attrib:
                    columns = table.findall("thead/tr/th")
                    for column in columns:
                        column.set("scope", "col")
                    stacked = len(columns) >= _STACKED_FROM and parent.get("class") != _NUMBERS
                    names = [strip_tags(render_inner_html(column, self.md)) for column in columns] if stacked else ()
                    for row in table.iterfind("tbody/tr"):
                        self._head(row, names)
                    if stacked:
                        table.set("data-qd-stacked", "")
                    else:
                        parent[place] = _framed(table)

    def _head(self, row: ElementTree.Element, names: Sequence[str]) -> None:
        """The head of a row is the cell that leads on, where one does, otherwise the first."""
        head = next((cell for cell in row if self._leads_on(cell)), row[0])
        for cell, name in zip(row, names, strict=False):
            if cell is not head:
                cell.set("data-label", name)
        head.tag = "th"
        head.set("scope", "row")

    def _leads_on(self, cell: ElementTree.Element) -> bool:
        """Whether a cell has a link, of Markdown or, as Python-Markdown keeps it aside, of HTML."""
        kept = HTML_PLACEHOLDER_RE.findall("".join(cell.itertext()))
        return cell.find(".//a") is not None or any(
            str(self.md.htmlStash.rawHtmlBlocks[int(one)]).startswith("<a ") for one in kept
        )


def _framed(table: ElementTree.Element) -> ElementTree.Element:
    frame = ElementTree.Element("div", {"class": "md-typeset__scrollwrap", "tabindex": "0"})
    table.tail, frame.tail = None, table.tail
    frame.append(table)
    return frame


class _References(Postprocessor):
    """What was kept from Markdown by a character reference (`pages/markdown.py`) is kept from HTML by none."""

    def run(self, text: str) -> str:
        return _REFERENCE.sub(lambda found: _PLAIN.get(found[0], found[0]), text)


class Markup(Extension):
    """Tables for those who hear pages or use the keyboard alone; no references without need."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802, Python-Markdown's own name
        """Register what works on the tree."""
        md.treeprocessors.register(_Tables(md), "qd-tables", _PRIORITY)
        md.postprocessors.register(_References(md), "qd-references", _LAST)


def makeExtension() -> Markup:  # noqa: N802, Python-Markdown's own name
    """What Python-Markdown calls for the name of this module."""
    return Markup()
