"""Where a mistake is reported: by mail, a form or the repository, each filled in; and the setting that says so."""

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from generator.pages.reporting import LONGEST, FormRoute, MailRoute, Mistake, Route, route
from generator.pages.repository import Repository
from generator.site.plain import SiteError
from generator.site.settings import read_settings
from support.places import PROJECT

MISTAKE = Mistake(
    title="甲县乙镇配合履职第 1 项：开展高龄津贴发放工作",
    address="https://example.gov.cn/qingdan/townships/jia/yi/c-001/",
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


@pytest.mark.parametrize(
    ("known", "place"),
    [
        ({}, ""),
        ({"list": "甲县乙镇基本履职事项清单"}, "《甲县乙镇基本履职事项清单》"),
        (
            {"list": "甲县乙镇基本履职事项清单", "number": "2", "id": "b-002"},
            "《甲县乙镇基本履职事项清单》第 2 项（编号 b-002）",
        ),
    ],
)
def test_place_is_as_much_as_is_known(known: dict[str, str], place: str) -> None:
    """A page of no list has none, a list's page its list, a duty's page all."""
    assert Mistake("题", "https://example.gov.cn/", **known).place == place


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
        form = (PROJECT / ".github/ISSUE_TEMPLATE" / query.pop("template")[0]).read_text("utf-8")
        assert set(query) - {"title"} <= set(re.findall(r"^ {4}id: (\w+)$", form, re.MULTILINE))
        assert query["place"] == ["《甲县乙镇配合履职事项清单》第 1 项（编号 c-001）"]
        assert query["printed"] == [CLEAN]
    whole = " ".join(value for values in query.values() for value in values)
    assert [one for one in (MISTAKE.address, MISTAKE.place, CLEAN) if one not in whole] == []


EDITED = [
    ("github", "https://git.test/o/r/edit/%E5%8F%91%E5%B8%83%20%231/content/a%20b.yml"),
    ("gitlab", "https://git.test/o/r/-/edit/%E5%8F%91%E5%B8%83%20%231/content/a%20b.yml"),
]


@pytest.mark.parametrize(("kind", "address"), EDITED)
def test_edit_in_the_repository(kind: str, address: str) -> None:
    """Whatever the branch and the file are called, the address is one."""
    assert Repository("https://git.test/o/r/", "发布 #1", kind).edit("content/a b.yml") == address


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
