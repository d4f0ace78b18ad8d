"""Quick: Python-Markdown without what it does in vain, to the same bytes.

It is made for any text and any extension and therefore tries everything everywhere: each of a dozen kinds of markup in
each piece of text, references in pages that define none, a table of contents that no page shows.  On the way it asks
its lists again and again what is in them.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from xml.etree.ElementTree import Element

from markdown import Markdown, inlinepatterns
from markdown.blockprocessors import BlockProcessor, BlockQuoteProcessor, HashHeaderProcessor, SetextHeaderProcessor
from markdown.extensions.md_in_html import HtmlBlockPreprocessor, HTMLExtractorExtra
from markdown.extensions.toc import TocTreeprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor
from markdown.util import STX, AtomicString, Registry

# What a text must hold to have a kind of markup.
_MARKS = {
    inlinepatterns.BACKTICK_RE: "`",
    inlinepatterns.ESCAPE_RE: "\\",
    inlinepatterns.LINK_RE: "[",
    inlinepatterns.IMAGE_LINK_RE: "![",
    inlinepatterns.AUTOLINK_RE: "://",
    inlinepatterns.AUTOMAIL_RE: "@",
    inlinepatterns.LINE_BREAK_RE: "  \n",
    inlinepatterns.HTML_RE: "<",
    inlinepatterns.ENTITY_RE: "&",
}
# What a block must hold to be of a kind.
_BLOCK_MARKS = {HashHeaderProcessor: "#", BlockQuoteProcessor: ">", SetextHeaderProcessor: "\n"}
# Markup that leads to what the page itself defines.
_REFERENCES = (
    inlinepatterns.ReferenceInlineProcessor,
    inlinepatterns.ShortReferenceInlineProcessor,
    inlinepatterns.ImageReferenceInlineProcessor,
    inlinepatterns.ShortImageReferenceInlineProcessor,
)
# The address of a link, with nothing in it but the address.
_ADDRESS = re.compile(r"""\(([^\s()<>"'\\\x02\x03]*)\)""")
# Before what treats HTML and after what makes white space plain.
_PRIORITY = 29


def hasten(markdown: Markdown) -> Markdown:
    """The same object, quicker; what an extension has put in the place of something is left to it."""
    markdown.block_level_elements = _Tags(markdown.block_level_elements)
    markdown.is_block_level = cache(markdown.is_block_level)  # type: ignore[method-assign]
    markdown.parser.blockprocessors = _Blocks(markdown.parser.blockprocessors)
    if type(markdown.inlinePatterns["link"]) is inlinepatterns.LinkInlineProcessor:
        markdown.inlinePatterns.register(_Link(inlinepatterns.LINK_RE, markdown), "link", 160)
    if type(markdown.treeprocessors["inline"]) is InlineProcessor:
        markdown.treeprocessors.register(_Inline(markdown), "inline", 20)
    if type(markdown.treeprocessors["unescape"]) is UnescapeTreeprocessor:
        markdown.treeprocessors.register(_Unescape(markdown), "unescape", 0)
    if type(markdown.preprocessors["html_block"]) is HtmlBlockPreprocessor:
        markdown.preprocessors.register(_HtmlBlocks(markdown), "html_block", 20)
    if "toc" in markdown.treeprocessors and isinstance(toc := markdown.treeprocessors["toc"], TocTreeprocessor):
        markdown.preprocessors.register(_Contents(markdown, toc), "qd-contents", _PRIORITY)
    return markdown


class _Tags(list[str]):
    """A list of which is often asked what is in it."""

    def __init__(self, tags: Iterable[str]) -> None:
        super().__init__(tags)
        self._set = frozenset(self)

    def __contains__(self, tag: object) -> bool:
        return tag in self._set


class _Blocks(Registry[BlockProcessor]):
    """What treats blocks, in an order that is made out once; some of it only sees what can be of its kind."""

    def __init__(self, registry: Registry[BlockProcessor]) -> None:
        super().__init__()
        vars(self).update(vars(registry))
        marks = [(one, _BLOCK_MARKS.get(type(one))) for one in registry]
        self._ordered = tuple(_Marked(one, mark) if mark else one for one, mark in marks)

    def __iter__(self) -> Iterator[BlockProcessor]:
        return iter(self._ordered)


class _Marked(BlockProcessor):
    """One that need not look at blocks without its mark."""

    def __init__(self, processor: BlockProcessor, mark: str) -> None:
        super().__init__(processor.parser)
        self._processor, self._mark = processor, mark

    def test(self, parent: Element, block: str) -> bool:
        return self._mark in block and self._processor.test(parent, block)

    def run(self, parent: Element, blocks: list[str]) -> bool | None:
        return self._processor.run(parent, blocks)


class _Unescape(UnescapeTreeprocessor):
    """Looks through a text only where something in it is escaped."""

    def unescape(self, text: str) -> str:
        return super().unescape(text) if STX in text else text


class _Inline(InlineProcessor):
    """Tries only the kinds of markup that a text can have."""

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        patterns: Iterable[inlinepatterns.Pattern] = self.inlinePatterns  # type: ignore[assignment]  # its stub is wrong
        self._patterns = [
            (place, pattern, _MARKS.get(pattern.getCompiledRegExp().pattern, ""))
            for place, pattern in enumerate(patterns)
            if self.md.references or type(pattern) not in _REFERENCES
        ]
        return super().run(tree, ancestors)

    # Its own name for it, which all of it calls.
    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        if isinstance(data, AtomicString):
            return data
        # Markup that is found leaves less of it, so what is not there now will not be there later.
        wanted = [(place, pattern) for place, pattern, mark in self._patterns if mark in data and place >= patternIndex]
        for place, pattern in wanted:
            start, matched = 0, True
            while matched:
                data, matched, start = self._InlineProcessor__applyPattern(  # type: ignore[attr-defined]
                    pattern, data, place, start
                )
        return data


class _Link(inlinepatterns.LinkInlineProcessor):
    """Finds at once the end of a text without brackets, and an address without anything else."""

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:  # noqa: N802, its own name
        end = data.find("]", index)
        if end != -1 and data.find("[", index, end) == -1:
            return data[index:end], end + 1, True
        return super().getText(data, index)

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:  # noqa: N802, its own name
        if found := _ADDRESS.match(data, index):
            return found[1], None, found.end(), True
        return super().getLink(data, index)


class _Extractor(HTMLExtractorExtra):
    """Makes out once which tags are which."""

    @cached_property
    def block_level_tags(self) -> set[str]:
        return super().block_level_tags

    @cached_property
    def block_tags(self) -> set[str]:
        return super().block_tags

    @cached_property
    def span_and_blocks_tags(self) -> set[str]:
        return super().span_and_blocks_tags


class _HtmlBlocks(Preprocessor):
    """What `md_in_html` has, with the quicker extractor."""

    def run(self, lines: list[str]) -> list[str]:
        parser = _Extractor(self.md)
        parser.feed("\n".join(lines))
        parser.close()
        return "".join(parser.cleandoc).split("\n")


class _Contents(Preprocessor):
    """Lets the table of contents be drawn only where the text has a place for it; MkDocs draws its own."""

    def __init__(self, markdown: Markdown, toc: TocTreeprocessor) -> None:
        super().__init__(markdown)
        self._toc, self._marker, self._draw = toc, toc.marker, toc.build_toc_div

    def run(self, lines: list[str]) -> list[str]:
        wanted = bool(self._marker) and any(self._marker in line for line in lines)
        self._toc.marker = self._marker if wanted else ""
        self._toc.build_toc_div = self._draw if wanted else _nothing  # type: ignore[method-assign, assignment]
        return lines


def _nothing(_: object) -> Element:
    return Element("div")
