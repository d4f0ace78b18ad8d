"""The page that is looked at comes before all others: it is what the whole build makes, or it waits for that."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator import flow
from generator.flow import Generated
from generator.glance import Glance
from generator.progress import SILENT
from generator.serve import Preview
from generator.site.settings import read_settings
from support.here import Here
from support.places import DEMO

DUTY = "townships/jia/yi/c-001/index.html"
LIST = Path("townships/jia/yi/cooperative.yml")


@dataclass
class Made:
    """A content folder and the site that was made of it."""

    content: Path
    site: Path
    glance: Glance

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
    assert generated.glance
    return Made(content, site, generated.glance)


@pytest.mark.slow
def test_page_is_as_the_whole_build_makes_it(made: Made) -> None:
    """Whether nothing was changed, which is nothing to show, or a text of its county."""
    assert made.glance.page(DUTY) is None
    before = (made.site / DUTY).read_bytes()
    made.edit(LIST, lambda text: text.replace("id: c-001\n", "id: c-001\n        notes: [{why: 试一试}]\n"))
    page = made.glance.page(DUTY)
    made.again()
    assert page == (made.site / DUTY).read_bytes() != before


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
    assert made.glance.page(DUTY) is None
    assert made.glance.page("index.html") is None


def answer(server: Preview, address: str) -> str:
    """What the preview says of an address."""
    said = server.serve_request({"PATH_INFO": address}, lambda *_: lambda _: None)
    return b"".join(said).decode()


def test_early_page_is_not_waited_for(tmp_path: Path) -> None:
    """It is answered while the others are being made, with the styles; browsers load it once more if it was wrong."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/a.css").write_text("p{}", "utf-8")
    server = Preview(lambda: None, 8000, tmp_path)
    server.watch(str(tmp_path))
    shown = server._wanted_epoch  # noqa: SLF001, MkDocs has no other name for it
    server._wanted_epoch = shown + 1000  # noqa: SLF001, a build has begun
    server.show_early("/a/", b"<body>early</body>")
    assert int(answer(server, f"/livereload/{shown}/1")) == shown + 999
    assert "early" in (page := answer(server, "/a/"))
    assert f"livereload({shown + 1000}" in page
    assert answer(server, "/assets/a.css") == "p{}"
    for is_as_shown, epoch in ((True, shown + 1000), (False, shown + 1001)):
        server.end_early(is_as_shown=is_as_shown)
        assert (server.early, server._wanted_epoch) == (None, epoch)  # noqa: SLF001
    server.server_close()
