"""Make the icons of the home screen from the logo, `templates/theme/assets/favicon.svg`.

make test                                 # what this script needs: a browser
.venv/bin/python docs/pictures/icons.py
"""

import re
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

THEME = Path(__file__).resolve().parent.parent.parent / "templates" / "theme" / "assets"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
STYLE = "body {{ margin: 0; background: {ground} }} svg {{ display: block; width: {size}px; height: {size}px }}"
PAGE = f"<style>{STYLE}</style>{{svg}}"
# Systems cut these into shapes of their own: the ground reaches every edge, and what must be seen lies well within.
CUT = {"180": (180, 1.0), "maskable": (512, 0.8)}
ROUND = {"192": 192, "512": 512}


def main() -> int:
    """Draw every icon; the exit code."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        sys.stderr.write("没有找到浏览器；请先运行 make test，它会装好\n")
        return 2
    logo = (THEME / "favicon.svg").read_text("utf-8")
    ground = re.search(r'<rect[^>]* fill="([^"]+)"/>', logo)
    assert ground, "the logo has a ground"
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = chromium.new_page()

        def draw(name: str, size: int, svg: str, fill: str) -> None:
            page.set_viewport_size({"width": size, "height": size})
            page.set_content(PAGE.format(ground=fill, size=size, svg=svg))
            page.screenshot(path=THEME / "icons" / f"{name}.png", omit_background=True)

        for name, size in ROUND.items():
            draw(name, size, logo, "transparent")
        for name, (size, scale) in CUT.items():
            edge = 16 - 16 / scale
            wide = logo.replace('viewBox="0 0 32 32"', f'viewBox="{edge} {edge} {32 / scale} {32 / scale}"')
            draw(name, size, wide.replace(' rx="7"', ""), ground[1])
        chromium.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
