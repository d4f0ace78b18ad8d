"""Other builders: the docs folder built by them, and compared with the site, page by page.

    make site
    .ci/others      installs ProperDocs and Zensical in build/others, and runs this with them

For the way out of MkDocs (docs/decisions/0034-way-out.md): what another builder makes of the same Markdown, theme and
settings, and what it takes.  Compared are which pages there are, and of each its title, where it leads, and the places
in it; scripts and styles aside, which the site has in a folder of their own.  Ends with 1 where anything is not the
same.
"""

import argparse
import posixpath
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from lxml import etree
from spent import Failed, Spent, spent

from generator import paths
from generator.project import CONFIG, PROJECT, TEMPLATES
from generator.site.verify import look

# What comes before the settings' file.
_COMMANDS = {"mkdocs": ("build", "-q", "-f"), "properdocs": ("build", "-q", "-f"), "zensical": ("build", "-f")}
_SHOWN = 3
# A relative address in HTML, and what follows its path.
_ADDRESS = re.compile(r"""\b(href|src|action)="((?![a-z]+:|/|#)[^"#?:]+)([^"]*)\"""")


@dataclass(frozen=True)
class Page:
    """What is compared of a page."""

    title: str
    links: frozenset[str]
    places: frozenset[str]


def read(site: Path) -> dict[str, Page]:
    """The pages of a site."""
    pages = {}
    for path in sorted(site.rglob("*.html")):
        name, content = path.relative_to(site).as_posix(), path.read_bytes()
        seen = look(name, content, "/")
        title = etree.HTML(content.decode()).findtext("head/title") or ""
        links = {f"{target.removesuffix('index.html').rstrip('/')}#{place}" for target, place in seen.links}
        own = f"{paths.assets()}/"
        pages[name] = Page(
            " ".join(title.split()),
            frozenset(one for one in links if not one.startswith(own)),
            frozenset(seen.places[name]),
        )
    return pages


def differences(ours: dict[str, Page], theirs: dict[str, Page]) -> Iterator[tuple[str, list[str]]]:
    """What is not the same, and where."""
    yield "只有我们有的页面", sorted(ours.keys() - theirs.keys())
    yield "只有它有的页面", sorted(theirs.keys() - ours.keys())
    both = sorted(ours.keys() & theirs.keys())
    for what, of in (("标题", "title"), ("链接", "links"), ("位置", "places")):
        yield (
            f"{what}不同的页面",
            [
                f"{name}：{_told(getattr(ours[name], of), getattr(theirs[name], of))}"
                for name in both
                if getattr(ours[name], of) != getattr(theirs[name], of)
            ],
        )


def _told(ours: str | frozenset[str], theirs: str | frozenset[str]) -> str:
    if isinstance(ours, str) or isinstance(theirs, str):
        return f"我们是“{ours}”，它是“{theirs}”"
    few = [f"只有我们有 {one}" for one in sorted(ours - theirs)[:_SHOWN]]
    return "；".join([*few, *(f"只有它有 {one}" for one in sorted(theirs - ours)[:_SHOWN])])


def counted_from_file(page: str, text: str) -> str:
    """A page with the addresses in its HTML counted from its file.

    Zensical counts them so, and makes of them addresses from the page as it is shown, which they are for MkDocs.
    Whoever changes over does the same in one place, `generator/pages/render.py`.
    """
    shown, folder = paths.url(page) or ".", posixpath.dirname(page) or "."

    def counted(found: re.Match[str]) -> str:
        target = posixpath.relpath(posixpath.normpath(posixpath.join(shown, found[2])), folder)
        return f'{found[1]}="{target}{"/" if found[2].endswith("/") else ""}{found[3]}"'

    return _ADDRESS.sub(counted, text)


def build(program: Path, folder: Path, docs: Path) -> Spent:
    """Build the docs folder with a program, below a folder of its own, as Zensical wants.  Raises Failed."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(docs, folder / "docs")
    if program.stem == "zensical":
        for path in (folder / "docs").rglob("*.md"):
            name = path.relative_to(folder / "docs").as_posix()
            path.write_text(counted_from_file(name, path.read_text("utf-8")), "utf-8", newline="\n")
    shutil.copytree(TEMPLATES / "theme", folder / "theme")
    settings = yaml.safe_load(CONFIG.read_text("utf-8"))
    settings |= {"docs_dir": "docs", "site_dir": "site"}
    settings["theme"] |= {"custom_dir": "theme"}
    (folder / "mkdocs.yml").write_text(
        yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), "utf-8", newline="\n"
    )
    # For our Markdown extension, which needs nothing else of ours.
    command: list[str | Path] = [program.absolute(), *_COMMANDS[program.stem], "mkdocs.yml"]
    return spent(command, folder, {"PYTHONPATH": str(PROJECT), "SOURCE_DATE_EPOCH": "315532800"})


def main() -> int:
    """Build with each program, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs", nargs="+", type=Path, metavar="PROGRAM", help="zensical, properdocs, mkdocs")
    parser.add_argument("--site", type=Path, default=PROJECT / "site")
    parser.add_argument("--docs", type=Path, default=PROJECT / "build/docs")
    arguments = parser.parse_args()
    ours = read(arguments.site)
    are_same = True
    for program in arguments.programs:
        folder = PROJECT / "build/others-made" / program.stem
        print(f"## {program.stem}\n")
        try:
            took = build(program, folder, arguments.docs)
        except Failed as failed:
            print(f"没有生成：\n{failed}\n")
            are_same = False
            continue
        print(
            f"{took.wall:.0f} 秒，处理器 {took.cpu:.1f} 秒，内存 {took.memory / 1e6:.0f} MB；我们有 {len(ours)} 页。\n"
        )
        for what, where in differences(ours, read(folder / "site")):
            print(f"- {what}：{len(where)}")
            for one in where[:_SHOWN]:
                print(f"    - {one}")
            are_same = are_same and not where
        print()
    return 0 if are_same else 1


if __name__ == "__main__":
    sys.exit(main())
