"""What a device must keep of a township: each file that its pages need, told apart from any other by its digest."""

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import NamedTuple

from generator.link.catalogue import Catalogue
from generator.site.offline import keep

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
    "search/index/meta.json": '{"version": "m1", "vocabulary": "v1", "all": ["a1", 2, "1", "1", 1, 1]}',
    "search/index/scopes/jia/bing.json": '{"version": "b1"}',
    "search/index/scopes/jia/yi.json": '{"version": "y1"}',
    "search/index/b1/t-1.json": '{"一": [1]}',
    "search/index/b1/r-0.json": "[]",
    "search/index/y1/t-1.json": '{"二": [2]}',
    "search/index/v1/w-0.json": '{"三": [3]}',
    "search/index/v1/pinyin.json": '{"p": 1}',
    "search/index/a1/characters.json": '{"c": 1}',
    "search/index/a1/t-0.json": "{}",
    "search/index/a1/s-0.json": '{"di bao": ["低保", 31]}',
    "search/index/a1/s-1.json": '{"di": ["低保", 31]}',
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
    # A hyphen comes before a slash.
    "townships/jia/bing-1/index.html": "别的",
    "townships/jia/bing/b-001-1/index.html": "又一事",
}
WORDS = '{"v1/pinyin":{"p":1},"v1/w-0":{"三":[3]}}'
SOUNDS = '{"a1/characters":{"c":1},"a1/s-0":{"di bao":["低保",31]},"a1/s-1":{"di":["低保",31]}}'
# The files of a township in their order, by their addresses.
COMMON = [
    *("", "search/", "compare/", "offline/", "about/"),
    *("search/index/meta.json", "compare/data/index.json", "manifest.json"),
    *("assets/icons/180.png", "assets/v/start.js"),
]
OWN = [
    *("search/index/scopes/jia/bing.json", "search/index/b1/r-0.json", "search/index/b1/t-1.json"),
    "compare/data/c1/townships/jia/bing.json",
    *("overview/jia/bing/", "townships/jia/bing/b-001/", "townships/jia/bing/b-001-1/"),
    *("townships/jia/bing/basic/", "townships/jia/bing/"),
]


class Held(NamedTuple):
    """A finished site."""

    texts: Mapping[str, str]

    @property
    def names(self) -> Collection[str]:
        return self.texts.keys()

    def read(self, name: str) -> bytes:
        return self.texts[name].encode()

    def told(self, name: str) -> tuple[str, int]:
        return hashlib.sha256(self.read(name)).hexdigest()[:40], len(self.read(name))


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def kept(catalogue: Catalogue, **changed: str) -> dict[str, str]:
    """The files for keeping the townships of a site."""
    heads = [township.head for township in catalogue.townships]
    return {name: data.decode() for name, data in keep(heads, Held({**SITE, **changed}))}


def text_of(address: str) -> str:
    """What the site has at an address."""
    return SITE[f"{address}index.html" if not address or address.endswith("/") else address]


def test_what_a_township_needs(catalogue: Catalogue) -> None:
    """Its own pages, its part of the search and of the comparison, and what all need; the digest and length of each."""
    files = kept(catalogue)
    words, sounds = f"offline/{sha(WORDS)}.json", f"offline/{sha(SOUNDS)}.json"
    assert (files[words], files[sounds]) == (WORDS, SOUNDS)
    whole = json.loads(files["offline/lists-0.json"])["jia/bing"]
    assert (whole["index"], whole["label"], whole["search"]) == ("m1", "甲县乡镇（名称未注明）", [words, sounds])
    texts = [(words, WORDS), (sounds, SOUNDS), *((one, text_of(one)) for one in (*COMMON, *OWN))]
    assert whole["files"] == [[address, sha(text), len(text.encode())] for address, text in texts]
    assert json.loads(files["offline/lists.json"]) == ["jia/bing"]
    assert sorted(files) == sorted([words, sounds, "offline/lists-0.json", "offline/lists.json"])


def test_a_file_has_as_many_lists_as_are_not_too_large(catalogue: Catalogue) -> None:
    """In the order of their ids, whatever that of the townships; the first of each file is told."""
    long = "长" * 120_000
    pages = {f"townships/jia/{one}/{long}/index.html": "一页" for one in ("bing", "yi")}
    heads = [township.head for township in catalogue.townships]
    files = {name: json.loads(data) for name, data in keep(heads[::-1], Held({**SITE, **pages})) if "lists" in name}
    assert files["offline/lists.json"] == ["jia/bing", "jia/yi"]
    assert [list(files[f"offline/lists-{number}.json"]) for number in (0, 1)] == [["jia/bing"], ["jia/yi"]]


def test_version_is_another_where_a_byte_is(catalogue: Catalogue) -> None:
    """Of the township whose page changed, not of the other; of both where all need what changed."""

    def versions(**changed: str) -> tuple[str, str]:
        files = kept(catalogue, **changed)
        bing, yi = (json.loads(files["offline/lists-0.json"])[f"jia/{one}"]["version"] for one in ("bing", "yi"))
        return bing, yi

    first = versions()
    assert first == versions()
    own = versions(**{"townships/jia/bing/b-001/index.html": "两事"})
    assert (own[0] == first[0], own[1] == first[1]) == (False, True)
    common = versions(**{"assets/v/start.js": "2"})
    assert (common[0] == first[0], common[1] == first[1]) == (False, False)
