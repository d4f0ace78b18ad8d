"""The letter as text, Markdown, HTML and JSON.

Whatever stands in the content is text: nothing of it is taken for syntax, and what cannot be seen is spelled out.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from html import unescape
from posixpath import join

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from markupsafe import escape as escape_html
from pydantic import BaseModel

from generator import paths
from generator.changes.diff import Change
from generator.days import is_day, spoken
from generator.letter.letter import Letter, TownshipPart
from generator.model import ChangeRecord
from generator.pages.markdown import escape as escape_markdown
from generator.project import TEMPLATES
from generator.redline import Fate, RedLine

# What a terminal or a browser obeys without showing it: control characters, and what turns the direction of writing.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
# What GitHub and GitLab make of a text besides Markdown: @name, #12, !12, ~label …; a comment within takes them apart.
# Signs that mean nothing to Markdown within a word or number stay as they are, so that people can read it as it is.
_HARMLESS = re.compile(r"&#44;|&#59;|(?<=[0-9A-Za-z])&#4[57];(?=[0-9A-Za-z])")
_MENTIONS = re.compile(r"&#(?:33|35|36|37|38|64|126);(?=\w)")
# So many pages of a kind are listed in a letter; the others are counted.
_PAGES = 30


def to_text(letter: Letter, changes: Sequence[Change]) -> str:
    """The letter for a terminal: what it says at its head, then every change in a sentence."""
    lines = [letter.summary]
    for part in letter.townships:
        lines += [f"{part.label}：{'；'.join(decided(record))}" for record in part.records]
    lines += [f"{part.county} {part.sentence}" for part in letter.departments]
    for change in changes:
        lines += [f"{change.township}：{change.sentence}", *(f"    {line}" for line in change.lines)]
    if letter.pages:
        lines.append("跟着变的网页：")
        for kind, own in letter.pages_by_kind:
            lines += [f"    {kind} {paths.url(page.page)} {page.title}" for page in own[:_PAGES]]
            lines += [f"    {kind} 另有 {len(own) - _PAGES} 页"] if len(own) > _PAGES else []
    return "".join(f"{visible(line)}\n" for line in lines)


def to_json(letter: Letter) -> str:
    """The letter for programs, in ASCII: what takes it may expect any encoding."""
    return json.dumps({"summary": letter.summary, **_plain_fields(letter)}, indent=1) + "\n"


def to_html(letter: Letter, names: tuple[str, str], site: str = "") -> str:
    """A page that stands alone; `names` are those of the versions, links to pages begin with `site` or are none."""
    environment = _environment(is_html=True)
    return environment.get_template("letter.html.j2").render(
        letter=letter, names=names, site=site, most=_PAGES, href=lambda page: address(site, page)
    )


def to_markdown(letter: Letter, names: tuple[str, str], site: str = "", limit: int | None = None) -> str:
    """The letter as the comment of a pull request, or a job's summary; of a long one so many characters.

    What does not fit is left out by whole duties, then the pages; how many these are is said.
    """
    template = _environment(is_html=False).get_template("letter.md.j2")

    def rendered(shown: int | None, pages: int = _PAGES) -> str:
        return template.render(
            letter=letter, names=names, site=site, most=pages, shown=shown, href=lambda page: address(site, page)
        )

    whole = rendered(None)
    if limit is None or len(whole) <= limit:
        return whole
    pages = _PAGES if len(rendered(0)) <= limit else 0
    few, many = 0, sum(len(part.duties) for township in letter.townships for part in township.lists)
    while few < many:
        middle = (few + many + 1) // 2
        few, many = (middle, many) if len(rendered(middle, pages)) <= limit else (few, middle - 1)
    cut = rendered(few, pages)
    # Of hundreds of townships even the headings may be too many; a sign may take ten when it is escaped.
    return cut if len(cut) <= limit else f"{_as_markdown(cut_off(letter.summary, max(1, limit // 10 - 1)))}\n"[:limit]


def decided(record: ChangeRecord) -> Iterator[str]:
    """By what a change was decided, a line for each thing that is known."""
    yield f"途径：{record.track.title}"
    for title, value in (("理由", record.reason), ("决定机关", record.decided_by), ("文件", record.document)):
        if value:
            yield f"{title}：{value}"
    for title, day in (("批准", record.approved), ("生效", record.effective)):
        if day:
            yield f"{title}：{spoken(day) if is_day(day) else day}"


def visible(text: str) -> str:
    """A text with what cannot be seen, and may do something, spelled out."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def cut_off(text: str, length: int) -> str:
    """A text that is too long, cut."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def address(site: str, page: str) -> str:
    """Where a page of the site is; empty where nobody said where the site is.

    In a folder it is a file: browsers open no index of a folder on a disk.
    """
    if not site:
        return ""
    found = join(site, paths.url(page))
    return found if "://" in site else join(found, "index.html")


def _environment(is_html: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES / "letter"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_as_html if is_html else _as_markdown,
    )
    environment.filters |= {"decided": decided, "red": lambda line: _red(line, is_html), "url": paths.url}
    return environment


def _as_html(value: object) -> Markup:
    return value if isinstance(value, Markup) else escape_html(visible(str(value)))


def _as_markdown(value: object) -> Markup:
    if isinstance(value, Markup):
        return value
    escaped = _MENTIONS.sub(lambda found: f"{found[0]}<!-- -->", escape_markdown(visible(str(value))))
    return Markup(_HARMLESS.sub(lambda found: unescape(found[0]), escaped))


def _red(line: RedLine, is_html: bool) -> Markup:
    """One side of a line: what went or came is marked, and said in words to those who hear it."""
    said = {Fate.GONE: ("del", "删去："), Fate.COME: ("ins", "增加：")}
    pieces = []
    for piece in line:
        text = _as_html(piece.text) if is_html else _as_markdown(piece.text)
        if piece.fate is Fate.SAME:
            pieces.append(text)
        else:
            tag, words = said[piece.fate]
            unseen = Markup(f'<span class="unseen">{words}</span>') if is_html else ""
            pieces.append(Markup(f"<{tag}>{unseen}{text}</{tag}>"))
    return Markup("").join(pieces)


def _plain_fields(value: object) -> dict[str, object]:
    assert is_dataclass(value), "only these have fields"
    found = {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, TownshipPart):
        found["counts"] = value.counts
    return found


def _plain(value: object) -> object:
    """A value as JSON has it; a page is told by its address."""
    match value:
        case BaseModel():
            return value.model_dump(mode="json", exclude_defaults=True)
        case tuple() if hasattr(value, "_asdict"):
            return {key: _plain(one) for key, one in value._asdict().items()}
        case tuple():
            return [_plain(one) for one in value]
        case _ if is_dataclass(value):
            found = _plain_fields(value)
            return {
                key: paths.url(one) if key == "page" and isinstance(one, str) else one for key, one in found.items()
            }
        case _:
            return value
