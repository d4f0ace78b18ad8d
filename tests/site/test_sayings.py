"""What tools and the system say, one saying at a time: the place in what people wrote, and what to do there."""

import errno
import shutil
import zipfile
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from jinja2 import TemplateNotFound, TemplateSyntaxError

from generator.project import CACHE
from generator.site.plain import REPORT, Sources, exception, finding, is_of_the_system, warning

ABOUT = "# 关于 {#a}\n\n见[坏](gone/)和 <script>。\n"


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    """Settings, pages of the content folder, and those of the project for what it has not."""
    own, project = tmp_path / "own", tmp_path / "project"
    for folder, name, text in (
        (own, "about.md", ABOUT),
        (project, "about.md", "别的"),
        (project, "index.md", "首页\n"),
        (project, "help/index.md", "帮助\ngone/\n"),
        (project, "404.html", "没有 gone/"),
        (project, "old.html", "旧"),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: 清单\nnav:\n  - b.md\n", "utf-8")
    return Sources(tmp_path / "mkdocs.yml", (own, project))


# What verification says, and where that is: the file below the folder, and the rest.
FINDINGS = [
    ("about/index.html：链接 gone/ 指向不存在的页面", "own/about.md:3:6: 链接 gone/ 指向不存在的页面；请改正，或删去"),
    ("about/index.html：页面向别的主机请求 gone/", "own/about.md:3:6: 页面向别的主机请求 gone/；请改正，或删去"),
    (
        "about/index.html：第 9 行的 <script> 有行内的脚本或样式",
        "own/about.md:3:14: 第 9 行的 <script> 有行内的脚本或样式；请改正，或删去",
    ),
    ("about/index.html：链接 别处 指向不存在的页面", "own/about.md:1:1: 链接 别处 指向不存在的页面；请改正，或删去"),
    ("index.html：有 <base>", "project/index.md:1:1: 有 <base>；请改正，或删去"),
    ("404.html：链接 gone/ 坏", "project/404.html:1:4: 链接 gone/ 坏；请改正，或删去"),
    ("old.html：链接 x 坏", "project/old.html:1:1: 链接 x 坏；请改正，或删去"),
]


@pytest.mark.parametrize(("said", "told"), FINDINGS)
def test_finding_in_a_page_that_people_wrote(said: str, told: str, sources: Sources) -> None:
    """The content folder's own page before the project's, with line and column of what is meant."""
    assert finding(said, sources) == f"{sources.config.parent}/{told}"


@pytest.mark.parametrize("page", ["townships/jia/yi/index.html", "assets/a.css"])
def test_finding_in_what_the_program_made(page: str, sources: Sources) -> None:
    """It is not the clerk's fault."""
    assert finding(f"{page}：链接 gone/ 坏", sources) == f"{page}：链接 gone/ 坏；{REPORT}"


NAV = """The following pages exist in the docs directory, but are not included in the "nav" configuration:
  - about.md
  - b.md"""
LINK = "Doc file 'about.md' contains a link '{}', but "
WARNINGS = [
    (
        NAV,
        [
            "own/about.md:1:1: 这一页没有列进导航；请在 mkdocs.yml 的 nav 里加一行，例如 - 标题: about.md",
            "own/b.md:1:1: 这一页没有列进导航；请在 mkdocs.yml 的 nav 里加一行，例如 - 标题: b.md",
        ],
    ),
    (
        "A reference to 'b.md' is included in the 'nav' configuration, which is not found",
        ["mkdocs.yml:3:5: 导航里的“b.md”没有这一页；请改成有的 .md 文件，或删去这一行"],
    ),
    (
        LINK.format("gone/") + "the target 'gone.md' is not found among documentation files. Did you mean 'a.md'?",
        ["own/about.md:3:6: 链接“gone/”指向没有的页面（是否指“a.md”？）；请改成有的页面，或删去链接"],
    ),
    (
        LINK.format("a.md#x") + "the doc 'a.md' does not contain an anchor '#x'.",
        ["own/about.md:1:1: 链接“a.md#x”指向 a.md 里没有的位置 #x；请改成有的，或去掉 # 和后面的字"],
    ),
    (f"Doc file 'about.md' {'is odd'}", [f"own/about.md:1:1: 这一页没有通过 MkDocs 的检查；{REPORT}"]),
    ("Config value 'nav': odd", ["mkdocs.yml:2:1: 设置“nav”写得不对；请改正，或从版本库恢复"]),
    (
        "Config value 'site_name': Expected type: <class 'str'> but received: <class 'int'>",
        ["mkdocs.yml:1:1: “site_name”应是文字"],
    ),
    ("Config value 'x': Expected type: <class 'odd'>", ["mkdocs.yml:1:1: “x”应是别的类型"]),
]


@pytest.mark.parametrize(("message", "told"), WARNINGS)
def test_warning_of_mkdocs(message: str, told: list[str], sources: Sources) -> None:
    """Each in a sentence, at its place."""
    assert list(warning(message, sources)) == [f"{sources.config.parent}/{one}" for one in told]


def test_warning_that_is_not_known(sources: Sources) -> None:
    """Nothing of it is passed over in silence."""
    assert list(warning("odd", sources)) == [f"MkDocs 生成网页时没有通过，原因不在已知的几种里；{REPORT}"]
    told = list(warning("Doc file 'made.md' is odd", sources))
    assert told == [f"made.md: 这一页没有通过 MkDocs 的检查；{REPORT}"]


RETRY = "请腾出空间再试"
RIGHTS = "没有权限；请检查文件和文件夹的权限，或换一个输出文件夹"
SYSTEM = [
    (errno.ENOSPC, f"磁盘满了；{RETRY}"),
    (errno.EDQUOT, f"磁盘配额用完了；{RETRY}"),
    (errno.EACCES, RIGHTS),
    (errno.EPERM, RIGHTS),
    (errno.EROFS, "那里是只读的；请换一个输出文件夹"),
    (errno.ENOENT, "没有这个文件或文件夹；请检查名字，或从版本库恢复"),
    (errno.EEXIST, "已经有了；请换一个名字"),
    (errno.ENOTDIR, "路径中间有一段是文件，不是文件夹"),
    (errno.EISDIR, "这是文件夹，不是文件"),
    (errno.ENAMETOOLONG, "路径太长；请把项目放到更浅的文件夹里"),
    (errno.EMFILE, "打开的文件太多；请关掉别的程序再试"),
    (errno.ENOMEM, "内存不够；请关掉别的程序再试"),
    (errno.EADDRINUSE, "端口已经有程序在用；请用 --port 换一个"),
    (errno.EIO, "磁盘读写失败；请检查磁盘"),
    (errno.EBUSY, "正在被别的程序使用，或是挂载点；请关掉那个程序，或换一个输出文件夹"),
    (
        errno.EXDEV,
        "不在同一个磁盘上（容器的文件夹也可能这样），不能一步换上；请先删去旧的，或换一个输出文件夹",
    ),
    (errno.EDOM, f"系统不让做（错误号 {errno.EDOM}）；请加 --verbose 看原文"),
]


@pytest.mark.parametrize(("number", "said"), SYSTEM)
def test_what_the_system_refuses(number: int, said: str) -> None:
    """Which file, where it says so; of two the one that was to come to be."""
    assert exception(OSError(number, "odd", "a")) == [f"读写文件出错：a {said}"]
    assert exception(OSError(number, "odd", "a", None, "b")) == [f"读写文件出错：b {said}"]
    assert exception(OSError(number, "odd")) == [f"读写文件出错：{said}"]


def test_what_was_kept_is_gone() -> None:
    """Somebody has emptied the cache meanwhile; no file is to be looked for."""
    gone = str(CACHE / "files/ab/cd")
    assert exception(FileNotFoundError(errno.ENOENT, "odd", gone)) == [
        f"缓存里少了东西（{gone}），也许同时运行了 qingdan clean；请再运行一次"
    ]
    assert "请检查名字" in exception(FileNotFoundError(errno.ENOENT, "odd", f"{CACHE}x/a"))[0]


OTHERS = [
    (MemoryError(), ["内存不够；请关掉别的程序再试"]),
    (KeyError("a"), ["程序出错了（KeyError）", REPORT]),
    (
        TemplateNotFound("partials/languages/xx.html"),
        ["模板写错了", "mkdocs.yml: theme 的 language 没有这种语言；请写 zh，或从版本库恢复"],
    ),
    (TemplateNotFound("a.j2"), ["模板写错了", "模板: 没有模板“a.j2”；请检查名字，或从版本库恢复"]),
    (
        TemplateSyntaxError("odd", 7, "a.j2"),
        ["模板写错了", "a.j2:7:1: 模板的语法不对；请检查这一行和上一行的 {% %}、{{ }}，或从版本库恢复"],
    ),
]


@pytest.mark.parametrize(("error", "told"), OTHERS, ids=lambda one: type(one).__name__)
def test_what_nobody_expected(error: Exception, told: list[str]) -> None:
    """A heading, and what to do."""
    assert exception(error) == told


def test_clock_that_was_never_set() -> None:
    """Python's own archives begin in 1980, and so do office files."""
    with pytest.raises(ValueError, match="1980") as raised:
        zipfile.ZipInfo("a", (1970, 1, 2, 0, 0, 0))
    assert exception(raised.value) == [
        "这台机器的时钟在 1980 年以前，写不了办公文件；请校准日期和时间再试，内容没有问题"
    ]


def test_folder_that_cannot_be_copied(tmp_path: Path) -> None:
    """The first of its files, and why: the system's own error is in the words of another only."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a/b").symlink_to("nowhere")
    with pytest.raises(shutil.Error) as raised:
        shutil.copytree(tmp_path / "a", tmp_path / "c")
    assert is_of_the_system(raised.value)
    assert not is_of_the_system(TemplateNotFound("a"))
    assert exception(raised.value) == [
        f"读写文件出错：{tmp_path / 'c/b'} 没有这个文件或文件夹；请检查名字，或从版本库恢复"
    ]


def test_worker_that_was_killed() -> None:
    """It is the machine's fault, not the program's nor the content's."""
    assert exception(BrokenProcessPool("A process in the process pool was terminated abruptly")) == [
        "一个工作进程被系统结束了，多半是内存不够；请关掉别的程序再试，内容没有问题"
    ]
