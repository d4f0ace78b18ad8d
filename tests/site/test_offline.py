"""What a device must keep of a township: each file that its pages need, told apart from any other by its digest."""

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from generator import workers
from generator.link.catalogue import Catalogue
from generator.site.offline import keep
from generator.site.write import write_tree

# A finished site as far as it matters: one township's pages, and what all pages share.
SITE = {
    "index.html": "首页",
    "search/index.html": "查找",
    "compare/index.html": "比较",
    "offline/index.html": "存到手机",
    "about/index.html": "怎样读",
    "data/index.html": "不存",
    "manifest.json": "{}",
    "assets/v/start.js": "1",
    "assets/icons/180.png": "图",
    "search/index/meta.json": '{"version": "s1"}',
    "search/index/s1/jia/bing/t-1.json": '{"一": [1]}',
    "search/index/s1/jia/yi/t-1.json": '{"二": [2]}',
    "search/index/s1/pinyin.json": '{"p": 1}',
    "search/index/s1/characters.json": '{"c": 1}',
    "search/index/s1/other.json": "{}",
    "search/index/s1/sounds/0.json": '{"di bao": ["低保", "di bao", 31, "地保", "di bao", 3]}',
    "search/index/s1/sounds/1.json": '{"di": ["低保", "di bao", 31]}',
    "compare/data/index.json": '{"townships": [["jia/bing", "", "", "", "", "c1"], ["jia/yi", "", "", "", "", "c2"]]}',
    "compare/data/c1/townships/jia/bing.json": "[1]",
    "compare/data/c2/townships/jia/yi.json": "[2]",
    "overview/jia/bing/index.html": "看图",
    "overview/jia/yi/index.html": "看图乙",
    "townships/index.html": "不存",
    "townships/jia/index.html": "不存",
    "townships/jia/bing/index.html": "丙乡",
    "townships/jia/bing/basic/index.html": "基本",
    "townships/jia/bing/b-001/index.html": "一事",
    "townships/jia/yi/index.html": "乙镇",
}
SOUNDS = '{"words":["低保","di bao",31,"地保","di bao",3],"files":[{"di bao":[0,3]},{"di":[0]}]}'
SEARCH = '{"jia/bing/t-1":{"一":[1]},"pinyin":{"p":1},"characters":{"c":1}}'
# The files of a township in their order, by their addresses.
COMMON = [
    *("", "search/", "compare/", "offline/", "about/"),
    *("search/index/meta.json", "compare/data/index.json", "manifest.json"),
    *("assets/icons/180.png", "assets/v/start.js"),
]
OWN = [
    "compare/data/c1/townships/jia/bing.json",
    *("overview/jia/bing/", "townships/jia/bing/b-001/", "townships/jia/bing/basic/", "townships/jia/bing/"),
]


@pytest.fixture(scope="module")
def pool() -> Iterator[ProcessPoolExecutor]:
    """Of so few townships it is not asked."""
    with workers.pool() as pool:
        yield pool


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def kept(folder: Path, catalogue: Catalogue, pool: ProcessPoolExecutor, **changed: str) -> dict[str, str]:
    """The files for keeping the townships of a site."""
    write_tree([*{**SITE, **{name.replace("__", "/"): text for name, text in changed.items()}}.items()], folder)
    heads = [township.head for township in catalogue.townships]
    return {name: data.decode() for name, data in keep(heads, folder, pool)}


def text_of(address: str) -> str:
    """What the site has at an address."""
    return SITE[f"{address}index.html" if not address or address.endswith("/") else address]


def test_what_a_township_needs(tmp_path: Path, catalogue: Catalogue, pool: ProcessPoolExecutor) -> None:
    """Its own pages, its part of the search and of the comparison, and what all need; the digest and length of each."""
    files = kept(tmp_path, catalogue, pool)
    sounds, search = f"offline/{sha(SOUNDS)}.json", f"offline/jia/bing/{sha(SEARCH)}.json"
    assert (files[sounds], files[search]) == (SOUNDS, SEARCH)
    whole = json.loads(files["offline/jia/bing.json"])
    assert (whole["index"], whole["label"], whole["search"]) == ("s1", "甲县乡镇（名称未注明）", [search, sounds])
    texts = [(sounds, SOUNDS), *((one, text_of(one)) for one in COMMON), (search, SEARCH)]
    texts += [(one, text_of(one)) for one in OWN]
    assert whole["files"] == [[address, sha(text), len(text.encode())] for address, text in texts]
    assert sorted(files) == sorted([sounds, search, "offline/jia/bing.json", "offline/jia/yi.json", *(
        name for name in files if name.startswith("offline/jia/yi/")
    )])  # fmt: skip


def test_version_is_another_where_a_byte_is(tmp_path: Path, catalogue: Catalogue, pool: ProcessPoolExecutor) -> None:
    """Of the township whose page changed, not of the other; of both where all need what changed."""

    def versions(name: str, **changed: str) -> tuple[str, str]:
        files = kept(tmp_path / name, catalogue, pool, **changed)
        bing, yi = (json.loads(files[f"offline/jia/{one}.json"])["version"] for one in ("bing", "yi"))
        return bing, yi

    first = versions("a")
    assert first == versions("b")
    own = versions("c", **{"townships/jia/bing/b-001/index.html": "两事"})
    assert (own[0] == first[0], own[1] == first[1]) == (False, True)
    common = versions("d", **{"assets/v/start.js": "2"})
    assert (common[0] == first[0], common[1] == first[1]) == (False, False)
