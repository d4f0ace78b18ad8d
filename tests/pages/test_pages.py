"""Rendering and export of the demo content: snapshots, hostile text, the data API."""

import json
import shutil
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from jsonschema import Draft202012Validator

from generator import flow, paths, workers
from generator.changes.events import LABEL
from generator.check.registry import check, has_errors
from generator.link.catalogue import Catalogue
from generator.link.linker import link
from generator.pages import matrix
from generator.pages.markdown import shorten
from generator.pages.render import Renderer
from generator.pages.repository import REQUEST_LABEL, Repository
from generator.progress import SILENT
from generator.read.folder import read
from generator.site import plain
from generator.site.assets import allowed
from support.api import api_of
from support.places import DEMO, PROJECT, TESTS

SNAPSHOTS = TESTS / "snapshots"


def rendered(catalogue: Catalogue, repository: Repository | None = None) -> dict[str, str]:
    return dict(Renderer(flow.TEMPLATES, repository).render(catalogue))


# --- snapshots: the model as text, then the pages --------------------------------------------------


def model_text(catalogue: Catalogue) -> str:
    """What linking made of the demo content, a line a fact."""
    lines = []
    for township in catalogue.townships:
        lines.append(f"{township.head.label} [{township.head.id}] {township.head.name_status.value}")
        for duty in township.duties:
            names = ", ".join(f"{one.name} → {one.department.id if one.department else '—'}" for one in duty.mentions)
            lines.append(f"  {duty.id} {duty.category.id} | {duty.answer.kind.value} {duty.answer.sentence} | {names}")
    for county in catalogue.counties:
        for department in county.departments:
            duties = " ".join(f"{duty.township.id}#{duty.id}" for duty in department.duties)
            lines.append(f"{department.ref.id} {department.ref.name}: {duties}")
    return "\n".join(lines) + "\n"


SNAPSHOT_PAGES = (
    "townships/jia/yi/index.md",
    "townships/jia/yi/basic.md",
    "townships/jia/yi/b-001.md",
    "townships/jia/yi/c-001.md",
    "townships/jia/yi/r-002.md",
    "townships/jia/bing/index.md",
    "departments/index.md",
    "departments/jia/index.md",
    "departments/jia/xianminzhengju.md",
    "department-kinds/civil-affairs.md",
    "categories/livelihood.md",
    "topics/index.md",
    "topics/old-age-allowance.md",
)


@pytest.mark.parametrize("name", ["model.txt", *SNAPSHOT_PAGES])
def test_snapshots(catalogue: Catalogue, name: str, request: pytest.FixtureRequest) -> None:
    """The model as text, and one page of each kind, are as they were looked at and accepted."""
    actual = model_text(catalogue) if name == "model.txt" else rendered(catalogue)[name]
    file = SNAPSHOTS / name.replace("/", "_")
    if request.config.getoption("--renew"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(actual, "utf-8")
    assert actual == file.read_text("utf-8"), "若改动是有意的，运行 pytest --renew 再看 git diff"


def test_department_that_outgrows_its_page(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its duties move to a page a township; the addresses that led to them then lead to the numbers that do."""
    whole = rendered(catalogue)
    monkeypatch.setattr(matrix, "ON_ONE_PAGE", 1)
    split = rendered(catalogue)
    page = "departments/jia/xianminzhengju.md"
    assert set(split) - set(whole) == {
        f"departments/jia/{name}/{township}.md"
        for name in ("xianminzhengju", "xiancaizhengju", "xianjiaoyuju", "xianyibaoju")
        for township in ("bing", "yi")
    }
    assert "## [乙镇](../../../townships/jia/yi/index.md) {#jia-yi}" in split["departments/jia/xianminzhengju/yi.md"]
    assert "审核对象是否符合条件" in split["departments/jia/xianminzhengju/yi.md"]
    assert "审核对象是否符合条件" not in split[page]
    assert '<tr id="jia-yi">' in split[page]
    assert '<td id="leads-jia-yi"><a href="yi/#leads-jia-yi">1</a>' in split[page]
    # What leads there from outside goes to the page of the township.
    assert "xianminzhengju/yi/#jia-yi" in split["departments/jia/index.md"]
    # A kind of department then has a row a department.
    assert split["department-kinds/civil-affairs.md"].count("<tr>") == 2


# --- text ----------------------------------------------------------------------------------------


def test_shorten() -> None:
    """A text is cut to a length, the sign for it included."""
    assert [shorten("一二三四", 4), shorten("一二三四五", 4)] == ["一二三四", "一二三…"]


# --- the data API ----------------------------------------------------------------------------------


def test_api_holds_the_contract(catalogue: Catalogue) -> None:
    """The API's files are as design.md, section 6, writes them, field by field."""
    files = {name: json.loads(text) for name, text in api_of(catalogue).items() if name.endswith(".json")}
    assert set(files) == {
        "api/v1/index.json",
        "api/v1/townships/jia/bing.json",
        "api/v1/townships/jia/yi.json",
        *(f"api/v1/townships/jia/{one}/history.json" for one in ("bing", "yi")),
        "api/v1/topics.json",
        "api/v1/departments.json",
        "api/v1/schema.json",
        "api/v1/openapi.json",
        "api/v1/parts.json",
        "data/all.json",
    }
    header = {
        "id": "jia/yi",
        "name": "乙镇",
        "name_status": "stated",
        "name_evidence": "原文第 1 行写明“乙镇”",
        "label": "甲县乙镇",
        "province": "某省",
        "prefecture": "某市",
        "county": "甲县",
        "url": "townships/jia/yi/",
        "data": "api/v1/townships/jia/yi.json",
        "counts": {"basic": 3, "cooperative": 2, "reclaimed": 2},
    }
    assert files["api/v1/index.json"]["version"] == 1
    assert files["api/v1/index.json"]["townships"][1] == header
    assert files["api/v1/index.json"]["townships"][0]["name"] is None
    township = files["api/v1/townships/jia/yi.json"]
    assert {key: township[key] for key in header} == header
    basic, cooperative, reclaimed = township["lists"]
    assert basic["categories"] == [
        {"name": "党的建设", "declared": 2, "count": 2},
        {"name": "民生服务", "declared": 2, "count": 1},
    ]
    assert basic["items"][0] == {
        "id": "b-001",
        "number": 1,
        "category": "党的建设",
        "name": "加强党员队伍建设，做好党费收缴。",
        "url": "townships/jia/yi/b-001/",
        "topics": ["party-members"],
        "related": [{"township": "jia/bing", "id": "b-001", "reason": "名称相同，主题同是党员队伍建设"}],
        "source": {"lines": [9, 9]},
        "notes": [],
        "references": [],
        "extras": [],
    }
    assert cooperative["items"][0]["departments"] == [
        {"id": "jia/xianminzhengju", "name": "县民政局", "lead": True},
        {"id": "jia/xiancaizhengju", "name": "县财政局", "lead": False},
    ]
    assert cooperative["items"][1]["departments"][1] == {"id": None, "name": "其他相关单位", "lead": False}
    assert cooperative["items"][0]["superior"] == [
        {"departments": ["县民政局"], "duties": ["审核对象是否符合条件；", "按月报送发放名册。"], "support": []},
        {"departments": ["县财政局"], "duties": ["及时足额拨付资金。"], "support": []},
        {"departments": ["县民政局", "县财政局"], "duties": [], "support": ["开展业务培训。"]},
    ]
    assert cooperative["items"][0]["township"] == ["受理申请；", "初步审核并公示。"]
    assert [(one["status"], one["method"]) for one in reclaimed["items"]] == [
        ("taken-over", ["在定点医院直接结算；", "在医保窗口办理。"]),
        ("discontinued", ["法律法规条款已失效，不再开展此项工作"]),
    ]
    assert files["api/v1/topics.json"][2] == {
        "id": "old-age-allowance",
        "name": "高龄津贴",
        "group": "民生",
        "about": "高龄老人津贴的申请、认定和发放。",
        "asks": ["80岁老人补贴", "高龄补贴多少钱"],
        "url": "topics/old-age-allowance/",
        "items": [
            {"township": "jia/bing", "id": "c-001", "url": "townships/jia/bing/c-001/"},
            {"township": "jia/yi", "id": "c-001", "url": "townships/jia/yi/c-001/"},
        ],
    }
    assert files["api/v1/departments.json"][0] == {
        "id": "jia/xianminzhengju",
        "county": "甲县",
        "name": "县民政局",
        "full_name": None,
        "aliases": [],
        "kind": {"id": "civil-affairs", "name": "民政"},
        "url": "departments/jia/xianminzhengju/",
        "counts": {"leads": 2, "takes-part": 0, "taken-back": 0, "discontinued": 0, "named": 0},
        "items": [
            {"township": "jia/bing", "id": "c-001", "part": "leads"},
            {"township": "jia/yi", "id": "c-001", "part": "leads"},
        ],
        "named_in": [],
        "contact": None,
    }
    assert township["contact"] is None


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(DEMO, marks=pytest.mark.slow, id="demo"),
        pytest.param(TESTS.parent / "content", marks=pytest.mark.heavy, id="content"),
    ],
)
def test_api_fits_its_published_schema(content: Path) -> None:
    """Every file of the API fits the JSON Schema that is published beside it, and a broken one does not."""
    files = {
        name: json.loads(text) for name, text in api_of(link(read(content).content)).items() if name.endswith(".json")
    }
    schema, _ = files.pop(paths.API_SCHEMA), files.pop(paths.API_OPENAPI)

    def validator(definition: str) -> Draft202012Validator:
        return Draft202012Validator({**schema, "$ref": f"#/$defs/{definition}"})

    for name, data in files.items():
        if name == paths.API_INDEX:
            validator("ApiIndex").validate(data)
        elif name.startswith("api/v1/departments"):
            for entry in data:
                validator("ApiDepartmentEntry").validate(entry)
        elif name == paths.API_TOPICS:
            assert data
            for entry in data:
                validator("ApiTopic").validate(entry)
        elif name.endswith("/history.json"):
            validator("ApiHistory").validate(data)
        elif name == paths.API_PARTS:
            validator("ApiParts").validate(data)
        elif name == paths.all_data("json"):
            validator("ApiAll").validate(data)
        else:
            validator("ApiTownshipData").validate(data)
            assert not validator("ApiTownshipData").is_valid({**data, "counts": None})


# --- links to the repository -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "edit", "report"),
    [
        ("github", "https://git.test/o/r/edit/main/content/townships/jia/yi/township.yml",
         "https://git.test/o/r/issues/new?template=duty.yml&amp;title="),
        ("gitlab", "https://git.test/o/r/-/edit/main/content/townships/jia/yi/township.yml",
         "https://git.test/o/r/-/issues/new?issue%5Btitle%5D="),
        (None, "../../../contribute.md", "../../../contribute.md"),
    ],
)  # fmt: skip
def test_every_page_of_content_can_be_edited_and_reported(
    catalogue: Catalogue, kind: str | None, edit: str, report: str
) -> None:
    """Edit and report links follow the one setting of the repository, and lead to the guide without one."""
    page = rendered(catalogue, Repository("https://git.test/o/r", kind=kind) if kind else None)[
        "townships/jia/yi/index.md"
    ]
    assert f"[修改内容]({edit}" in page
    assert f"[报告错误]({report}" in page


def test_the_form_does_not_lead_to_its_own_file(catalogue: Catalogue) -> None:
    """Whoever came to change a duty is not led to a template in the repository; what is wrong can still be told."""
    page = rendered(catalogue, Repository("https://git.test/o/r"))[paths.EDIT]
    assert "修改内容" not in page
    assert "[报告错误](https://git.test/o/r/issues/new?" in page


def test_an_issue_for_a_request_has_its_label() -> None:
    """GitHub's form of an issue sets it; GitLab is told to, in the text."""
    template = (PROJECT / ".github/ISSUE_TEMPLATE/request.yml").read_text("utf-8")
    assert f"\nlabels: [{LABEL}]\n" in template
    assert REQUEST_LABEL == LABEL
    assert "?template=request.yml&" in Repository("https://git.test/o/r").request
    address = Repository("https://git.test/o/r", kind="gitlab").request.format(title="一", text="文")
    (description,) = parse_qs(urlsplit(address).query)["issue[description]"]
    assert description == f"文\n\n/label ~{LABEL}"


def test_lists_and_duties_are_changed_by_the_form(catalogue: Catalogue) -> None:
    """A duty's page leads to the form for it, a list's to one for a duty that it does not have yet."""
    pages = rendered(catalogue, None)
    form = "../../../contribute/edit.md"
    assert f"[修改这一项]({form}?id=jia/yi/b-001)" in pages["townships/jia/yi/b-001.md"]
    assert f"[新增一项]({form}?new=jia/yi&amp;list=basic)" in pages["townships/jia/yi/basic.md"]


# --- building --------------------------------------------------------------------------------------


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_same_content_gives_the_same_bytes(demo_site: Path, tmp_path: Path) -> None:
    """Two builds of one content are equal byte for byte: no clock, no order of chance."""
    flow.build_site(DEMO, tmp_path / "again", SILENT)
    assert tree(tmp_path / "again") == tree(demo_site)


def test_copied_township_under_a_new_name_is_valid(tmp_path: Path) -> None:
    """A township's folder, copied under another name, is another township without an error."""
    shutil.copytree(DEMO, tmp_path / "content")
    shutil.copytree(DEMO / "townships/jia/yi", tmp_path / "content/townships/jia/ding")
    shutil.copytree(DEMO / "townships/jia", tmp_path / "content/townships/wu")
    found = read(tmp_path / "content")
    assert not has_errors(check(found))
    assert [one.id for one in found.content.townships] == ["jia/bing", "jia/ding", "jia/yi", "wu/bing", "wu/yi"]


def test_failed_build_leaves_the_old_site(demo_site: Path, tmp_path: Path) -> None:
    """Neither wrong content nor a broken link in a page replaces the site that is there."""
    content, output = tmp_path / "content", tmp_path / "out"
    shutil.copytree(DEMO, content)
    shutil.copytree(TESTS.parent / "content/pages", content / "pages")
    shutil.copytree(demo_site, output)
    before = tree(output)

    about = content / "pages/about.md"
    good = about.read_text("utf-8")
    for wrong in ("[坏位置](contribute.md#nowhere)", '<a href="nowhere/">坏链接</a>'):
        about.write_text(f"{good}\n\n{wrong}\n", "utf-8")
        with pytest.raises(plain.SiteError) as error:
            flow.build_site(content, output, SILENT)
        line = good.count("\n") + 3
        assert any(f"about.md:{line}:" in one and "nowhere" in one for one in error.value.details)
        assert tree(output) == before
    about.write_text(f"{good}\n\n[坏链接](nowhere.md)\n", "utf-8")
    with pytest.raises(flow.ContentHasErrors) as found:
        flow.build_site(content, output, SILENT)
    assert [problem.rule for problem in found.value.checked.problems] == ["pages-lead-somewhere"]
    assert tree(output) == before
    about.write_text(good, "utf-8")
    basic = content / "townships/jia/yi/basic.yml"
    basic.write_text(basic.read_text("utf-8").replace("number: 3", "number: 4"), "utf-8")
    with pytest.raises(flow.ContentHasErrors):
        flow.build_site(content, output, SILENT)
    assert tree(output) == before


def test_foreign_folder_is_not_replaced(tmp_path: Path) -> None:
    """A folder that holds somebody's files is refused as output and stays."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/a.jpg").write_bytes(b"x")
    with pytest.raises(flow.write.OutputRefused, match="里面也不是本程序生成的网站"):
        flow.build_site(DEMO, tmp_path / "photos", SILENT)
    assert tree(tmp_path / "photos") == {"a.jpg": b"x"}


INLINE = "p/index.html：第 1 行的 <{}> 有行内的脚本或样式，内容安全策略不准，浏览器不会执行"


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ('<a href="gone/">x</a>', "p/index.html：链接 gone/ 指向不存在的页面"),
        ('<a href="#gone">x</a>', "p/index.html：链接 #gone 指向不存在的位置 #gone"),
        ('<a href="/q/">x</a>', "p/index.html：链接 /q/ 以 / 开头，放在子路径下会失效"),
        ('<img src="https://example.com/x.png">', "p/index.html：页面向别的主机请求 https://example.com/x.png"),
        ('<script src="//cdn.test/x.js"></script>', "p/index.html：页面向别的主机请求 //cdn.test/x.js"),
        ('<a href="https://example.com/">x</a>', None),
        ('<a href="../q/#here">x</a> <a href="tel:12345">x</a>', None),
        ("<script>x()</script>", INLINE.format("script")),
        ("<style>p { color: red }</style>", INLINE.format("style")),
        ('<p style="color: red">x</p>', INLINE.format("p")),
        ('<a href="../q/" onclick="x()">x</a>', INLINE.format("a")),
        ('<script type="application/ld+json">{}</script>', None),
    ],
)
def test_verify(tmp_path: Path, html: str, problem: str | None) -> None:
    """Verification finds broken links and anchors, absolute paths, other hosts, inline scripts and styles."""
    for name, body in (("p", html), ("q", '<h2 id="here">x</h2>')):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(f"<html><body>{body}</body></html>", "utf-8")
    with workers.pool() as pool:
        assert flow.verify.verify(tmp_path, "/", pool) == ([problem] if problem else [])


def test_verify_knows_what_the_policy_of_the_404_page_lists(tmp_path: Path) -> None:
    """The page that is shown at any depth may hold scripts and styles that its own policy lists; no other page may."""
    script = "x()"
    policy = f"<meta http-equiv=Content-Security-Policy content=\"script-src 'self' {allowed(script)}\">"
    for page in ("404.html", "index.html"):
        (tmp_path / page).write_text(f"<html><head>{policy}</head><body><script>{script}</script><script>y()</script>")
    wrong = "{}：第 1 行的 <script> 有行内的脚本或样式，内容安全策略不准，浏览器不会执行"
    with workers.pool() as pool:
        assert flow.verify.verify(tmp_path, "/", pool) == [wrong.format("404.html"), wrong.format("index.html")]
    for page in ("404.html", "index.html"):
        text = (tmp_path / page).read_text("utf-8")
        (tmp_path / page).write_text(text.replace("<script>y()</script>", ""), "utf-8")
    with workers.pool() as pool:
        assert flow.verify.verify(tmp_path, "/", pool) == [wrong.format("index.html")]


def test_verify_knows_the_manifests_icons(tmp_path: Path) -> None:
    """Verification finds an icon of the home screen that is not there."""
    (tmp_path / "manifest.json").write_text('{"icons": [{"src": "assets/icons/192.png"}]}', "utf-8")
    with workers.pool() as pool:
        assert flow.verify.verify(tmp_path, "/", pool) == ["manifest.json：图标 assets/icons/192.png 不存在"]
