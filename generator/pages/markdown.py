"""Markdown: texts so that neither Markdown nor HTML takes them for syntax, with links where they name something."""

import re
import string
from collections.abc import Callable

from markupsafe import Markup

from generator import paths
from generator.link.catalogue import Citation, LinkedDuty
from generator.words.references import ReferenceKind

# A page's title is cut to this many characters: what a search engine and a phone's tab show.
_TITLE_LENGTH = 32
# What leads from a page to another: the address, from there.
To = Callable[[str], Markup]

# Neither Markdown nor HTML begins anything with these, and in texts they are the most frequent.
_HARMLESS = ",;"
_REFERENCES = {ord(char): f"&#{ord(char)};" for char in string.punctuation if char not in _HARMLESS}
_ANCHOR = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LINE_BREAKS = re.compile(r"\s*[\r\n\t\v\f\x85\u2028\u2029]\s*")


def escape(value: object) -> Markup:
    """A value as text that neither Markdown nor HTML nor YAML front matter takes for syntax.

    Every ASCII punctuation character but comma and semicolon becomes a character reference, so no
    construct of theirs can begin, in text or in an attribute; those that HTML does not need are taken back in the
    finished page (`site/markup.py`).
    """
    if isinstance(value, Markup):
        return value
    return Markup(_LINE_BREAKS.sub(" ", str(value)).translate(_REFERENCES))


def anchor(value: str) -> Markup:
    """An id of our own making as an anchor, written as it is.  Raises ValueError for anything else."""
    if not _ANCHOR.fullmatch(value):
        raise ValueError(f"not an anchor: {value!r}")
    return Markup(value)


def shorten(text: str, length: int = _TITLE_LENGTH) -> str:
    """A text cut to a length, with … where something is left out."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def linked(text: str, duty: LinkedDuty, to: To) -> Markup:
    """A text of a duty, every word as printed: what it names leads to its page, phone numbers can be called."""
    pieces, at = [], 0
    for found in duty.found.get(text, ()):
        if found.start < at:
            continue  # a title within a title: links cannot stand in links
        kind, id = found.reference.kind, found.reference.id
        target = f"tel:{id}" if kind is ReferenceKind.HOTLINE else to(paths.reference(kind, id))
        pieces += [escape(text[at : found.start]), Markup(f"[{escape(text[found.start : found.end])}]({target})")]
        at = found.end
    return Markup("").join([*pieces, escape(text[at:])])


def excerpt(citation: Citation) -> Markup:
    """The words around what a duty names, which is marked."""
    return escape(citation.before) + Markup(f"<mark>{escape(citation.words)}</mark>") + escape(citation.after)
