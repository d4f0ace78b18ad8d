"""Written: the pages that people wrote, made strictly: what is wrong with them is told at its line, for all of them."""

from collections.abc import Callable, Container, Mapping, Sequence
from functools import cache
from pathlib import Path

from generator.site import verify
from generator.site.maker import Frame, Made, PageMaker, refused


def make_written(
    frame: Frame,
    texts: Mapping[str, str],
    others: Container[str],
    places: Callable[[str], Container[str]],
    folders: Sequence[Path],
) -> dict[str, Made]:
    """The pages that people wrote, by their names, of their Markdown.

    `others` are all other pages and files, `places` the places of such a page; `folders` are where people wrote them.
    Raises SiteError where something in them, or in the navigation, leads nowhere.
    """
    maker = PageMaker(frame, _Both(texts, others))
    made = {name: maker.page(name, text) for name, text in texts.items()}

    @cache
    def places_of(name: str) -> Container[str]:
        return verify.places(made[name].html) if name in made else places(name)

    warnings = [*maker.warnings, *maker.omitted(texts), *(one for page in made.values() for one in page.warnings)]
    warnings += maker.lost(made, places_of)
    if warnings and maker.is_strict:
        raise refused(warnings, frame.config, folders)
    return made


class _Both:
    """What is in one of two."""

    def __init__(self, *several: Container[str]) -> None:
        self._several = several

    def __contains__(self, name: object) -> bool:
        return any(name in one for one in self._several)
