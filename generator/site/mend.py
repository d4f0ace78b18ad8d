"""Mend: what the theme and Markdown leave wrong in the HTML for those who hear pages or use the keyboard alone.

What the theme's own partials get wrong is put right in `templates/theme/partials`; here is the rest, which no
partial holds.
"""

import re
from collections.abc import Sequence

_NUMBERS = '<div class="qd-numbers">\n'
_TABLE = re.compile(rf"({_NUMBERS})?<table>.*?</table>", re.DOTALL)
_ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
_COLUMN = re.compile(r"<th(?=[ >])")
_HEAD = re.compile(r"<th(?: [^>]*)?>(.*?)</th>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_CELL = re.compile(r"<td([^>]*)>(.*?)</td>", re.DOTALL)
_SKIP = re.compile(r'<div data-md-component="skip">.*?</div>', re.DOTALL)
# The theme's switches for its own drawer and search, and its dialog, which only its own script would use.
_UNUSED = re.compile(
    r'<input class="md-toggle" [^>]*>|<label class="md-overlay" [^>]*></label>'
    r'|<div class="md-dialog" [^>]*>\s*<div [^>]*></div>\s*</div>'
)
_MAIN = '<main class="md-main" data-md-component="main">'
# A table of so many columns is stacked where it is narrow; of fewer it fits anyhow.
_STACKED_FROM = 3
_PERMALINK = '<a class="headerlink"'


def mend(page: str) -> str:
    """A finished page's HTML with its skip links, its tables' headers and its controls put right."""
    page = _UNUSED.sub("", page)
    page = _SKIP.sub('<div data-md-component="skip"><a class="md-skip" href="#main">跳到正文</a></div>', page, count=1)
    page = page.replace(_MAIN, f'{_MAIN[:-1]} id="main" tabindex="-1">', 1)
    # The link of each heading to itself is for the mouse: the table of contents has the same links.
    page = page.replace(_PERMALINK, f'{_PERMALINK} tabindex="-1" aria-hidden="true"')
    return _TABLE.sub(_headed, page)


def _headed(table: re.Match[str]) -> str:
    """A Markdown table whose heads say what they are the heads of: its columns', and a cell of each row.

    One of several columns of words becomes cards where it is narrow: each cell then says its column.  Any other
    scrolls in a frame of its own, also with the keyboard.
    """
    head, found, body = table[0].partition("<tbody>")
    names = [_TAG.sub("", name).replace('"', "&quot;") for name in _HEAD.findall(head)]
    head = _COLUMN.sub('<th scope="col"', head)
    if table[1] or len(names) < _STACKED_FROM:
        before, _, rest = head.partition("<table>")
        body = _ROW.sub(_row, body)
        return f'{before}<div class="md-typeset__scrollwrap" tabindex="0"><table>{rest}{found}{body}</div>'
    head = head.replace("<table>", "<table data-qd-stacked>", 1)
    return head + found + _ROW.sub(lambda row: _row(row, names), body)


def _row(row: re.Match[str], names: Sequence[str] = ()) -> str:
    """A row whose head is the cell that leads on, where one does, otherwise the first; its cells say their columns."""
    cells = list(_CELL.finditer(row[0]))
    head = next((cell for cell in cells if "<a " in cell[2]), next(iter(cells), None))
    names = iter(names)

    def cell(found: re.Match[str]) -> str:
        tag, scope = ("th", ' scope="row"') if head and found.span() == head.span() else ("td", "")
        name = next(names, None)
        label = "" if name is None else f' data-label="{name}"'
        return f"<{tag}{scope}{found[1]}{label}>{found[2]}</{tag}>"

    return _CELL.sub(cell, row[0])
