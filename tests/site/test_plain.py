"""What MkDocs, Jinja, Python and the system say never reaches a clerk: a Chinese sentence does, with what to do."""

import errno
import os
import re
import shutil
from pathlib import Path

import pytest

from generator import flow
from generator.__main__ import main
from generator.data.downloads import Downloads
from generator.site.assets import Assets
from generator.site.maker import read_frame
from generator.site.plain import SiteError
from generator.site.settings import read_settings
from generator.site.written import make_written
from generator.words.places import PlaceWords
from support.edits import demo, write

CONFIG = flow.CONFIG.read_text("utf-8").replace("templates/theme", str(flow.TEMPLATES / "theme"))
PLAIN = re.sub(r"^nav:.*", "nav: [{首页: index.md}]\nnot_in_nav: '*'\n", CONFIG, flags=re.DOTALL | re.MULTILINE)
# Words of theirs.  What people or the program wrote themselves may be Latin.
ENGLISH = re.compile(r"Traceback|Error\b|error|expected|Expected|not found|No such|Permission|invalid|contains|while ")


def make(folder: Path, written_in: list[Path]) -> None:
    """Make the pages of a small docs folder, as those that people wrote are made."""
    texts = {path.name: path.read_text("utf-8") for path in sorted((folder / "docs").glob("*.md"))}
    frame = read_frame(folder / "mkdocs.yml", Assets(), PlaceWords(), written_in, texts.get)
    make_written(frame, texts, (), pytest.fail, written_in)


def refused(folder: Path, config: str = PLAIN, pages: dict[str, str] | None = None) -> str:
    """What building a small docs folder complains of, without the folder's name."""
    (folder / "mkdocs.yml").write_text(config, "utf-8")
    for name, text in (pages or {"index.md": "# 甲 {#a}\n"}).items():
        (folder / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "docs" / name).write_text(text, "utf-8")
    with pytest.raises(SiteError) as raised:  # noqa: PT012  (which of them refuses depends on what is wrong)
        read_settings(folder / "mkdocs.yml")
        make(folder, [folder / "docs"])
    told = [raised.value.message, *raised.value.details]
    assert not ENGLISH.search("\n".join(told)), told
    return "\n".join(told).replace(f"{folder}/", "")


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("no.md", "docs/index.md:3:5: 链接“no.md”指向没有的页面；请改成有的页面，或删去链接"),
        ("no.png", "docs/index.md:3:5: 链接“no.png”指向没有的页面；请改成有的页面，或删去链接"),
        ("#no", "docs/index.md:3:5: 链接“#no”指向这一页没有的位置；请改成有的，标题后面写 {#编号} 的才有"),
        ("b.md#no", "docs/index.md:3:5: 链接“b.md#no”指向 b.md 里没有的位置 #no；请改成有的，或去掉 # 和后面的字"),
        ("b/", "docs/index.md:3:5: 链接“b/”没有写到文件（是否指“b.md”？）；"),
        ("/b", "docs/index.md:3:5: 链接“/b”以 / 开头，网站放在子路径下会失效；"),
    ],
)
def test_link_of_a_hand_written_page(tmp_path: Path, link: str, said: str) -> None:
    """The file, line and column of the link, and what to write."""
    told = refused(tmp_path, pages={"index.md": f"# 甲 {{#a}}\n\n[b]({link})\n", "b.md": "# 乙 {#b}\n"})
    assert told.startswith(f"网页没有做成\n{said}")


def test_warning_is_told_and_not_printed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What MkDocs says in English reaches nobody beside the Chinese sentence."""
    assert "链接“no.md”" in refused(tmp_path, pages={"index.md": "# 甲 {#a}\n\n[b](no.md)\n"})
    assert [one.getMessage() for one in caplog.records if one.levelname == "WARNING"] == []


def test_link_of_a_generated_page_is_not_the_clerks_fault(tmp_path: Path) -> None:
    """A page that the program made: it says so, and how to report it."""
    (tmp_path / "mkdocs.yml").write_text(PLAIN, "utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# 甲\n[b](no.md)\n", "utf-8")
    with pytest.raises(SiteError) as raised:
        make(tmp_path, [tmp_path / "none"])
    (told,) = raised.value.details
    assert told.startswith("生成的页面 index.md 里，链接“no.md”指向没有的页面；这是程序的问题；请加 --verbose")
    assert raised.value.original[0].startswith("Doc file 'index.md' contains a link")


SETTINGS = [
    ("nav: [{首页: index.md}]", "nav: [{首页: index.md}, {乙: b.md}]", "导航里的“b.md”没有这一页；"),
    ("nav: [{首页: index.md}]", "nav: foo", "“nav”应是列表，每项一行，例如 - 首页: index.md"),
    ("nav: [{首页: index.md}]", "nav: [1]", "“nav”应是列表，每项一行，例如 - 首页: index.md"),
    ("nav: [{首页: index.md}]", "foo: 1", "不认识的设置“foo”；请检查拼写，或删去"),
    ("nav: [{首页: index.md}]", "site_url: foo", "应是完整的网址，例如 https://example.gov.cn/qingdan/，不能是 foo"),
    ("nav: [{首页: index.md}]", "site_url: [1]", "应是完整的网址，例如 https://example.gov.cn/qingdan/，不能是 [1]"),
    ("nav: [{首页: index.md}]", "nav: [", "mkdocs.yml:"),
    ("nav: [{首页: index.md}]", "\tnav: 1", "缩进用了制表符（Tab）；请改用空格"),
    ("plugins: []", "plugins: [search]", "本站不用 plugins；请写 plugins: []，或删去"),
    ("plugins: []", "plugins: []\nextra_templates: [a.html]", "本站不用 extra_templates；请写 extra_templates: []"),
    ("plugins: []", "plugins: [nope]", "没有安装插件“nope”；本站不用插件，请写 plugins: []"),
    ("  - admonition", "  - nope", "没有 Markdown 扩展“nope”；请检查拼写，或删去这一行"),
    ("name: material", "name: nope", "没有主题“nope”；请写 name: material"),
    (str(flow.TEMPLATES / "theme"), "nope", "请写 templates/theme，或从版本库恢复"),
    ("strict: true", "strict: yep", "mkdocs.yml:7:1: “strict”应是true 或 false"),
    ("anchors: warn", "anchors: foo", "设置“validation”写得不对；请改正，或从版本库恢复"),
    ("site_name: 清单", "", "缺少设置“site_name”；请补上，或从版本库恢复"),
    ("extra:\n", "extra: []\nx:\n", "不认识的设置“x”；请检查拼写，或删去"),
    ("extra:\n", "extra: foo\nx:\n", "mkdocs.yml 的 extra 写错了"),
    ("  repository:\n", "  repository: [a]\n  x:\n", "应是 url、branch、kind 三行，值都是文字"),
    ('report: ""', "report: 1", "应是文字，不能是 1"),
]


@pytest.mark.parametrize(("old", "new", "said"), SETTINGS)
def test_setting(tmp_path: Path, old: str, new: str, said: str) -> None:
    """A wrong setting is named, with its place or its key."""
    assert old in PLAIN
    assert said in refused(tmp_path, PLAIN.replace(old, new, 1))


@pytest.mark.parametrize(("config", "said"), [("", "文件是空的"), ("- a\n", "应是“键: 值”"), ("{{{", "键必须是文字")])
def test_settings_that_cannot_be_read(tmp_path: Path, config: str, said: str) -> None:
    """Empty, of another shape, or no YAML."""
    assert said in refused(tmp_path, config)


# --- the command line ------------------------------------------------------------------------------


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return write(demo(), tmp_path / "content")


def render(content: Path, *more: str) -> int:
    return main(["render", "--content", str(content), "--output", str(content.parent / "docs"), *more])


@pytest.mark.parametrize(
    ("template", "text", "said"),
    [
        ("pages/home.md.j2", "一\n{% if %}\n", "home.md.j2:2:1: 模板的语法不对；"),
        ("pages/home.md.j2", "一\n\n{{ nothing }}\n", "home.md.j2:3:1: 模板用到了没有的名字“nothing”；请检查拼写"),
        ("pages/home.md.j2", "{{ catalogue.nothing }}\n", "home.md.j2:1:1: 模板用到了没有的名字“nothing”；请检查拼写"),
        ("pages/home.md.j2", '{% import "no.j2" as n %}\n', "没有模板“no.j2”；"),
    ],
)
def test_template(
    content: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    template: str,
    text: str,
    said: str,
) -> None:
    """A mistake in a template: its file and line; Jinja's own words only where they are asked for."""
    folder = shutil.copytree(flow.TEMPLATES, content.parent / "templates")
    (folder / template).write_text(text, "utf-8")
    monkeypatch.setattr(flow, "TEMPLATES", folder)
    monkeypatch.setattr("generator.data.publish.Publisher.site", lambda _: Downloads())  # not what is tried here
    assert render(content) == 1
    told = capsys.readouterr().err
    assert said in told
    assert not ENGLISH.search(told)
    shutil.rmtree(content.parent / "docs", ignore_errors=True)
    assert render(content, "--verbose") == 1
    assert "Traceback (most recent call last):\n  File " in capsys.readouterr().err


def test_wrong_setting(content: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A setting that is wrong: which one, and a line for each thing to do."""
    settings = content.parent / "mkdocs.yml"
    text = flow.CONFIG.read_text("utf-8")
    assert "  repository:\n" in text
    settings.write_text(text.replace("  repository:\n", "  repository:\n    branches: a\n", 1), "utf-8")
    monkeypatch.setattr("generator.cli.sites.CONFIG", settings)
    assert render(content) == 1
    assert capsys.readouterr().err == (
        "mkdocs.yml 的 extra.repository 写错了，没有生成；还没有输出：\n不认识的键：branches\n"
    )


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "磁盘满了；请腾出空间再试"),
        (errno.EACCES, "没有权限；请检查文件和文件夹的权限"),
        (errno.EROFS, "那里是只读的；请换一个输出文件夹"),
        (errno.ENAMETOOLONG, "路径太长"),
        (errno.EDOM, f"系统不让做（错误号 {errno.EDOM}）"),
    ],
)
def test_system(
    content: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], number: int, said: str
) -> None:
    """What the system refuses, in whatever step; the exit code is that of misuse."""

    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number), "site/index.html")

    monkeypatch.setattr("generator.site.write.Tree", refuse)
    assert render(content) == 2
    told = capsys.readouterr().err
    assert f"读写文件出错：site/index.html {said}" in told
    assert os.strerror(number) not in told
    assert not ENGLISH.search(told)


@pytest.mark.parametrize("command", ["check", "build", "render", "export", "topics", "fmt"])
def test_a_mistake_of_the_program(
    content: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    """Any command: exit code 1, what to report, no traceback but with --verbose; the output that was there stays."""

    def fail(*_: object) -> None:
        raise KeyError("oops")

    for place in (
        "generator.cli.texts.read",
        "generator.flow.read",
        "generator.checking.source",
        "generator.flow.source",
        "generator.read.yaml_text.canonical",
    ):
        monkeypatch.setattr(place, fail)
    site = content.parent / "site"
    output = ["--output", str(site)] if command in ("build", "render", "export") else []
    assert main([command, "--content", str(content), *output]) == 1
    told = capsys.readouterr().err
    assert "程序出错了（KeyError）\n这是程序的问题；请加 --verbose 再运行一次" in told
    assert "Traceback" not in told
    assert main([command, "--content", str(content), *output, "--verbose"]) == 1
    assert "Traceback" in capsys.readouterr().err
    assert not site.exists()


def test_content_that_is_a_file_and_settings_that_are_gone(
    content: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each is said in Chinese."""
    file = content.parent / "file"
    file.write_text("甲", "utf-8")
    assert main(["check", "--content", str(file)]) == 2
    assert "没有内容文件夹" in capsys.readouterr().err
    monkeypatch.setattr("generator.cli.sites.CONFIG", content.parent / "mkdocs.yml")
    assert render(content) == 2
    told = capsys.readouterr().err
    assert "mkdocs.yml 没有这个文件或文件夹；请检查名字，或从版本库恢复" in told
    assert not ENGLISH.search(told)


@pytest.mark.slow
def test_folder_that_may_not_be_written_to(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A real one, and for root a real change of who asks."""
    assert render(content) == 0  # all is loaded and kept: nothing but the folder is what is refused
    locked = content.parent / "locked"
    locked.mkdir()
    locked.chmod(0o555)
    for path in content.parents:
        if path.stat().st_uid == os.getuid() and path != Path("/"):
            path.chmod(path.stat().st_mode | 0o755)
    is_root = os.geteuid() == 0
    try:
        if is_root:
            os.seteuid(65534)
        assert main(["render", "--content", str(content), "--output", str(locked / "docs")]) == 2
    finally:
        if is_root:
            os.seteuid(0)
        locked.chmod(0o755)
    told = capsys.readouterr().err
    assert f"读写文件出错：{locked / '.docs.lock'} 没有权限；请检查文件和文件夹的权限" in told
    assert not ENGLISH.search(told)
