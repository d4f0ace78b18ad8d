"""Scripts and styles: shortened, in a folder named by what is in it; those in a page are allowed by their hashes."""

import base64
import hashlib
import re
from pathlib import Path

import material
import yaml

from generator.project import CONFIG, TEMPLATES
from generator.site.assets import STYLES, Assets, Inline, allowed, read_assets

FILES = {
    "page/main.js": "// 说明\nconst first = 1;\nself.first = first == null ? 2 : first;\n",
    "style/a.css": "p {\n  color: #ff0000;\n}\n",
    "inline/lost.js": "self.lost = 1;\n",
    "inline/lost.css": "p { margin: 0px }\n",
    "types.d.ts": "declare const a: number;\n",
    "icons/a.svg": "<svg/>",
}


def theme(folder: Path, **changed: str) -> Path:
    for name, text in {**FILES, **{name.replace("__", "/"): text for name, text in changed.items()}}.items():
        (folder / "assets" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "assets" / name).write_text(text, "utf-8")
    return folder


def test_what_pages_fetch_and_what_stands_in_them(tmp_path: Path) -> None:
    """Short, and in words that old phones know; pictures and types are not among them."""
    found = read_assets(theme(tmp_path))
    assert {name: text.decode() for name, text in found.files.items()} == {
        "page/main.js": "const first=1;self.first=first==null?2:first",
        "style/a.css": "p{color:red}",
    }
    assert found.inline == {"lost.js": Inline("self.lost=1"), "lost.css": Inline("p{margin:0}")}
    assert sorted(found.sources) == sorted(name for name in FILES if name != "icons/a.svg")
    assert found.folder == f"assets/{found.version}"
    scripts = f'"assets/{found.version}/offline/kept.js", "assets/{found.version}/offline/worker.js"'
    assert found.worker == f"importScripts({scripts});\n"


def test_styles_are_one_file(tmp_path: Path) -> None:
    """Material's come first, then ours in the order of mkdocs.yml, so that ours have the last word."""
    own = {"style/access.css": "q { color: #ff0000; }\n", "style/qingdan.css": "p {\n  margin: 0px }\n"}
    files = read_assets(theme(tmp_path, **own)).files
    folder = Path(material.__file__).with_name("templates") / "assets/stylesheets"
    theirs = [path.read_text("utf-8") for name in ("main", "palette") for path in folder.glob(f"{name}.*.css")]
    assert files["style.css"].decode() == "\n".join([*theirs, "p{margin:0}", "q{color:red}"])
    assert sorted(files) == ["page/main.js", "style.css", "style/a.css"]
    named = re.search(r"^extra_css: .*", CONFIG.read_text("utf-8"), re.MULTILINE)
    assert named
    assert yaml.safe_load(named[0])["extra_css"] == [f"assets/{name}" for name in STYLES]


def test_folder_is_another_where_a_byte_is(tmp_path: Path) -> None:
    """What is fetched names it; what stands in the page itself does not."""
    first = read_assets(theme(tmp_path / "a")).version
    assert read_assets(theme(tmp_path / "b")).version == first
    assert read_assets(theme(tmp_path / "c", **{"style/a.css": "p{color:blue}"})).version != first
    assert read_assets(theme(tmp_path / "d", **{"inline/lost.js": "self.lost=2;"})).version == first


def test_hash_is_that_of_the_policy() -> None:
    """As a browser counts it: SHA-256 of the text in UTF-8, in base64."""
    digest = base64.b64encode(hashlib.sha256("汉".encode()).digest()).decode()
    assert allowed("汉") == Inline("汉").source == f"'sha256-{digest}'"


def test_without_a_version() -> None:
    """Where the theme itself has them."""
    assert (Assets().folder, Assets().version) == ("assets", "")
    assert (TEMPLATES / "theme" / Assets().folder).is_dir()
