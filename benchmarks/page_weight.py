"""What the first view of each kind of page weighs, whether it jumps, and how a long list scrolls on a slow phone.

    .venv/bin/python benchmarks/page_weight.py [--site site]

Needs the built site (`make site`).  Bytes are as sent (gzip) in a fresh browser, all resources, until nothing more is
asked.  Jumps (cumulative layout shift) are summed while the page comes over slow 4G to a processor slowed down 4
times.  The list of 159 duties is then scrolled from top to end: how long the main thread computes for each frame (its
own time, whatever else the machine does), which on a processor 4 times slower takes 4 times as long.
"""

import argparse
import sys
from pathlib import Path

import gzipped
from playwright.sync_api import Browser, Page, sync_playwright

BUDGET, UNSEEN = 150_000, 0.1
PHONE, WIDE = (360, 780), (1280, 900)
SLOWER = 4
# Slow 4G as Lighthouse has it: 150 ms there and back, 1.6 Mbit/s.
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
LONG_LIST = "townships/jidong/unknown/cooperative/"
PAGES = {
    "首页": "",
    "全部乡镇": "townships/",
    "县": "townships/tuquan/",
    "乡镇": "townships/tuquan/tuquan/",
    "清单": LONG_LIST,
    "事项": "townships/tuquan/tuquan/c-054/",
    "部门": "departments/tuquan/xianminzhengju/",
    "部门类型": "department-kinds/civil-affairs/",
    "类别": "categories/livelihood/",
    "全部主题": "topics/",
    "主题": "topics/old-age-allowance/",
    "图": "overview/tuquan/",
    "法规和电话": "references/hotlines/12345/",
    "数据": "data/",
    "检查规则": "contribute/rules/",
    "查找": "search/",
    "查找结果": "search/?q=低保",
}
WATCH = """
window.moved = 0;
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) moved += one.value;
}).observe({ type: 'layout-shift', buffered: true });
"""
ASKED = "() => [location.href, ...performance.getEntriesByType('resource').map((one) => one.name)]"
# As a thumb scrolls: 1,600 px a second.  Gives how many frames there were.
SCROLL = """() => new Promise((done) => {
  const start = performance.now();
  let frames = 0;
  requestAnimationFrame(function frame(now) {
    frames += 1;
    scrollTo(0, (now - start) * 1.6);
    if (scrollY + innerHeight < document.documentElement.scrollHeight - 1) requestAnimationFrame(frame);
    else done(frames);
  });
})"""


def main() -> int:
    """Print what each page weighs and does; 1 where it is too much."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=Path, default=Path("site"))
    site = parser.parse_args().site.resolve()
    failed = False
    with gzipped.serving(site) as address, sync_playwright() as playwright:
        browser = gzipped.browser(playwright)
        print("页面", "共（字节）", "网页", "样式", "脚本", "索引", "请求", "跳动：手机", "跳动：宽屏", sep="\t")
        for name, page in PAGES.items():
            sizes, requests = weight(browser, site, address + page)
            moved = [shift(browser, address + page, size) for size in (PHONE, WIDE)]
            row = [sizes.get(one, 0) for one in (".html", ".css", ".js", ".json")]
            print(name, sum(sizes.values()), *row, requests, *(f"{one:.3f}" for one in moved), sep="\t", flush=True)
            failed |= sum(sizes.values()) > BUDGET or max(moved) > UNSEEN
        print(
            f"159 项的清单从头滚到尾：每帧计算 {scrolling(browser, address + LONG_LIST):.1f} 毫秒；"
            f"慢 {SLOWER} 倍的处理器要 {SLOWER} 倍，一帧有 16.7 毫秒"
        )
        browser.close()
    return int(failed)


def weight(browser: Browser, site: Path, url: str) -> tuple[dict[str, int], int]:
    """Bytes as sent by the ending of the file, and how many requests there are."""
    page = browser.new_page()
    page.goto(url)
    page.wait_for_load_state("networkidle")
    files = {gzipped.file_of(site, one) for one in page.evaluate(ASKED)}
    page.close()
    sizes: dict[str, int] = {}
    for file in files:
        sizes[file.suffix] = sizes.get(file.suffix, 0) + len(gzipped.sent(file))
    return sizes, len(files)


def shift(browser: Browser, url: str, size: tuple[int, int]) -> float:
    """The cumulative layout shift of a page that comes slowly."""
    page = slow_phone(browser, size)
    page.goto(url)
    page.wait_for_load_state("networkidle")
    moved: float = page.evaluate("moved")
    page.context.close()
    return moved


def scrolling(browser: Browser, url: str) -> float:
    """Milliseconds that a phone's main thread computes for each frame, on this machine's processor."""
    context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def computed() -> float:
        metrics: dict[str, float] = {
            one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]
        }
        return 1000 * metrics["TaskDuration"]

    page.goto(url)
    page.wait_for_load_state("networkidle")
    before = computed()
    frames: int = page.evaluate(SCROLL)
    after = computed()
    context.close()
    return (after - before) / frames


def slow_phone(browser: Browser, size: tuple[int, int]) -> Page:
    """A page in a browser with a slow processor on a slow network."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    context.add_init_script(WATCH)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    return page


if __name__ == "__main__":
    sys.exit(main())
