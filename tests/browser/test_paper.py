"""On paper, passed on, reported: printed pages, codes, citations, what search engines read, routes for mistakes."""

import json
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pypdfium2
import pytest
import zxingcpp
from lxml import etree
from playwright.sync_api import Browser, Page, expect

from generator import flow, paths
from generator.changes.importing import township_files
from generator.changes.renewal import renewed
from generator.data.downloads import Downloads
from generator.data.export import export
from generator.link.catalogue import Catalogue, LinkedDuty
from generator.link.linker import link
from generator.model import ListKind
from generator.pages import metadata
from generator.pages.render import Renderer
from generator.pages.reporting import LONGEST, FormRoute, MailRoute, Mistake, Route, route
from generator.pages.repository import Repository
from generator.pages.sheet import SIZES, sheet
from generator.printed.form import form
from generator.read.folder import read
from generator.site.plain import SiteError
from generator.site.settings import read_settings
from support.places import CONTENT, DEMO

ADDRESS = "https://example.gov.cn/qingdan/"


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return link(read(DEMO).content)


@pytest.fixture(scope="session")
def real_duties() -> list[LinkedDuty]:
    return [duty for township in link(read(CONTENT).content).townships for duty in township.duties]


@pytest.fixture(scope="session")
def address(site: Path, served: Callable[[Path], str]) -> str:
    """The real content's site, which does not know its own address."""
    return served(site)


@pytest.fixture(scope="session")
def known(tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path], str]) -> tuple[Path, str]:
    """The demo content's site, built with the address that it is served at: its folder and its address."""
    work = tmp_path_factory.mktemp("known")
    address = served(work / "site")
    settings = flow.CONFIG.read_text("utf-8").replace("templates/theme", str(flow.TEMPLATES / "theme"))
    assert 'report: ""' in settings
    settings = settings.replace('report: ""', "report: bangong@example.gov.cn")
    (work / "mkdocs.yml").write_text(f"{settings}\nsite_url: {address}\n", "utf-8")
    flow.build_site(DEMO, work / "site", lambda _: None, work / "mkdocs.yml")
    return work / "site", address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    yield context.new_page()
    context.close()


def printed(page: Page, url: str) -> pypdfium2.PdfDocument:
    """The page at an address as the browser prints it."""
    page.goto(url)
    return pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))


def texts(document: pypdfium2.PdfDocument) -> list[str]:
    """The text of each sheet without blanks; fonts may give radicals for characters, which are the same."""
    pages = (page.get_textpage().get_text_bounded() for page in document)
    return [re.sub(r"\s", "", unicodedata.normalize("NFKC", text)) for text in pages]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


# --- paper -----------------------------------------------------------------------------------------


def test_duty_is_printed_on_one_sheet_of_a4(page: Page, address: str) -> None:
    """A sheet has what the duty is, who does it, what each side does, its version; nothing of the screen."""
    document = printed(page, f"{address}townships/tuquan/tuquan/c-013/")
    assert [round(side / 72 * 25.4) for side in document[0].get_size()] == [210, 297]
    (text,) = texts(document)
    wanted = (
        "乡镇履职事项明白卡",
        "突泉县突泉镇配合履职第13项",
        "镇里配合",
        "由县市场监管局负责,突泉镇配合。",
        "指导乡镇走访市场经营户开展食品安全宣传工作",
        "走访市场经营户开展食品安全宣传工作",
        "《突泉镇配合履职事项清单》第13项",
        "来源文本校验值a2abf891ba67",
        "第1页,共1页",
    )
    at = 0
    for one in wanted[:6]:
        at = text.find(one, at)
        assert at >= 0, one
    assert [one for one in wanted if one not in text] == []
    assert [one for one in ("报告错误", "复制", "同一件事", "上一项", "关于") if one in text] == []


def test_every_duty_keeps_within_its_sheets(page: Page, address: str, real_duties: list[LinkedDuty]) -> None:
    """The longest duties of each size of type fit on one sheet; a longer one says that it takes several."""
    sizes: dict[str, list[LinkedDuty]] = {}
    for duty in sorted(real_duties, key=lambda duty: -sum(map(len, duty.texts))):
        sizes.setdefault(sheet(duty).name, []).append(duty)
    assert set(sizes) == {*(f"{size:g}".replace(".", "-") for size in SIZES), "long"}
    for name, duties in sizes.items():
        for duty in duties[:3]:
            pages = texts(printed(page, address + paths.url(paths.duty(duty.township.id, duty.id))))
            assert (len(pages) > 1) == ("内容较多,印成几张" in pages[0]) == (name == "long"), duty.id
            assert all(f"第{n}页,共{len(pages)}页" in text for n, text in enumerate(pages, 1))
            # Nothing is lost on the way to paper.
            together = "".join(re.sub(r"第\d页,共\d页", "", text) for text in pages)
            assert [text for text in duty.texts if squeezed(text) not in together] == []


def test_list_is_printed_with_heads_and_page_numbers(page: Page, address: str) -> None:
    """Every sheet of a list has the table's head and its number; all duties are there in order."""
    url = f"{address}townships/jidong/unknown/cooperative/"
    pages = texts(printed(page, url))
    assert len(pages) > 5
    for number, text in enumerate(pages, 1):
        assert "序号事项名称谁来办部门" in text
        assert f"第{number}页,共{len(pages)}页" in text
    names = page.locator("article tbody tr > :nth-child(2)").all_inner_texts()
    together, at = "".join(pages), 0
    assert len(names) == 159
    for name in names:
        at = together.find(squeezed(name)[:12], at)
        assert at >= 0, name


def test_date_of_the_document_is_printed_and_kept() -> None:
    """The date that the document states is on the sheet; importing the same text anew keeps it, another's does not."""
    content = read(DEMO).content
    old = next(one for one in content.townships if one.id == "jia/yi")
    source = old.file.source
    dated = replace(old, file=old.file.model_copy(update={"source": source.model_copy(update={"date": "2024-12"})}))
    townships = tuple(dated if one.id == dated.id else one for one in content.townships)
    pages = dict(Renderer(flow.TEMPLATES, None).render(link(replace(content, townships=townships))))
    assert "原文（2024&#45;12），来源文本校验值" in pages["townships/jia/yi/c-001.md"]
    assert renewed(dated, old).file.source.date == "2024-12"
    other = old.file.model_copy(update={"source": source.model_copy(update={"sha256": "0" * 64})})
    assert renewed(dated, replace(old, file=other)).file.source.date is None
    assert "\n  date: 2024-12\n" in township_files(dated)["township.yml"]
    assert "date" not in township_files(old)["township.yml"]


def scanned(document: pypdfium2.PdfDocument) -> list[str]:
    """What a camera reads from the first sheet at 200 dpi."""
    bitmap = document[0].render(scale=200 / 72, grayscale=True)
    picture = memoryview(bytes(bitmap.buffer)).cast("B", shape=[bitmap.height, bitmap.stride])
    return [one.text for one in zxingcpp.read_barcodes(picture)]


def test_code_on_paper_leads_to_the_page(page: Page, known: tuple[Path, str]) -> None:
    """The code of a printed duty and of a printed list, read from the sheet, is the address of the page."""
    _, address = known
    for name in ("townships/jia/yi/c-001/", "townships/jia/yi/cooperative/"):
        document = printed(page, address + name)
        (found,) = scanned(document)
        assert found == address + name
        assert squeezed(f"网址：{found}") in texts(document)[0]
        assert page.goto(found).ok
        expect(page.locator("link[rel=canonical]")).to_have_attribute("href", found)


def test_code_in_the_dark(page: Page, known: tuple[Path, str]) -> None:
    """On a dark screen the code stays dark on light: its colours are its own."""
    page.emulate_media(color_scheme="dark")
    page.goto(f"{known[1]}townships/jia/yi/c-001/")
    code = page.get_by_role("img", name="本页网址的二维码")
    expect(code).to_be_visible()
    assert code.locator("svg").evaluate("svg => getComputedStyle(svg).backgroundColor") == "rgb(255, 255, 255)"
    assert code.locator("[style]").count() == 0


def test_code_outlives_a_new_number(tmp_path: Path) -> None:
    """A duty that gets another number keeps its code; its citation changes."""
    pages = []
    for number in ("1", "9"):
        content = tmp_path / number
        shutil.copytree(DEMO, content)
        file = content / "townships/jia/yi/cooperative.yml"
        file.write_text(file.read_text("utf-8").replace("number: 1\n", f"number: {number}\n"), "utf-8")
        rendered = Renderer(flow.TEMPLATES, None, address=ADDRESS).render(link(read(content).content))
        pages.append(dict(rendered)["townships/jia/yi/c-001.md"])
    assert ["《乙镇配合履职事项清单》第 1 项" in pages[0], "《乙镇配合履职事项清单》第 9 项" in pages[1]] == [
        True,
        True,
    ]
    codes = [re.findall(r"<svg.*?</svg>", text) for text in pages]
    assert codes[0] == codes[1]
    assert len(codes[0]) == 1


def test_without_an_address_there_is_no_code(page: Page, address: str, site: Path) -> None:
    """A site that does not know its address prints no code; with a script it prints the address that it is read at."""
    url = f"{address}townships/tuquan/tuquan/c-013/"
    document = printed(page, f"{url}?from=singlemessage#township")
    assert scanned(document) == []
    assert squeezed(f"网址：{url}") in texts(document)[0]
    assert "qd-code" not in (site / "townships/tuquan/tuquan/c-013/index.html").read_text("utf-8")


# --- share and cite --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("township", "cited"),
    [
        ("tuquan/tuquan", "《突泉镇基本履职事项清单》第 1 项"),
        ("jishou/hexi", "《基本履职事项清单》（吉首市河溪镇，名称是推断的）第 1 项"),
        ("jidong/unknown", "《基本履职事项清单》（鸡东县，原文没有写明乡镇名称）第 1 项"),
    ],
)
def test_citation(township: str, cited: str) -> None:
    """A citation names the township if the document does, and else says how the name is known."""
    one = next(one for one in link(read(CONTENT).content).townships if one.head.id == township)
    assert metadata.cite(one.head, one.lists[0], 1) == cited


def cited_lists(page: str) -> set[ListKind]:
    """The lists whose titles stand on a page between 《 and 》."""
    return {kind for title in re.findall("《([^《》]*?清单)》", page) for kind in ListKind.named_in(title)}


def test_a_page_cites_its_own_list_alone() -> None:
    """Whatever page of a duty or of a list cites by title, is the list that it stands in: on 1,412 pages, no other."""
    content = link(read(CONTENT).content)
    kinds = {
        page: one.kind
        for township in content.townships
        for one in township.lists
        for page in (
            paths.duty_list(township.head.id, one.kind),
            *(paths.duty(township.head.id, duty.id) for duty in one.duties),
        )
    }
    pages = dict(Renderer(flow.TEMPLATES, None).render(content))
    assert {page: found for page, kind in kinds.items() if (found := cited_lists(pages[page])) != {kind}} == {}
    for township in content.townships:
        named = cited_lists(pages[paths.township(township.head.id)])
        assert named in (set(), set(ListKind))


@pytest.mark.parametrize(
    ("township", "title", "cited"),
    [
        ("yi", "甲县乙镇履行职责事项清单", "甲县乙镇配合履职事项清单"),
        ("yi", "甲县乙镇基本履职事项清单", "甲县乙镇配合履职事项清单"),
        ("yi", "基本履职、配合履职事项清单", "甲县乙镇配合履职事项清单"),
        ("yi", "乙镇配合履职事项清单（试行）", "乙镇配合履职事项清单（试行）"),
        ("bing", "甲县乡镇履行职责事项清单", "配合履职事项清单"),
    ],
)
def test_a_list_under_another_title(tmp_path: Path, township: str, title: str, cited: str) -> None:
    """A list that the document heads with the whole document's title, or another list's, is cited by its own kind.

    The data keeps what the document prints.
    """
    shutil.copytree(DEMO, tmp_path / "demo")
    file = tmp_path / f"demo/townships/jia/{township}/cooperative.yml"
    file.write_text(re.sub("(?m)^title: .*$", f"title: {title}", file.read_text("utf-8")), "utf-8")
    content = link(read(tmp_path / "demo").content)
    page = dict(Renderer(flow.TEMPLATES, None).render(content))[f"townships/jia/{township}/c-001.md"]
    assert f"\n《{cited}》" in page
    assert cited_lists(page) == {ListKind.COOPERATIVE}
    data = json.loads(dict(export(content))[f"api/v1/townships/jia/{township}.json"])
    assert [one["title"] for one in data["lists"] if one["kind"] == "cooperative"] == [title]


@pytest.mark.parametrize(
    ("title", "whole"),
    [
        ("重庆市云阳县龙角镇履行职责事项清单", True),
        ("甲镇基本履职、配合履职和上级部门收回事项清单", True),
        ("基本履职事项清单", False),
        ("甲县乙镇基本履职事项清单（2025年版）", False),
        ("甲镇基本履职和配合履职事项清单", False),
    ],
)
def test_title_of_the_whole_document(title: str, whole: bool) -> None:
    """A file that has no title but its first list's has none of its own: office files print none above the lists."""
    township = next(one for one in read(DEMO).content.townships if one.id == "jia/yi")
    source = township.file.source.model_copy(update={"title": title})
    renamed = replace(township, file=township.file.model_copy(update={"source": source}))
    assert form(renamed).title == (title if whole else "")


@pytest.mark.parametrize("clipboard", ["new", "old"])
def test_copy_by_keyboard(page: Page, address: str, clipboard: str) -> None:
    """Enter on a button copies the citation or the address, and says so, also where the site has no https."""
    if clipboard == "old":
        page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    else:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    url = f"{address}townships/tuquan/tuquan/c-013/"
    page.goto(f"{url}?from=timeline")
    for name, text in (("复制引用", "《突泉镇配合履职事项清单》第 13 项"), ("复制链接", url)):
        button = page.get_by_role("button", name=name)
        button.focus()
        page.keyboard.press("Enter")
        expect(page.locator("[data-qd-said][role=status]")).to_have_text(f"已复制：{text}")
        expect(button).to_be_focused()
        page.get_by_role("searchbox", name="查找事项").first.fill("")
        page.keyboard.press("Control+V")
        expect(page.get_by_role("searchbox", name="查找事项").first).to_have_value(text)


def test_without_javascript_the_citation_is_there(browser: Browser, address: str) -> None:
    """Without JavaScript the page says how it is cited, and shows no button that does nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}townships/tuquan/tuquan/c-013/")
    expect(page.locator("article")).to_contain_text("引用写作：《突泉镇配合履职事项清单》第 13 项。")
    assert page.locator(".qd-actions button:visible").count() == 0
    expect(page.get_by_role("link", name="报告错误")).to_be_visible()
    context.close()


def metadata_of(file: Path) -> dict[str, str]:
    """The title and every named meta of a page."""
    tree = etree.parse(str(file), etree.HTMLParser(encoding="utf-8"))
    named = {meta.get("name") or meta.get("property"): meta.get("content") for meta in tree.xpath("//meta[@content]")}
    return {
        **named,
        "title": tree.findtext(".//title"),
        "canonical": tree.xpath("string(//link[@rel='canonical']/@href)"),
    }


def test_pages_introduce_themselves(known: tuple[Path, str]) -> None:
    """A chat or a search engine sees which duty of which township it is, and who does it."""
    site, address = known
    found = metadata_of(site / "townships/jia/yi/c-001/index.html")
    description = "开展高龄津贴发放工作（甲县乙镇配合履职第 1 项）：由县民政局牵头，乙镇配合。"
    assert {
        key: found[key] for key in ("title", "description", "canonical", "og:title", "og:description", "og:url")
    } == {
        "title": "开展高龄津贴发放工作 · 甲县乙镇配合履职第 1 项 - 清单",
        "description": description,
        "canonical": f"{address}townships/jia/yi/c-001/",
        "og:title": "开展高龄津贴发放工作 · 甲县乙镇配合履职第 1 项",
        "og:description": description,
        "og:url": f"{address}townships/jia/yi/c-001/",
    }


def test_no_two_pages_look_the_same(site: Path) -> None:
    """Titles and descriptions are each page's own; each says which address is its proper one."""
    seen: dict[str, Path] = {}
    for file in site.rglob("index.html"):
        found = metadata_of(file)
        assert found["canonical"] == "./", file
        for key in ("title", "description"):
            assert seen.setdefault(f"{key} {found[key]}", file) == file
    assert metadata_of(site / "404.html")["robots"] == "noindex"


def test_map_of_the_site(known: tuple[Path, str]) -> None:
    """The sitemap lists every page once under its address; robots.txt leads to it and keeps out what is no page."""
    site, address = known
    listed = etree.parse(str(site / "sitemap.xml")).xpath("//*[local-name()='loc']/text()")
    pages = {file.parent.relative_to(site).as_posix() for file in site.rglob("index.html")}
    assert sorted(listed) == sorted(address + ("" if page == "." else f"{page}/") for page in pages)
    base = urlsplit(address).path
    assert (site / "robots.txt").read_text("utf-8") == (
        f"User-agent: *\nDisallow: {base}api/\nDisallow: {base}search/index/\n\nSitemap: {address}sitemap.xml\n"
    )
    assert "Sitemap" not in metadata.robots("")


def data_of(file: Path) -> list[dict]:
    """The data blocks of a page."""
    tree = etree.parse(str(file), etree.HTMLParser(encoding="utf-8"))
    return [json.loads(one) for one in tree.xpath("//script[@type='application/ld+json']/text()")]


def test_data_for_search_engines(known: tuple[Path, str]) -> None:
    """A duty is a service of the one who does it; one that nobody does any more is none."""
    site, address = known
    service, breadcrumb = data_of(site / "townships/jia/yi/c-001/index.html")
    assert service == {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": "开展高龄津贴发放工作",
        "description": "由县民政局牵头，乙镇配合。",
        "url": f"{address}townships/jia/yi/c-001/",
        "identifier": "jia/yi/c-001",
        "serviceType": "民生服务",
        "provider": [{"@type": "GovernmentOrganization", "name": "县民政局"}],
        "serviceOperator": {"@type": "GovernmentOrganization", "name": "甲县乙镇"},
        "areaServed": {"@type": "AdministrativeArea", "name": "某省 某市 甲县 乙镇"},
        "subjectOf": {"@type": "CreativeWork", "name": "《乙镇配合履职事项清单》第 1 项"},
    }
    assert breadcrumb["@type"] == "BreadcrumbList"
    assert [(one["name"], one["item"].removeprefix(address)) for one in breadcrumb["itemListElement"]] == [
        ("首页", ""),
        ("乡镇", "townships/"),
        ("甲县", "townships/jia/"),
        ("乙镇", "townships/jia/yi/"),
        ("配合履职", "townships/jia/yi/cooperative/"),
        ("开展高龄津贴发放工作", "townships/jia/yi/c-001/"),
    ]
    assert [data_of(site / f"townships/jia/yi/{id}/index.html")[0]["@type"] for id in ("b-001", "r-001", "r-002")] == [
        "GovernmentService",
        "GovernmentService",
        "WebPage",
    ]


def test_data_of_hostile_text_stays_data(catalogue: Catalogue) -> None:
    """Text that looks like the end of the block is in the data, word for word, and ends nothing."""
    hostile = "</script><script>window.qdHacked = 1</script><!-- & \u2028 ]]>"
    township = next(one for one in catalogue.townships if one.head.id == "jia/yi")
    duties = township.lists[1]
    poisoned = replace(duties.duties[0], entry=duties.duties[0].entry.model_copy(update={"name": hostile}))
    category = replace(duties.categories[0], duties=(poisoned,))
    changed = replace(township, lists=(replace(duties, categories=(category,)),))
    county = next(one for one in catalogue.counties if one.id == "jia")
    pages = dict(Renderer(flow.TEMPLATES, None).render_township(catalogue, county, changed, Downloads()))
    (block,) = re.findall(r'<script type="application/ld\+json">(.*)</script>', pages["townships/jia/yi/c-001.md"])
    assert json.loads(block)["name"] == hostile
    assert not set("<>&\u2028") & set(block)


# --- reporting a mistake ---------------------------------------------------------------------------

MISTAKE = Mistake(
    title="甲县乙镇配合履职第 1 项：开展高龄津贴发放工作",
    address=f"{ADDRESS}townships/jia/yi/c-001/",
    list="甲县乙镇配合履职事项清单",
    number="1",
    id="c-001",
    text='100% & <b>"津贴"</b> #1\r\nBcc: x@example.com\t{number}',
)
CLEAN = '100% & <b>"津贴"</b> #1 Bcc: x@example.com {number}'


def test_report_by_mail() -> None:
    """A mail is ready with address, list, number and text; no text can add a header or another part."""
    split = urlsplit(MailRoute("a.b@example.gov.cn").report(MISTAKE))
    assert (split.scheme, split.path, split.fragment) == ("mailto", "a.b@example.gov.cn", "")
    fields = dict(part.split("=") for part in split.query.split("&"))
    assert unquote(fields.pop("subject")) == f"内容有误：{MISTAKE.title}"
    assert unquote(fields.pop("body")).split("\r\n") == [
        f"页面：{MISTAKE.address}",
        "清单：《甲县乙镇配合履职事项清单》第 1 项（编号 c-001）",
        f"现在的文字：{CLEAN}",
        "",
        "应该是：",
        "",
        "依据（文件的名称、网址或页码）：",
        "",
    ]
    assert fields == {}


def test_report_by_form() -> None:
    """Every place of the form's address is filled in, each value whole; what a text holds fills in nothing."""
    form = FormRoute("https://wj.example.gov.cn/f?a={address}&l={list}&n={number}&i={id}&h={title}&t={text}#{id}")
    split = urlsplit(form.report(MISTAKE))
    assert (split.netloc, split.path, split.fragment) == ("wj.example.gov.cn", "/f", "c-001")
    assert {key: value for key, (value,) in parse_qs(split.query).items()} == {
        "a": MISTAKE.address,
        "l": MISTAKE.list,
        "n": "1",
        "i": "c-001",
        "h": MISTAKE.title,
        "t": CLEAN,
    }


@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_report_in_the_repository(kind: str) -> None:
    """The issue form is ready with the same; its fields are those that the form has."""
    query = parse_qs(urlsplit(Repository("https://git.test/o/r", kind=kind).report(MISTAKE)).query)
    if kind == "github":
        form = (CONTENT.parent / ".github/ISSUE_TEMPLATE" / query.pop("template")[0]).read_text("utf-8")
        assert set(query) - {"title"} <= set(re.findall(r"^ {4}id: (\w+)$", form, re.MULTILINE))
        assert query["place"] == ["《甲县乙镇配合履职事项清单》第 1 项（编号 c-001）"]
        assert query["printed"] == [CLEAN]
    whole = " ".join(value for values in query.values() for value in values)
    assert [one for one in (MISTAKE.address, MISTAKE.place, CLEAN) if one not in whole] == []


@pytest.mark.parametrize(
    "route",
    [
        MailRoute("a@example.gov.cn"),
        FormRoute("https://f.example/?a={address}&t={text}"),
        Repository("https://git.test/o/r"),
    ],
    ids=["mail", "form", "repository"],
)
def test_report_is_never_too_long(route: Route) -> None:
    """A text of any length is cut to what browsers and mail programs take, no shorter than needed, marked with …."""
    for length in (1, 50, 120, 200, 5000):
        made = route.report(replace(MISTAKE, text="鑫" * length, title="长" * 500, list="单" * 500))
        assert len(made) <= LONGEST
        kept = unquote(made).count("鑫")
        assert kept == length or ("…" in unquote(made) and len(made) > LONGEST - 30), (length, kept)


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        (None, None),
        ("", None),
        ("a@b.gov.cn", MailRoute("a@b.gov.cn")),
        ("mailto:a@b.gov.cn", MailRoute("a@b.gov.cn")),
        ("https://b.gov.cn/f?x={text}", FormRoute("https://b.gov.cn/f?x={text}")),
        # not a route
        ("a@b", "不是邮箱"),
        ("a@b.gov.cn?bcc=c@d.cn", "不是邮箱"),
        ("javascript:alert(1)", "不是邮箱"),
        ('https://b.gov.cn/"onclick=', "不是邮箱"),
        # places to fill in
        ("https://b.gov.cn/f?x={txt}", "不认识的 {txt}；能填的有 {title}、{address}"),
        ("https://{list}.gov.cn/", "不能写在域名里"),
        ("https://b.gov.cn/f?x={text", "花括号要成对"),
        ({"mail": "a@b.gov.cn"}, "要写成一行文字"),
    ],
)
def test_setting(setting: object, expected: Route | str | None) -> None:
    """A mail address or a form's address is taken; whatever else is refused, and it is said why."""
    if not isinstance(expected, str):
        assert route(setting) == expected
        return
    with pytest.raises(ValueError, match=re.escape(expected)):
        route(setting)


def test_wrong_setting_is_named(tmp_path: Path) -> None:
    """A wrong setting stops the build and names its key."""
    (tmp_path / "mkdocs.yml").write_text("extra: {report: nobody}", "utf-8")
    with pytest.raises(SiteError, match=r"extra\.report"):
        read_settings(tmp_path / "mkdocs.yml")


def test_report_from_a_page(page: Page, known: tuple[Path, str], address: str) -> None:
    """From a duty the mail is ready, and the mail address is there to read; the form gets the whole address."""
    page.goto(f"{known[1]}townships/jia/yi/c-001/")
    mail = unquote(page.get_by_role("link", name="报告错误").get_attribute("href"))
    assert mail.startswith("mailto:bangong@example.gov.cn?")
    assert f"页面：{known[1]}townships/jia/yi/c-001/\r\n清单：《甲县乙镇配合履职事项清单》第 1 项（编号 c-001）" in mail
    expect(page.locator(".qd-actions")).to_contain_text("邮箱 bangong@example.gov.cn")
    # The real site goes by the repository's form and does not know its own address; the script does.
    page.goto(f"{address}townships/tuquan/tuquan/c-013/?from=timeline")
    query = parse_qs(urlsplit(page.get_by_role("link", name="报告错误").get_attribute("href")).query)
    assert query["page"] == [f"{address}townships/tuquan/tuquan/c-013/"]
    assert query["place"] == ["《内蒙古自治区兴安盟突泉县突泉镇配合履职事项清单》第 13 项（编号 c-013）"]
    assert query["printed"] == ["落实食品安全管理责任, 开展食品安全包保工作"]
