"""Mend: what the theme and Markdown leave wrong in the HTML for those who hear pages or use the keyboard alone.

What the theme's own partials get wrong is put right in `templates/theme/partials`; here is the rest, which no
partial holds.
"""

import re

_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
_COLUMN = re.compile(r"<th(?=[ >])")
_CELL = re.compile(r"<td([^>]*)>(.*?)</td>", re.DOTALL)
_SKIP = re.compile(r'<div data-md-component="skip">.*?</div>', re.DOTALL)
# The theme's switches for its own drawer and search, which we do not use: checkboxes and a label without a name.
# The theme's script looks for the checkboxes, so they stay.
_TOGGLE = re.compile(r'<input class="md-toggle" data-md-toggle="(?:drawer|search)"')
_OVERLAY = '<label class="md-overlay" for="__drawer"></label>'
_MAIN = '<main class="md-main" data-md-component="main">'
_PERMALINK = '<a class="headerlink"'


def mend(page: str) -> str:
    """A finished page's HTML with its skip links, its tables' headers and its controls put right."""
    page = page.replace(_OVERLAY, "", 1)
    page = _TOGGLE.sub(lambda toggle: f"{toggle[0]} hidden", page)
    page = _SKIP.sub('<div data-md-component="skip"><a class="md-skip" href="#main">跳到正文</a></div>', page, count=1)
    page = page.replace(_MAIN, f'{_MAIN[:-1]} id="main" tabindex="-1">', 1)
    # The link of each heading to itself is for the mouse: the table of contents has the same links.
    page = page.replace(_PERMALINK, f'{_PERMALINK} tabindex="-1" aria-hidden="true"')
    return _TABLE.sub(_headed, page)


def _headed(table: re.Match[str]) -> str:
    """A Markdown table whose heads say what they are the heads of: its columns', and a cell of each row."""
    head, found, body = table[0].partition("<tbody>")
    return _COLUMN.sub('<th scope="col"', head) + found + _ROW.sub(_row, body)


def _row(row: re.Match[str]) -> str:
    """A row whose head is the cell that leads on, where one does, otherwise the first."""
    cells = list(_CELL.finditer(row[0]))
    if not cells:
        return row[0]
    head = next((cell for cell in cells if "<a " in cell[2]), cells[0])
    return f'{row[0][: head.start()]}<th scope="row"{head[1]}>{head[2]}</th>{row[0][head.end() :]}'
