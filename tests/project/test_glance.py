"""The page that is looked at comes before all others: it is what the whole build makes, or it waits for that."""

import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator import flow
from generator.flow import Generated
from generator.glance import Glance, Look
from generator.progress import SILENT
from generator.serve import Preview
from generator.site.settings import read_settings
from support.here import Here
from support.places import DEMO

DUTY = "/townships/jia/yi/c-001/"
LIST = Path("townships/jia/yi/cooperative.yml")


@dataclass
class Made:
    """A content folder and the site that was made of it."""

    content: Path
    site: Path
    glance: Glance

    def page(self, address: str) -> bytes | None:
        """A page as it is now, if that can be told."""
        look = self.glance.look()
        return look and look.page(address)

    def file(self, address: str) -> bytes:
        """The file of a page."""
        return (self.site / address.strip("/") / "index.html").read_bytes()

    def again(self) -> Generated:
        """All of it anew."""
        return flow.generate(self.content, read_settings(flow.CONFIG), self.site, Here(), SILENT)

    def edit(self, file: Path | str, change: Callable[[str], str]) -> None:
        """Change a file of the content."""
        path = self.content / file
        before = path.read_text("utf-8")
        path.write_text(change(before), "utf-8")
        assert path.read_text("utf-8") != before


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """The demo content, made once."""
    content, site = tmp_path / "content", tmp_path / "site"
    shutil.copytree(DEMO, content)
    generated = flow.generate(content, read_settings(flow.CONFIG), site, Here(), SILENT)
    assert generated.before
    return Made(content, site, Glance(generated.before))


@pytest.mark.slow
def test_pages_are_as_the_whole_build_makes_them(made: Made) -> None:
    """Of the county whose text was changed, and across counties; where nothing is new, none.

    But for the sizes of downloads, which are written later.
    """
    assert made.page(DUTY) is None
    addresses = [DUTY, "/townships/jia/bing/c-001/", "/topics/old-age-allowance/", "/changes/", "/"]
    before = [made.file(address) for address in addresses]
    allowed = "        allow: [{rule: source-accounted-for, reason: 试一试}]\n        source: {lines: [20, 23]}"
    source = allowed.splitlines()[1]
    made.edit(LIST, lambda text: text.replace("name: 开展", "name: 试着开展").replace(source, allowed))
    look = made.glance.look()
    assert look
    pages = [look.page(address) for address in addresses]
    assert look.page("/nowhere/") is None
    made.again()
    for address, page in zip(addresses, pages, strict=True):
        assert page == made.file(address), address
    assert [page != old for page, old in zip(pages, before, strict=True)] == [True, True, True, False, False]
    assert sorted(look.shown) == sorted(f"{address.strip('/')}/index.html".lstrip("/") for address in addresses)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "change"),
    [
        (LIST, lambda text: text + "  - 甲: [\n"),
        (LIST, lambda text: text.replace("  - name: ", "  - name: 不认识的", 1)),
        ("vocabulary/topics.yml", lambda text: text.replace("name: ", "name: 新", 1)),
    ],
    ids=["no YAML", "unknown category", "vocabulary"],
)
def test_what_cannot_be_told_so_soon(made: Made, file: Path | str, change: Callable[[str], str]) -> None:
    """The whole build has to say it: a mistake, or what is about more than a county."""
    made.edit(file, change)
    assert made.glance.look() is None


def answer(server: Preview, address: str) -> str:
    """What the preview says of an address."""
    said = server.serve_request({"PATH_INFO": address}, lambda *_: lambda _: None)
    return b"".join(said).decode()


class Seen(Look):
    """A page of the preview, as it is now."""

    def __init__(self, pages: dict[str, bytes]) -> None:
        self._made = dict(pages)

    def page(self, address: str) -> bytes | None:
        """Whatever it was given."""
        return self._made.get(f"{address.strip('/')}/index.html")


def test_early_page_is_not_waited_for(tmp_path: Path) -> None:
    """It is answered while the others are being made, with the styles; browsers load it once more if it was wrong."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/a.css").write_text("p{}", "utf-8")
    (tmp_path / "a").mkdir()
    server = Preview(lambda: None, 8000, tmp_path)
    server.watch(str(tmp_path))
    shown = server._wanted_epoch  # noqa: SLF001, MkDocs has no other name for it
    server._wanted_epoch = shown + 1000  # noqa: SLF001, a build has begun
    look = Seen({"a/index.html": b"<body>early</body>"})
    server.show_early(look, is_looked_at=True)
    assert int(answer(server, f"/livereload/{shown}/1")) == shown + 999
    assert "early" in (page := answer(server, "/a/"))
    assert f"livereload({shown + 1000}" in page
    assert answer(server, "/assets/a.css") == "p{}"
    for text, errors, epoch in (("early", [], 1000), ("early", ["内容有错误"], 1001), ("late", [], 1002)):
        (tmp_path / "a/index.html").write_text(f"<body>{text}</body>", "utf-8")
        server.early, server.errors = look, errors
        server.end_early()
        assert (server.early, server._wanted_epoch) == (None, shown + epoch)  # noqa: SLF001
    server.server_close()


def test_whoever_asks_while_it_is_looked_for_is_answered_by_the_early_page(tmp_path: Path) -> None:
    """A request that came before it was made is not answered by what was there, nor waits for all the others."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a/index.html").write_text("<body>old</body>", "utf-8")
    server = Preview(lambda: None, 8000, tmp_path)
    server._wanted_epoch += 1000  # noqa: SLF001, a build has begun
    with ThreadPoolExecutor(1) as asking:
        said = asking.submit(answer, server, "/a/")
        while not server._epoch_cond._waiters:  # noqa: SLF001
            time.sleep(0.01)
        server.show_early(Seen({"a/index.html": b"<body>early</body>"}), is_looked_at=False)
        assert "early" in said.result(timeout=30)
    server.server_close()


def test_what_is_outdated_is_not_shown(tmp_path: Path) -> None:
    """What was shown of a content that was changed again is there no more, and browsers hear of what comes instead."""
    server = Preview(lambda: None, 8000, tmp_path)
    server._want_rebuild = False  # noqa: SLF001, a build has begun
    server.show_early(Seen({"a/index.html": b"<body>early</body>"}), is_looked_at=True)
    asked = server._wanted_epoch  # noqa: SLF001
    assert not server.is_outdated
    server._want_rebuild = True  # noqa: SLF001, somebody has changed something
    assert server.is_outdated
    server.begin_again()
    assert (server.is_outdated, server.early) == (False, None)
    server.show_early(Seen({"a/index.html": b"<body>later</body>"}), is_looked_at=True)
    assert int(answer(server, f"/livereload/{asked}/1")) > asked
    assert "later" in answer(server, "/a/")
    server.server_close()
