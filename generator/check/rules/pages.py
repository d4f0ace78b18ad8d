"""Hand-written pages: where their links lead."""

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from generator import paths
from generator.check.places import problem
from generator.check.rule import wide_rule
from generator.check.survey import Survey
from generator.model import Content, Problem, Where
from generator.read.folder import PAGES, PROJECT_PAGES
from generator.words.characters import did_you_mean

# [words](address), [words](<address with blanks>), and the definition of [words][name].
_LINK = re.compile(r"(?:(?<!\\)\]\(|^ {0,3}\[[^\]\n^][^\]\n]*\]:[ \t]*)(?:<([^>\n]+)>|([^)\s>]+))", re.MULTILINE)
_NO_LINKS = re.compile(r"^( *)(```|~~~).*?^\1\2|`[^`\n]+`|<!--.*?-->", re.DOTALL | re.MULTILINE)


@wide_rule()
def pages_lead_somewhere(content: Content, duties: Survey) -> Iterator[Problem]:
    """手写的页面不占用生成的页面的名字，里面的链接指向有的 .md 文件。
    正：[怎样改正](contribute.md)
    误：[怎样改正](contribut.md)、[首页](/)
    """
    generated = _own_pages() | duties.pages
    folders = {page.split("/")[0] for page in generated if "/" in page} - {paths.CONTRIBUTE.removesuffix(".md")}
    pages = {*content.pages, *PROJECT_PAGES, *generated}
    for name, text in content.pages.items():
        where = Where(f"{PAGES}/{name}")
        # MkDocs makes index.html of a README.md.
        index = re.sub(r"(^|/)README\.md$", r"\1index.md", name)
        if index != name and index not in generated and index in content.pages:
            yield problem(where, f"“{name}”和“{index}”会成为同一个网页；请只留一个，或换一个名字")
        if index in generated or name.split("/")[0] in folders:
            yield problem(where, f"“{name}”这个名字是生成的页面用的；请换一个名字")
        # What is code or a remark holds no links; blanked, so that places stay.
        shown = _NO_LINKS.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
        for found in _LINK.finditer(shown):
            address, start = found[1] or found[2], found.start(found.lastindex or 0)
            parts = urlsplit(address)
            path = unquote(parts.path)
            if parts.scheme or parts.netloc or not path:
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
            # What is no page may be a file that is generated, too: the build looks at those.
            if path.startswith("/"):
                said = f"链接“{address}”以 / 开头，网站放在子路径下会失效；请写成从这一页算起的 .md 文件"
            elif not posixpath.splitext(path)[1]:
                said = f"链接“{address}”没有写到文件；站内的链接请写成 .md 文件，例如 contribute.md"
            elif duties.is_whole and path.endswith(".md") and target not in pages and not target.startswith(_MAY_BE):
                from_here = (posixpath.relpath(page, posixpath.dirname(name) or ".") for page in sorted(pages))
                said = f"链接“{address}”指向没有的页面{did_you_mean(path, from_here)}；请改成有的页面，或删去链接"
            else:
                continue
            line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
            yield Problem("", said, where, at=(line, column))


# Of these, whether there is a page is known only when all texts have been read: the build looks at those.
_MAY_BE = ("topics/", "references/", "overview/", "data/")


def _own_pages() -> set[str]:
    """The pages that every site has."""
    made = {page for name, page in vars(paths).items() if name.isupper() and str(page).endswith(".md")}
    return made - set(PROJECT_PAGES)
