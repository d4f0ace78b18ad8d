"""Plain: what MkDocs, Jinja, Python and the system say, as where it is and what to do, in Chinese.

Their own words are for `--verbose`.  A place is `file:line:column`, as `check` has it.
"""

import errno
import re
import shutil
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError

from generator.project import CACHE

REPORT = "这是程序的问题；请加 --verbose 再运行一次，把显示的文字和刚才做的事一起报告给维护程序的人"

_SYSTEM = {
    errno.ENOSPC: "磁盘满了；请腾出空间再试",
    errno.EDQUOT: "磁盘配额用完了；请腾出空间再试",
    errno.EACCES: "没有权限；请检查文件和文件夹的权限，或换一个输出文件夹",
    errno.EPERM: "没有权限；请检查文件和文件夹的权限，或换一个输出文件夹",
    errno.EROFS: "那里是只读的；请换一个输出文件夹",
    errno.ENOENT: "没有这个文件或文件夹；请检查名字，或从版本库恢复",
    errno.EEXIST: "已经有了；请换一个名字",
    errno.ENOTDIR: "路径中间有一段是文件，不是文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENAMETOOLONG: "路径太长；请把项目放到更浅的文件夹里",
    errno.EMFILE: "打开的文件太多；请关掉别的程序再试",
    errno.ENFILE: "打开的文件太多；请关掉别的程序再试",
    errno.ENOMEM: "内存不够；请关掉别的程序再试",
    errno.EFBIG: "文件太大，超过系统准许的；请放宽 ulimit -f 再试",
    errno.EAGAIN: "系统不让再开进程或再锁文件；请关掉别的程序再试",
    errno.EBUSY: "正在被别的程序使用，或是挂载点；请关掉那个程序，或换一个输出文件夹",
    errno.EXDEV: "不在同一个磁盘上（容器的文件夹也可能这样），不能一步换上；请先删去旧的，或换一个输出文件夹",
    errno.ELOOP: "符号链接绕成了圈；请换一个文件夹",
    errno.ENOTEMPTY: "文件夹不是空的；请删去里面的东西再试",
    errno.EPIPE: "接收输出的程序已经关闭",
    errno.ESTALE: "网络磁盘断开了；请重新连接再试",
    errno.ETIMEDOUT: "网络磁盘没有回答；请检查网络再试",
    errno.EADDRINUSE: "端口已经有程序在用；请用 --port 换一个",
    errno.EIO: "磁盘读写失败；请检查磁盘",
}
_TYPES = {"list": "列表", "dict": "“键: 值”", "bool": "true 或 false", "str": "文字", "int": "数字"}


class SiteError(Exception):
    """The site could not be built; `details` are the single complaints, `original` what a tool said of them itself."""

    def __init__(self, message: str, details: list[str], original: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message, self.details, self.original = message, details, original

    def __reduce__(self) -> tuple[type[Self], tuple[str, list[str], Sequence[str]]]:
        """From another process it comes with all that it says."""
        return type(self), (self.message, self.details, self.original)


@dataclass(frozen=True)
class Sources:
    """Where what MkDocs reads comes from: its settings, and the folders of the hand-written pages, the first first."""

    config: Path
    pages: Sequence[Path]

    def setting(self, words: str) -> str:
        """The place in the settings where a text first stands; the file's beginning where it stands nowhere."""
        return _place(self.config, words)

    def page(self, page: str, words: str = "") -> str:
        """The place of a text in a hand-written page."""
        file = next((folder / page for folder in self.pages if (folder / page).is_file()), self.pages[0] / page)
        return _place(file, words)

    def is_hand_written(self, page: str) -> bool:
        """Whether people wrote a page, so that they can mend it."""
        return any((folder / page).is_file() for folder in self.pages)


def _place(file: Path, words: str) -> str:
    before, found, _ = _text(file).partition(words) if words else ("", "", "")
    lines = before.split("\n") if found else [""]
    return f"{file}:{len(lines)}:{len(lines[-1]) + 1}"


# --- what MkDocs warns of --------------------------------------------------------------------------

# A message, and how to say it: a page, a link, and what else the pattern finds.
_LINKS: tuple[tuple[str, str], ...] = (
    (
        r"contains a link '(?P<link>.*?)', but the target.* is not found among documentation files\.",
        "链接“{link}”指向没有的页面{guess}；请改成有的页面，或删去链接",
    ),
    (
        r"contains an unrecognized relative link '(?P<link>.*?)', it was left as is\.",
        "链接“{link}”没有写到文件{guess}；站内的链接请写成 .md 文件，例如 contribute.md",
    ),
    (
        r"contains an absolute link '(?P<link>.*?)', it was left as is\.",
        "链接“{link}”以 / 开头，网站放在子路径下会失效；请写成从这一页算起的 .md 文件，例如 contribute.md",
    ),
    (
        r"contains a link '(?P<link>.*?)', but there is no such anchor on this page\.",
        "链接“{link}”指向这一页没有的位置；请改成有的，标题后面写 {{#编号}} 的才有",
    ),
    (
        r"contains a link '(?P<link>.*?)', but the doc '(?P<to>.*?)' does not contain an anchor '(?P<anchor>.*?)'\.",
        "链接“{link}”指向 {to} 里没有的位置 {anchor}；请改成有的，或去掉 # 和后面的字",
    ),
)
_SETTINGS: tuple[tuple[str, str], ...] = (
    (r"Required configuration not provided", "缺少设置“{key}”；请补上，或从版本库恢复"),
    (r"Unrecognised configuration name", "不认识的设置“{key}”；请检查拼写，或删去"),
    (r'The "(?P<name>.*?)" plugin is not installed', "没有安装插件“{name}”；本站不用插件，请写 plugins: []"),
    (r"Failed to load extension '(?P<name>.*?)'", "没有 Markdown 扩展“{name}”；请检查拼写，或删去这一行"),
    (r"Unrecognised theme name: '(?P<name>.*?)'", "没有主题“{name}”；请写 name: material"),
    (
        r"The path set in (?P<name>\S+) \('(?P<path>.*?)'\) does not exist",
        "{name} 指的文件夹 {path} 没有；请写 templates/theme，或从版本库恢复",
    ),
    (r"The URL isn't valid", "“{key}”应是完整的网址，例如 https://example.gov.cn/qingdan/"),
    (r"[Ee]xpected (?:nav|a key-value|.*nav item)|Expected nav", "“nav”应是列表，每项一行，例如 - 首页: index.md"),
    (r"Expected a string", "“{key}”应是文字"),
    (r"Expected a key-value mapping", "“{key}”应是“键: 值”，一行一个"),
    (r"Expected type: <class '(?P<type>\w+)'>", "“{key}”应是{type}"),
)


def warning(message: str, sources: Sources) -> Iterator[str]:
    """A warning or an error of MkDocs as sentences; one that is not known says that at least."""
    if found := re.match(r"Doc file '(?P<page>.*?)' (?P<rest>.*)", message, re.DOTALL):
        yield _link(found["page"], found["rest"], sources)
    elif 'not included in the "nav" configuration' in message:
        for page in re.findall(r"^ +- (.+)$", message, re.MULTILINE):
            yield (
                f"{sources.page(page)}: 这一页没有列进导航；"
                f"请在 {sources.config.name} 的 nav 里加一行，例如 - 标题: {page}"
            )
    elif found := re.match(r"A(?:n absolute path| relative path| reference) to '(.*?)' is included in", message):
        page = found[1]
        yield f"{sources.setting(page)}: 导航里的“{page}”没有这一页；请改成有的 .md 文件，或删去这一行"
    elif found := re.match(r"Config value '(?P<key>.*?)': (?P<rest>.*)", message, re.DOTALL):
        yield _setting(found["key"], found["rest"], sources)
    else:
        yield f"MkDocs 生成网页时没有通过，原因不在已知的几种里；{REPORT}"


def _link(page: str, rest: str, sources: Sources) -> str:
    for pattern, said in _LINKS:
        if found := re.match(pattern, rest):
            guess = re.search(r"Did you mean '(.*?)'\?", rest)
            words = {"guess": f"（是否指“{guess[1]}”？）" if guess else "", **found.groupdict()}
            if sources.is_hand_written(page):
                return f"{sources.page(page, found['link'])}: {said.format(**words)}"
            return f"生成的页面 {page} 里，{said.format(**words).partition('；')[0]}；{REPORT}"
    return f"{sources.page(page) if sources.is_hand_written(page) else page}: 这一页没有通过 MkDocs 的检查；{REPORT}"


def finding(said: str, sources: Sources) -> str:
    """What verification says of a finished page, `page：what`, at its place in the page that people wrote."""
    page, _, what = said.partition("：")
    written = re.sub(r"(/|^)index\.html$", "", page)
    for source in (f"{written}.md", page) if written and written != page else (page.replace(".html", ".md"), page):
        if sources.is_hand_written(source):
            words = re.search(r"(?:链接|请求) (\S+)|(<\w+)>", what)
            return f"{sources.page(source, words[1] or words[2] if words else '')}: {what}；请改正，或删去"
    return f"{said}；{REPORT}"


def _setting(key: str, rest: str, sources: Sources) -> str:
    lines = _text(sources.config).splitlines()
    line = next((number for number, text in enumerate(lines, 1) if re.match(rf"{re.escape(key)}\s*:", text)), 1)
    place = f"{sources.config}:{line}:1"
    for pattern, said in _SETTINGS:
        if ("nav" not in said or key == "nav") and (found := re.search(pattern, rest)):
            words = found.groupdict()
            words["type"] = _TYPES.get(words.get("type") or "", "别的类型")
            return f"{place}: {said.format(key=key, **words)}"
    return f"{place}: 设置“{key}”写得不对；请改正，或从版本库恢复"


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


# --- exceptions ------------------------------------------------------------------------------------


def exception(error: BaseException) -> list[str]:
    """An exception that nobody expected, as a heading and what to do."""
    match error:
        # First: a template that is not found is an OSError, too.
        case TemplateSyntaxError() | TemplateNotFound() | UndefinedError():
            return _template(error)
        case OSError():
            return _system(error)
        case BrokenExecutor():
            return ["一个工作进程被系统结束了，多半是内存不够；请关掉别的程序再试，内容没有问题"]
        case MemoryError():
            return ["内存不够；请关掉别的程序再试"]
        case ValueError() if "before 1980" in str(error):
            return ["这台机器的时钟在 1980 年以前，写不了办公文件；请校准日期和时间再试，内容没有问题"]
        case _:
            return [f"程序出错了（{type(error).__name__}）", REPORT]


def is_of_the_system(error: BaseException) -> bool:
    """Whether the system refused something; a template that is not found is an OSError, too, but not of the system."""
    return isinstance(error, OSError) and (bool(error.errno) or isinstance(error, shutil.Error))


def _system(error: OSError) -> list[str]:
    about, number = next((str(one) for one in (error.filename2, error.filename) if one), ""), error.errno
    if isinstance(error, shutil.Error):
        # Of a whole folder that was to be copied: each file's error is told as a text only.
        _, about, why = error.args[0][0]
        number = int(found[1]) if (found := re.search(r"\[Errno (\d+)\]", str(why))) else None
    if number == errno.ENOENT and Path(about).is_relative_to(CACHE):
        return [f"缓存里少了东西（{about}），也许同时运行了 qingdan clean；请再运行一次"]
    said = _SYSTEM.get(number or 0, f"系统不让做（错误号 {number}）；请加 --verbose 看原文")
    return [f"读写文件出错：{about} {said}".replace("： ", "：")]


def _template(error: BaseException) -> list[str]:
    match error:
        case TemplateSyntaxError():
            place = f"{error.filename or error.name or '模板'}:{error.lineno}:1"
            why = "模板的语法不对；请检查这一行和上一行的 {% %}、{{ }}"
        case TemplateNotFound() if (error.name or "").startswith("partials/languages/"):
            place, why = "mkdocs.yml", "theme 的 language 没有这种语言；请写 zh"
        case TemplateNotFound():
            place, why = _frame(error), f"没有模板“{error.name}”；请检查名字"
        case _:
            named = re.search(r"'([^']*)' is undefined|no attribute '([^']*)'", str(error))
            name = f"“{named[1] or named[2]}”" if named else ""
            place, why = _frame(error), f"模板用到了没有的名字{name}；请检查拼写"
    return ["模板写错了", f"{place}: {why}，或从版本库恢复"]


def _frame(error: BaseException) -> str:
    """The last place in a template that an exception came through."""
    frames = traceback.extract_tb(error.__traceback__)
    inside = [one for one in frames if one.filename.endswith((".j2", ".html", ".xml"))]
    return f"{inside[-1].filename}:{inside[-1].lineno}:1" if inside else "模板"
