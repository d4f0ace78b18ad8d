"""Theme: the templates around a page's text, of which what many pages have alike is drawn once.

    townships/a/b/c-001/   the head, the row of sections and the foot of all pages that are as deep and in `townships/`
    townships/a/c/b-002/

They lead to other pages and say which section one is in, so they depend on nothing but how deep a page is and how its
address begins, as far as the addresses that they lead to do so, too.  A page of the navigation has its own.
"""

from collections.abc import Container, Iterator, Mapping
from functools import lru_cache
from typing import Self
from urllib.parse import urlsplit

from jinja2 import Environment, Template, pass_context
from jinja2.runtime import Context
from mkdocs.structure.pages import Page
from mkdocs.utils import normalize_url

from generator.pages.compiled import Compiled
from generator.site.addresses import page_parts, parts_of, relative
from generator.site.plain import SiteError

# What can ask nothing of a page but how its address begins.
_SHARED = ("partials/header.html", "partials/footer.html")
# As many addresses as templates lead to, and many more.
_REMEMBERED = 1024


class Theme:
    """The templates of an environment, drawn for one page after another; `own` are the pages of the navigation."""

    def __init__(self, environment: Environment, own: Container[str]) -> None:
        self._environment, self._own = environment, own
        self._parts: tuple[str, ...] = ()
        # What is drawn already, by the template and the page's place.
        self._drawn: dict[tuple[str | None, int, tuple[str, ...]], str] = {}
        # The beginnings of the addresses that this leads to.
        self._beginnings: set[tuple[str, ...]] = set()
        environment.filters["url"] = self._url
        environment.bytecode_cache = Compiled("theme, as MkDocs sets it up")
        for name in _SHARED:
            self._share(environment.get_template(name))

    def draw(self, name: str, context: Mapping[str, object]) -> str:
        """Draw a template for the page of the context, or for none."""
        page = context["page"]
        self._parts = page_parts(page.url) if isinstance(page, Page) else ()
        return self._environment.get_template(name).render(context)

    def note(self, address: str) -> None:
        """What is drawn once leads to an address, or asks whether one is below it."""
        parts = parts_of(address)
        if parts and parts not in self._beginnings:
            self._beginnings.update(parts[:end] for end in range(1, len(parts) + 1))
            self._drawn.clear()

    @pass_context
    def _url(self, context: Context, value: object) -> str:
        """MkDocs' own filter, quicker for addresses in the site."""
        page, address = context["page"], str(value)
        if page is None or not _is_inner(address):
            return str(normalize_url(address, page, context["base_url"]))
        if isinstance(page, _Anywhere):
            self.note(address)
        return relative(address, self._parts)

    def _place(self) -> tuple[int, tuple[str, ...]]:
        """As much of where the page is as makes a difference."""
        end = 0
        while end < len(self._parts) and self._parts[: end + 1] in self._beginnings:
            end += 1
        return len(self._parts), self._parts[:end]

    def _share(self, template: Template) -> None:
        """Let a template be drawn once for all pages of a place."""
        draw = template.root_render_func

        def shared(context: Context) -> Iterator[str]:
            page = context["page"]
            if page is None or page.file.src_uri in self._own:
                yield from draw(context)
                return
            if (key := (template.name, *self._place())) not in self._drawn:
                anywhere = _Anywhere(_Address.of(page.url, self))
                text = "".join(draw(template.new_context({**context.get_all(), "page": anywhere}, shared=True)))
                key = (template.name, *self._place())
                self._drawn[key] = text
            yield self._drawn[key]

        template.root_render_func = shared


class _Address(str):
    """A page's address, of which can only be asked how it begins."""

    __slots__ = ("_theme",)
    _theme: Theme

    @classmethod
    def of(cls, address: str, theme: Theme) -> Self:
        """The address for what a theme draws once."""
        made = cls(address)
        made._theme = theme
        return made

    def startswith(self, beginning: str, *_: object) -> bool:  # type: ignore[override]  # templates ask for one
        self._theme.note(beginning)
        return super().startswith(beginning)

    def __getitem__(self, part: object) -> "_Beginning":
        if isinstance(part, slice) and part.start is None and part.step is None:
            return _Beginning.cut(str.__getitem__(self, part), self._theme)
        raise _refused("page.url")

    def __str__(self) -> str:
        raise _refused("page.url")


class _Beginning(str):
    """A part of a page's address, of which can only be asked whether it is the same as some other."""

    __slots__ = ("_theme",)
    _theme: Theme
    __hash__ = str.__hash__

    @classmethod
    def cut(cls, beginning: str, theme: Theme) -> Self:
        """The beginning for what a theme draws once."""
        made = cls(beginning)
        made._theme = theme
        return made

    def __eq__(self, other: object) -> bool:
        self._theme.note(str(other))
        return str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __str__(self) -> str:
        raise _refused("page.url")


class _Anywhere:
    """Any page of a place."""

    def __init__(self, url: _Address) -> None:
        self.url = url

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        raise _refused(f"page.{name}")


def _refused(what: str) -> SiteError:
    once = f"{'、'.join(_SHARED)} 对同一栏目的页只画一次，所以不能用 {what}，只能问 page.url 怎样开头"
    return SiteError("模板写错了", [f"{once}；要用的，写到别的模板里，或从 generator/site/theme.py 的 _SHARED 里去掉"])


@lru_cache(_REMEMBERED)
def _is_inner(address: str) -> bool:
    """Whether it is an address from the site's root, written plainly."""
    found = urlsplit(address)
    return not (found.scheme or found.netloc or address.startswith(("/", "#")) or ".." in address or "\\" in address)
