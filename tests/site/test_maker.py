"""Pages one at a time: to the byte what MkDocs makes of a whole docs folder at once, whatever was made before them."""

import gzip
import pickle
import re
import shutil
from dataclasses import replace
from pathlib import Path

import material
import pytest
from lxml import etree
from mkdocs.commands.build import build
from mkdocs.config import load_config

from generator import flow
from generator.link.catalogue import Catalogue
from generator.read.folder import Read
from generator.site.assets import Assets
from generator.site.maker import Frame, PageMaker, is_page, read_frame
from generator.site.plain import SiteError
from generator.site.write import write_tree
from generator.words.places import PlaceWords
from support.pages import docs

ADDRESS = "https://example.gov.cn/清单/"
WORDS = PlaceWords()
MATERIAL = Path(material.__file__).with_name("templates") / "assets"
THEME_STYLES = [path.relative_to(MATERIAL).as_posix() for path in MATERIAL.glob("stylesheets/*.css")]
THEME = flow.TEMPLATES / "theme"
TEXTS = {
    "index.md": "# 首页 {#a}\n",
    "a.md": "# 甲 {#a}\n",
    "b/index.md": "# 乙\n",
    "b/c.md": "# 丙\n",
    "b/d/e.md": "# 戊\n",
}


def settings(folder: Path, theme: Path = THEME, **more: str) -> Path:
    """The project's settings, of a site that knows its address, with a theme."""
    text = flow.CONFIG.read_text("utf-8").replace("templates/theme", str(theme))
    file = folder / "mkdocs.yml"
    file.write_text(
        text + f"site_url: {ADDRESS}\n" + "".join(f"{key}: {value}\n" for key, value in more.items()), "utf-8"
    )
    return file


@pytest.fixture(scope="module")
def theme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A theme of one's own, to be changed."""
    folder = tmp_path_factory.mktemp("own") / "theme"
    shutil.copytree(THEME, folder, ignore=shutil.ignore_patterns("assets"))
    (folder / "assets").mkdir()
    return folder


def framed(config: Path, texts: dict[str, str] = TEXTS, words: PlaceWords = WORDS) -> Frame:
    """What the pages of some texts have in common."""
    return read_frame(config, Assets(), words, [config.parent / "pages"], texts.get)


def framed_of(config: Path, files: tuple[str, ...]) -> Frame:
    """The same, where the scripts and styles are these."""
    return replace(framed(config), folder="assets/v" if files else "assets", files=files)


@pytest.mark.slow
def test_pages_are_those_of_mkdocs(
    tmp_path: Path, demo: Read, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every file of the demo content's site, each page made once before all others and once after them."""
    files = dict(docs(demo, catalogue))
    write_tree(files.items(), tmp_path / "docs")
    config_file = settings(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "315532800")
    places = {"docs_dir": str(tmp_path / "docs"), "site_dir": str(tmp_path / "site")}
    config = load_config(str(config_file), **places, exclude_docs="/assets/javascripts/")
    config.extra["words"] = catalogue.words
    build(config)
    made = (path for path in (tmp_path / "site").rglob("*") if path.is_file())
    theirs = {path.relative_to(tmp_path / "site").as_posix(): path for path in made}

    pages = {name: str(text) for name, text in files.items() if is_page(name)}
    maker = PageMaker(framed(config_file, pages, catalogue.words))
    ours = dict(maker.others(pages)) | {maker.file(name): maker.page(name, text).html for name, text in pages.items()}
    assert {name for name in ours if ours[name] != theirs[name].read_bytes()} == set()
    assert theirs.keys() - ours.keys() == files.keys() - pages.keys()
    again = {maker.file(name): maker.page(name, text).html for name, text in reversed(pages.items())}
    assert {name for name in again if again[name] != ours[name]} == set()


def test_page_does_not_depend_on_those_made_before(tmp_path: Path) -> None:
    """What is drawn once for many pages is right for each, in any order; a page of the navigation has its own."""
    frame = framed(settings(tmp_path))
    alone = {name: PageMaker(frame).page(name, text).html for name, text in TEXTS.items()}
    for order in (list(TEXTS), list(reversed(TEXTS))):
        maker = PageMaker(frame)
        assert {name: maker.page(name, TEXTS[name]).html for name in order} == alone
    links = etree.HTML(alone["b/d/e.md"]).xpath("//header//a/@href")
    assert links[:2] == ["../../..", "../../.."]


def test_frame_is_sent_to_other_processes(tmp_path: Path) -> None:
    """It arrives as it is, and small, whatever the scripts are."""
    assets = Assets("3f9c01ab77e2", {"page/main.js": b"x" * 10_000}, sources=("page/main.js",))
    frame = read_frame(settings(tmp_path), assets, PlaceWords(), [tmp_path], TEXTS.get)
    sent = pickle.dumps(frame)
    arrived = pickle.loads(sent)
    assert (arrived, hash(arrived), arrived.digest) == (frame, hash(frame), frame.digest)
    assert len(sent) < 2_000
    page = PageMaker(arrived).page("a.md", TEXTS["a.md"]).html.decode()
    assert '<script src="../assets/3f9c01ab77e2/page/main.js" type="module"></script>' in page


def test_styles_are_named_once(tmp_path: Path) -> None:
    """Where they are one file, a page names that alone, besides what somebody added; Material's own are not copied."""
    own = "extra_css: [assets/style/qingdan.css, assets/style/access.css]"
    config = settings(tmp_path)
    text = config.read_text("utf-8")
    assert own in text
    config.write_text(text.replace(own, f"{own[:-1]}, more.css]"), "utf-8")
    for files, named, copied in (
        (("style.css",), ["../assets/v/style.css", "../more.css"], 0),
        (
            (),
            [
                *(f"../assets/{name}" for name in sorted(THEME_STYLES)),
                *("../assets/style/qingdan.css", "../assets/style/access.css", "../more.css"),
            ],
            4,
        ),
    ):
        maker = PageMaker(framed_of(config, files))
        page = etree.HTML(maker.page("a.md", TEXTS["a.md"]).html.decode())
        assert page.xpath("//link[@rel='stylesheet']/@href") == named
        assert sum("stylesheets/" in name for name in maker.theme_names()) == copied


def test_digest_names_all_that_pages_have_in_common(tmp_path: Path, theme: Path) -> None:
    """It stays as long as this stays; each part of it makes another."""
    frame = framed(settings(tmp_path, theme))
    digests = [frame.digest]
    digests += [replace(frame, words=PlaceWords("街道")).digest, replace(frame, folder="assets/v").digest]
    digests += [replace(frame, titles=(("townships/index.md", "街道"),)).digest]
    footer = theme / "partials/footer.html"
    before = footer.read_text("utf-8")
    footer.write_text(before + "<!-- -->", "utf-8")
    digests.append(replace(frame).digest)
    footer.write_text(before, "utf-8")
    digests.append(framed(settings(tmp_path, theme, copyright="丙")).digest)
    assert len(set(digests)) == len(digests)
    (tmp_path / "mkdocs.yml").write_text(settings(tmp_path, theme).read_text("utf-8") + "# 说明\n", "utf-8")
    assert framed(tmp_path / "mkdocs.yml").digest == digests[0]


@pytest.mark.parametrize(
    "what", ["page.title", "page.meta.description", "page.url", "page.url | url", "page.url[1:]", "page.url[:3]"]
)
def test_what_is_drawn_once_must_not_ask_for_the_page(tmp_path: Path, theme: Path, what: str) -> None:
    """A footer that says which page it is on would say the wrong one on the next: it is refused, and why."""
    footer = theme / "partials/footer.html"
    before = footer.read_text("utf-8")
    footer.write_text(f"{before}{{{{ {what} }}}}", "utf-8")
    try:
        maker = PageMaker(framed(settings(tmp_path, theme)))
        assert "首页".encode() in maker.page("index.md", TEXTS["index.md"]).html  # of the navigation
        with pytest.raises(SiteError) as raised:
            maker.page("b/c.md", TEXTS["b/c.md"])
    finally:
        footer.write_text(before, "utf-8")
    asked = re.match(r"page\.\w+", what)
    assert asked
    assert f"所以不能用 {asked[0]}，只能问 page.url 怎样开头" in raised.value.details[0]


@pytest.mark.parametrize("asks", ["page.url.startswith('b/d/')", "page.url[:4] == 'b/d/'"])
@pytest.mark.parametrize("first", ["b/c.md", "b/d/e.md", "a.md"])
def test_what_is_drawn_once_may_ask_where_a_page_is(tmp_path: Path, theme: Path, first: str, asks: str) -> None:
    """And leads to pages below others, right for each, whichever comes first."""
    footer = theme / "partials/footer.html"
    before = footer.read_text("utf-8")
    footer.write_text(f"<i>{{{{ 'b/d/e/' | url }}}}{{% if {asks} %}}在{{% endif %}}</i>", "utf-8")
    try:
        maker = PageMaker(framed(settings(tmp_path, theme)))
        texts = {name: TEXTS[name] for name in (first, *TEXTS)} | {"b/d/f.md": "# 己\n", "b/g/h.md": "# 庚\n"}
        said = {name: etree.HTML(maker.page(name, text).html.decode()).findtext(".//i") for name, text in texts.items()}
    finally:
        footer.write_text(before, "utf-8")
    expected = {"index.md": "b/d/e/", "a.md": "../b/d/e/", "b/index.md": "d/e/", "b/c.md": "../d/e/"}
    assert said == expected | {"b/d/e.md": "./在", "b/d/f.md": "../e/在", "b/g/h.md": "../../d/e/"}


# --- the sitemap -----------------------------------------------------------------------------------


def addresses(text: bytes) -> list[str]:
    """What a sitemap lists."""
    found: list[str] = etree.fromstring(text).xpath("//*[local-name()='loc']/text()")
    return found


def test_sitemap_lists_every_page(tmp_path: Path) -> None:
    """In the order of the folders, however they are named; also for servers that give it packed."""
    others = dict(PageMaker(framed(settings(tmp_path))).others(sorted(TEXTS, reverse=True)))
    site = "https://example.gov.cn/清单/"
    assert addresses(others["sitemap.xml"]) == [site, *(f"{site}{page}" for page in ("a/", "b/", "b/c/", "b/d/e/"))]
    assert gzip.decompress(others["sitemap.xml.gz"]) == others["sitemap.xml"]
    assert "sitemap-1.xml" not in others


@pytest.mark.slow
def test_sitemap_of_more_pages_than_one_may_hold(tmp_path: Path) -> None:
    """Several, each with as many as it may hold, and one that names them."""
    names = [f"{number:05}.md" for number in range(50_001)]
    others = dict(PageMaker(framed(settings(tmp_path))).others(names))
    parts = [f"{ADDRESS}sitemap-{number}.xml" for number in (1, 2)]
    assert addresses(others["sitemap.xml"]) == parts
    assert etree.fromstring(others["sitemap.xml"]).tag == "{http://www.sitemaps.org/schemas/sitemap/0.9}sitemapindex"
    assert [len(addresses(others[f"sitemap-{number}.xml"])) for number in (1, 2)] == [50_000, 1]
    assert gzip.decompress(others["sitemap-2.xml.gz"]) == others["sitemap-2.xml"]


def test_site_that_does_not_know_its_address_lists_nothing(tmp_path: Path) -> None:
    """Addresses in a sitemap are whole."""
    others = dict(PageMaker(framed(settings(tmp_path, site_url="''"))).others(TEXTS))
    assert addresses(others["sitemap.xml"]) == []
