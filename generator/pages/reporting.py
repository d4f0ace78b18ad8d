"""Reporting: the route by which a reader tells of a mistake, and what is filled in for them.

One setting of the site decides the route (mkdocs.yml, extra.report): a mail address, the address of a form with
places to fill in (`https://wj.example.gov.cn/f?where={address}&what={text}`), or, where it is empty, the issue form
of the repository (`repository.py`).
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from typing import Protocol
from urllib.parse import quote, urlsplit

# Characters of an address: what every browser, mail program and server of the last twenty years takes.
LONGEST = 2000
# GitHub and GitLab take 8 KB; whoever has to log in first is sent there by an address in which "%" is "%25".
LONGEST_OF_ISSUE = 4500
# Of a title, in characters: a list's is about 30, a duty's with its place about 60.
_TITLE = 60

_MAIL = re.compile(r"(?:mailto:)?([A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")
_FORM = re.compile(r"https?://[^\s<>\"'\\^`|]+")
_PLACE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Mistake:
    """What is known of a mistake before the reader says a word: the page, and of a duty also where it is printed.

    `address` is the page's; `list`, `number` and `id` are empty for pages that are no duty's.  `text` is what the
    page says at present.
    """

    title: str
    address: str
    list: str = ""
    number: str = ""
    id: str = ""
    text: str = ""

    @property
    def place(self) -> str:
        """Where the duty stands, in a phrase; empty for other pages."""
        return f"《{self.list}》第 {self.number} 项（编号 {self.id}）" if self.id else self.list and f"《{self.list}》"


class Route(Protocol):
    """A way to report a mistake."""

    @property
    def note(self) -> str:
        """What a reader whose device cannot follow the link has to know."""

    @property
    def request(self) -> str:
        """The same for a change request: where its title and its text stand, {title} and {text}; others stay empty."""

    @property
    def longest(self) -> int:
        """How many characters the address of a change request may have."""

    def report(self, mistake: Mistake) -> str:
        """The address that opens the form or the mail, filled in."""


@dataclass(frozen=True)
class MailRoute:
    """Reports go to a mail address."""

    address: str
    longest = LONGEST

    @property
    def note(self) -> str:
        """Where reports go, in words."""
        return f"邮箱 {self.address}"

    @property
    def request(self) -> str:
        """A mail with subject and text."""
        return f"mailto:{self.address}?subject={{title}}&body={{text}}"

    def report(self, mistake: Mistake) -> str:
        """The address of a mail with subject and text (RFC 6068)."""
        return fitted(self._report, mistake)

    def _report(self, mistake: Mistake) -> str:
        lines = [
            f"页面：{mistake.address}",
            *([f"清单：{mistake.place}"] if mistake.place else []),
            f"现在的文字：{mistake.text}",
            "",
            "应该是：",
            "",
            "依据（文件的名称、网址或页码）：",
            "",
        ]
        subject, body = _encoded(f"内容有误：{mistake.title}"), _encoded("\r\n".join(lines))
        return f"mailto:{self.address}?subject={subject}&body={body}"


@dataclass(frozen=True)
class FormRoute:
    """Reports go to a form whose address has places to fill in: {title}, {address}, {list}, {number}, {id}, {text}."""

    template: str
    note: str = ""
    longest = LONGEST

    @property
    def request(self) -> str:
        """The form itself."""
        return self.template

    def report(self, mistake: Mistake) -> str:
        """The form's address with every place filled in."""
        return fitted(self._report, mistake)

    def _report(self, mistake: Mistake) -> str:
        values = asdict(mistake)
        return _PLACE.sub(lambda found: _encoded(values[found[1]]), self.template)


def route(setting: object) -> Route | None:
    """The route that a setting names, None where it is empty.  Raises ValueError that says what is wrong."""
    if setting in (None, ""):
        return None
    if not isinstance(setting, str):
        raise ValueError("要写成一行文字：邮箱，或表单的网址")
    if found := _MAIL.fullmatch(setting):
        return MailRoute(found[1])
    if not _FORM.fullmatch(setting):
        raise ValueError(f"“{setting}”不是邮箱，也不是以 https:// 开头的网址")
    known = [field.name for field in fields(Mistake)]
    if unknown := [name for name in _PLACE.findall(setting) if name not in known]:
        places = "、".join(f"{{{name}}}" for name in known)
        raise ValueError(f"不认识的 {{{unknown[0]}}}；能填的有 {places}")
    if set("{}") & set(_PLACE.sub("", setting) + urlsplit(setting).netloc):
        raise ValueError("花括号要成对，也不能写在域名里")
    return FormRoute(setting)


def fitted(make: Callable[[Mistake], str], mistake: Mistake) -> str:
    """The address that `make` gives, the mistake's text cut as far as it takes to be no longer than LONGEST."""
    whole = Mistake(**{name: " ".join(value.split()) for name, value in asdict(mistake).items()})
    whole = replace(whole, title=whole.title[:_TITLE], list=whole.list[:_TITLE])
    if len(made := make(whole)) <= LONGEST:
        return made

    def cut(length: int) -> str:
        return make(replace(whole, text=f"{whole.text[:length]}…"))

    # The first length that is too long, less one.
    return cut(max(0, bisect_left(range(len(whole.text)), LONGEST + 1, key=lambda length: len(cut(length))) - 1))


def _encoded(text: str) -> str:
    return quote(text, safe="")
