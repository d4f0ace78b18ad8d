"""On paper and passed on: what a printed page holds, the code on it, what is copied and reported."""

import re
import unicodedata
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Page, expect

from generator import paths
from generator.link.catalogue import Catalogue, LinkedDuty
from generator.pages.sheet import SIZES, sheet
from support.browser import NewPage


@pytest.fixture
def page(wide: Page) -> Page:
    """A wide screen."""
    return wide


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


def test_every_duty_keeps_within_its_sheets(page: Page, address: str, real: Catalogue) -> None:
    """The longest duties of each size of type fit on one sheet; a longer one says that it takes several."""
    sizes: dict[str, list[LinkedDuty]] = {}
    duties = (duty for township in real.townships for duty in township.duties)
    for duty in sorted(duties, key=lambda duty: -sum(map(len, duty.texts))):
        sizes.setdefault(sheet(duty).name, []).append(duty)
    assert set(sizes) == {*(f"{size:g}".replace(".", "-") for size in SIZES), "long"}
    for name, alike in sizes.items():
        for duty in alike[:3]:
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


def test_without_an_address_there_is_no_code(page: Page, address: str, site: Path) -> None:
    """A site that does not know its address prints no code; with a script it prints the address that it is read at."""
    url = f"{address}townships/tuquan/tuquan/c-013/"
    document = printed(page, f"{url}?from=singlemessage#township")
    assert scanned(document) == []
    assert squeezed(f"网址：{url}") in texts(document)[0]
    assert "qd-code" not in (site / "townships/tuquan/tuquan/c-013/index.html").read_text("utf-8")


# --- share and cite --------------------------------------------------------------------------------


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


def test_without_javascript_the_citation_is_there(new_page: NewPage, address: str) -> None:
    """Without JavaScript the page says how it is cited, and shows no button that does nothing."""
    page = new_page(java_script_enabled=False)
    page.goto(f"{address}townships/tuquan/tuquan/c-013/")
    expect(page.locator("article")).to_contain_text("引用写作：《突泉镇配合履职事项清单》第 13 项。")
    assert page.locator(".qd-actions button:visible").count() == 0
    expect(page.get_by_role("link", name="报告错误")).to_be_visible()


# --- reporting a mistake ---------------------------------------------------------------------------


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
