"""Make the pictures of CONTRIBUTING.md and README.md from the finished site, and of one with a duty that has ended.

    make site && make test            # the site, and what this script needs
    .venv/bin/python docs/pictures/make.py [site]

The site is served from this machine, so the pictures show what a reader sees.
"""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from PIL import Image
from playwright.sync_api import Browser, FloatRect, Page, sync_playwright

from generator import flow
from generator.__main__ import main as qingdan
from generator.changes.importing import Place, import_document
from generator.progress import SILENT
from generator.review.page import review

FOLDER = Path(__file__).resolve().parent
PROJECT = FOLDER.parent.parent
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
DUTY = "townships/yunyang/longjiao/c-003/"
DUTY_WITH_NOTE = "townships/tuquan/tuquan/c-018/"
FORM = "contribute/edit/?id=yunyang/longjiao/c-003"
CORRECTED = "contribute/edit/?id=yunyang/longjiao/c-001"
ENDED = "contribute/edit/?id=yunyang/longjiao/c-002"
RENAMED = "contribute/edit/?rename=yunyang/longjiao&of=xianminzhengju"
LIST = "townships/yunyang/longjiao/basic/"
# Frames what the text speaks of; the page itself has no such frame.
FRAME = "{ outline: 3px solid #e65100; outline-offset: 4px; border-radius: 2px; }"


@dataclass(frozen=True)
class Picture:
    """A picture: its file's name, the page, the window in pixels, what is framed, and from where to where it shows."""

    name: str
    page: str
    width: int
    height: int
    framed: str = ""
    typed: str = ""
    first: str = ""
    last: str = ""


PICTURES = (
    Picture("duty", DUTY, 900, 700, framed=".qd-actions a", last=".qd-actions"),
    Picture("note", DUTY_WITH_NOTE, 900, 700, framed="#notes + p + ul", first="#notes", last=".qd-actions"),
    Picture("filter", LIST, 900, 640, framed=".qd-filter", typed="干部", last="table >> nth=0"),
    Picture("phone", DUTY, 360, 720),
)


def main(site: Path) -> int:
    """Take every picture of a site folder; the exit code."""
    if not (site / "index.html").is_file():
        sys.stderr.write(f"{site} 里没有网站；请先运行 make site\n")
        return 2
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        sys.stderr.write("没有找到浏览器；请先运行 make test，它会装好\n")
        return 2
    with _served(site) as address, sync_playwright() as play:
        # As root, which CI and containers are, Chromium starts only without its sandbox.
        chromium = play.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for picture in PICTURES:
            _take(chromium, address, picture)
        _take_form(chromium, address)
        _take_tasks(chromium, address)
        _take_retired(chromium)
        _take_review(chromium, site)
        chromium.close()
    return 0


@contextmanager
def _served(site: Path) -> Iterator[str]:
    """The address at which a folder is served for as long as the context lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""


def _take(browser: Browser, address: str, picture: Picture) -> None:
    page = browser.new_page(
        bypass_csp=True,
        viewport={"width": picture.width, "height": picture.height},
        color_scheme="light",
        reduced_motion="reduce",
    )
    page.goto(address + picture.page, wait_until="networkidle")
    if picture.framed:
        page.add_style_tag(content=f"{picture.framed} {FRAME}")
    if picture.typed:
        page.locator("[data-qd-filter]").fill(picture.typed)
    clip = _clip(page, picture) if picture.last else None
    page.screenshot(path=FOLDER / f"{picture.name}.png", full_page=bool(picture.last), clip=clip)
    page.close()


def _take_form(browser: Browser, address: str) -> None:
    """The form, with a name of a department that is not registered."""
    page = browser.new_page(viewport={"width": 900, "height": 700}, color_scheme="light", reduced_motion="reduce")
    page.goto(address + FORM, wait_until="networkidle")
    page.locator("#edit-departments").fill("县经济信息位")
    page.locator("#edit-departments-problems li").wait_for()
    clip = _clip(page, Picture("form", FORM, 900, 700, first="#duty", last="#edit-departments-problems"))
    page.screenshot(path=FOLDER / "form.png", full_page=True, clip=clip)
    page.close()


def _take_tasks(browser: Browser, address: str) -> None:
    """The form as the tasks of CONTRIBUTING.md fill it in: a correction, a note, an ending, a department."""
    with _form(browser, address + CORRECTED) as page:
        texts = page.locator("#edit-township")
        texts.fill(texts.input_value().replace("征管工作。\n收集", "征管工作。收集"))
        page.get_by_label("途径").select_option("更正")
        page.get_by_label("理由").fill("导入时分错了条")
        page.get_by_label("生效的日期").fill("2026-06-01")
        page.locator("[data-edit-ready]", has_text="可以交出去了").wait_for()
        _keep(page, "correction", "#request", "[data-edit-hand-over]")
    with _form(browser, address + FORM) as page:
        page.get_by_role("button", name="加一条说明").click()
        page.get_by_label("原文印作").fill("推进通讯普遍服务，保障重要通信。")
        page.get_by_label("疑应为").fill("推进通信普遍服务，保障重要通信。")
        page.get_by_label("为什么").fill("前后用词不一")
        _keep(page, "form-note", "fieldset:has(#edit-notes-0-printed)", "#edit-notes")
    with _form(browser, address + ENDED) as page:
        page.get_by_label("终止这一项").check()
        page.get_by_label("这件事到了哪个部门", exact=True).fill("县市场监管局")
        _keep(page, "form-end", "#duty", "#edit-ended-department")
    with _form(browser, address + RENAMED) as page:
        page.get_by_label("新的名称").fill("县民政和社会工作局")
        page.locator("#edit-uses summary").click()
        page.locator(".qd-edit-change").wait_for()
        _keep(page, "form-rename", "#duty", "#edit-uses li >> nth=2")


@contextmanager
def _form(browser: Browser, url: str) -> Iterator[Page]:
    """The form, filled in by nobody yet; what is not used of a draft goes with the page."""
    page = browser.new_page(viewport={"width": 900, "height": 700}, color_scheme="light", reduced_motion="reduce")
    page.goto(url, wait_until="networkidle")
    page.locator("[data-edit-done]").wait_for(state="attached")
    yield page
    page.close()


def _take_retired(browser: Browser) -> None:
    """The page of a duty that has ended: of the tests' content, for no real list has one."""
    with TemporaryDirectory() as folder:
        content, built = Path(folder, "content"), Path(folder, "site")
        shutil.copytree(PROJECT / "tests/demo", content)
        said = ("--document", "甲编发〔2026〕3号", "--decided-by", "甲县委编办", "--effective", "2026-06-01")
        where = ("--township", "jia/yi", "--department", "县民政局", "--content", str(content))
        if qingdan(["retire", "c-001", *where, *said, "--yes"]):
            raise ValueError("没有终止 c-001，拍不了停用的一页")
        flow.build_site(content, built, SILENT)
        with _served(built) as address:
            page = browser.new_page(viewport={"width": 900, "height": 700}, color_scheme="light")
            page.goto(f"{address}townships/jia/yi/c-001/", wait_until="networkidle")
            _keep(page, "retired", "", "#last")
            page.close()


def _keep(page: Page, name: str, first: str, last: str) -> None:
    """A part of a page as a small picture."""
    page.evaluate("scrollTo(0, 0)")
    clip = _clip(page, Picture(name, "", 900, 700, first=first, last=last))
    taken = Image.open(BytesIO(page.screenshot(full_page=True, clip=clip)))
    taken.convert("RGB").save(FOLDER / f"{name}.webp", quality=70, method=6)


def _take_review(browser: Browser, site: Path) -> None:
    """The review of an import of a township's own download, opened from disk, at a duty with a guess."""
    place = Place("内蒙古自治区", "兴安盟", "突泉县", "突泉镇")
    with TemporaryDirectory() as folder:
        document = Path(folder, "突泉镇.pdf")
        document.write_bytes((site / "data/tuquan-tuquan.pdf").read_bytes())
        for name, data in review(import_document(document, "tuquan/tuquan", place, Path(folder, "content"))):
            Path(folder, name).write_bytes(data)
        page = browser.new_page(viewport={"width": 1280, "height": 640}, reduced_motion="reduce")
        page.goto(Path(folder, "index.html").as_uri() + "#c-006", wait_until="networkidle")
        page.screenshot(path=FOLDER / "review.png")
        page.close()


def _clip(page: Page, picture: Picture) -> FloatRect:
    """The part of the page from the element `first` (else its top) to the end of the element `last`."""
    margin = 24
    top = _box(page, picture.first)["y"] - margin if picture.first else 0
    box = _box(page, picture.last)
    return {"x": 0, "y": top, "width": picture.width, "height": box["y"] + box["height"] + margin - top}


def _box(page: Page, selector: str) -> FloatRect:
    """Where an element stands on the page; an error where it is not shown."""
    box = page.locator(selector).bounding_box()
    if box is None:
        raise ValueError(f"页面上看不到 {selector}")
    return box


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else PROJECT / "site"))
