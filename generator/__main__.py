"""The command line: `qingdan check|build|serve|render|import|export|fmt|diff|topics`, and what edits the lists:
`record|retire|move|split|merge|rename-department|merge-departments|new`.

Printing and exiting happen here alone.  Exit codes: 0 done; 1 the content has
errors, something differs, or the program itself failed; 2 misuse.
"""

import argparse
import atexit
import gc
import io
import os
import re
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

# Whoever interrupts the program while it loads sees no traceback of it.
_ANSWER = signal.signal(signal.SIGINT, signal.SIG_DFL)

# What `check` needs; what other commands need is imported when they run, for it takes longer than a check.
from generator import cache, paths, reports, workers
from generator.check import faults
from generator.check import registry as checks
from generator.check.rules.changes import CHANGES_RECORDED
from generator.checking import Checked, ContentHasErrors, check_content, checked_of, dates_of, in_future
from generator.model import FOLDER_ID, Content, Problem, Where, folder_name_fault
from generator.profiling import profiled
from generator.progress import SILENT, OnTerminal, Progress, used
from generator.project import CACHE, CONFIG
from generator.read.folder import (
    CHANGES_FILE,
    SOURCE_FILE,
    TOWNSHIPS,
    county_ids,
    read,
    read_county,
    read_township,
    township_ids,
)
from generator.words.places import words_for

signal.signal(signal.SIGINT, _ANSWER)

if TYPE_CHECKING:
    from generator.changes.diff import Change
    from generator.changes.importing import Imported
    from generator.changes.preparing import Prepared
    from generator.changes.recording import Unrecorded
    from generator.letter.letter import Letter
    from generator.model import Content, Township

Command = Callable[[argparse.Namespace], int]

_PORTS = range(1, 2**16)
# In seconds: longer than a build of fifty townships, and short enough that a machine which nobody watches goes on.
_WAIT = 300


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A file's name need not be text; printing it must not fail.
            stream.reconfigure(errors="backslashreplace")
    workers.spare()
    # To look through all that there is once more when all is done takes half a second, for nothing.
    atexit.register(gc.freeze)
    options = _parser().parse_args(_joined(sys.argv[1:] if arguments is None else arguments))
    before = _standing(options)
    try:
        if not options.content.is_dir() and options.run not in (_import, _clean, _verify):
            return _misuse(f"没有内容文件夹 {options.content}；请在项目文件夹里运行，或用 --content 指明")
        with _ended_like_interrupted():
            return _run(options)
    except KeyboardInterrupt:
        return _misuse(f"已中断{_kept(options, before, '，')}")
    except ContentHasErrors as error:
        _report(error.checked)
        _say(f"内容有错误，没有生成{_kept(options, before)}。")
        return 1
    except Exception as error:  # noqa: BLE001  (whatever it is, nobody is left with a traceback)
        return _failed(error, options, before)


def _failed(error: Exception, options: argparse.Namespace, before: int | None) -> int:
    """Tell of what is no fault of the content; the exit code."""
    from generator.site import plain
    from generator.site.plain import SiteError
    from generator.site.refuse import OutputRefused
    from generator.site.signing import NotSigned
    from generator.workers import NoCluster

    match error:
        case NotSigned():
            _say(f"没有签名，没有生成{_kept(options, before)}：", str(error))
            return 1
        case SiteError():
            heading, *details = _described(error, options.verbose)
            _say(f"{heading}，没有生成{_kept(options, before)}：", *details)
            return 1
        case OutputRefused() | NoCluster():
            return _misuse(str(error))
    _say(*_described(error, options.verbose))
    if kept := _kept(options, before, ""):
        _say(f"{kept}。")
    return 2 if plain.is_of_the_system(error) else 1


def _standing(options: argparse.Namespace) -> int | None:
    """Which folder stands where the command puts another one; None where it puts none, or there is none."""
    if options.run not in (_build, _assemble, _render):
        return None
    from generator.site import write

    return write.standing(options.output)


def _run(options: argparse.Namespace) -> int:
    """Run the command; what took how long, and which functions, is kept where somebody asks."""
    command: Command = options.run
    is_terminal = sys.stderr.isatty() and os.environ.get("TERM") not in ("dumb", "unknown")
    options.progress = OnTerminal(sys.stderr) if is_terminal else Progress(_say)
    try:
        with used(options.progress), _profiled(options.profile):
            return command(options)
    finally:
        if options.verbose and options.progress.timings:
            _say(*options.progress.summary())


@contextmanager
def _profiled(file: Path | None) -> Iterator[None]:
    if not file:
        yield
        return
    with profiled(file):
        try:
            yield
        finally:
            _say(f"剖析的结果写到 {file}，用 python -m pstats 或 snakeviz 看；中途被结束的工作进程不在内。")


@contextmanager
def _ended_like_interrupted() -> Iterator[None]:
    """Whoever ends the program, or the terminal that it runs in, is somebody who interrupts it: all is cleared up."""
    signals = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    try:
        # Who ignores one (nohup) goes on.
        before = {one: signal.signal(one, _interrupt) for one in signals if signal.getsignal(one) == signal.SIG_DFL}
    except ValueError:  # not the main thread
        before = {}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _kept(options: argparse.Namespace, before: int | None, sign: str = "；") -> str:
    """What became of the output, seen on the disk; nothing of a command that puts no folder in the place of another."""
    if options.run not in (_build, _assemble, _render):
        return ""
    what = "输出" if options.run is _render or getattr(options, "county", []) else "网站"
    match before, _standing(options):
        case None, None:
            return f"{sign}还没有{what}"
        case _, None:
            return f"{sign}原有的{what}不在 {options.output}，再运行一次会放回"
        case same, now if same == now:
            return f"{sign}原有的输出没有改动"
        case _:
            return f"{sign}新的{what}已经换上"


def _described(error: Exception, is_verbose: bool) -> list[str]:
    """What a command that failed tells: a heading, and a line for each thing to do; with the tools' own words too."""
    from generator.site import plain

    original: list[str] = []
    match error:
        case ContentHasErrors():
            lines = ["内容有错误", *(reports.line(error.checked, problem) for problem in error.checked.problems)]
        case plain.SiteError():
            lines = [error.message, *error.details]
            original = [line for text in error.original for line in text.splitlines()]
        case _:
            lines = plain.exception(error)
            original = "".join(traceback.format_exception(error)).splitlines()
    if not original:
        return lines
    return [*lines, *(["原文：", *original] if is_verbose else ["（加 --verbose 看原文）"])]


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="qingdan", description="清单：检查、生成和发布乡镇（街道）履行职责事项清单。", add_help=False)
    _add_help(parser)
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True)

    def command(name: str, run: Command, text: str) -> argparse.ArgumentParser:
        subparser = commands.add_parser(name, help=text, description=text, add_help=False)
        _add_help(subparser)
        subparser.add_argument(
            "--content", type=Path, default=Path("content"), metavar="文件夹", help="内容文件夹（默认 content）"
        )
        subparser.add_argument(
            "--verbose", action="store_true", help="写出每一步用了多久；出错时也显示工具自己的话（英文），报告问题时用"
        )
        subparser.add_argument(
            "--profile", type=Path, metavar="文件", help="把每个函数用了多久写进文件，给改程序的人看"
        )
        subparser.set_defaults(run=run)
        return subparser

    def output(subparser: argparse.ArgumentParser, default: str, text: str) -> None:
        subparser.add_argument(
            "--output", type=Path, default=Path(default), metavar="文件夹", help=f"{text}（默认 {default}）"
        )

    subparser = command("check", _check, "检查内容，列出全部问题")
    subparser.add_argument(
        "--format",
        choices=["text", "github", "gitlab", "json"],
        default="text",
        help="text 给人看（默认），github 给拉取请求加批注，gitlab 给合并请求（Code Quality），json 给工具用",
    )
    subparser.add_argument(
        "--township", metavar="县/乡镇", help="只检查这一个和它的县的登记，快得多（默认全部），例如 tuquan/tuquan"
    )
    subparser.add_argument(
        "--since",
        metavar="版本或文件夹",
        help="和以前的版本比，例如 main：以前就有的问题另列，不拦；清单有正式变动的，要有变更记录，"
        "没有的，写出来，可以贴进 changes.yml",
    )

    def wait(subparser: argparse.ArgumentParser) -> None:
        subparser.add_argument(
            "--wait",
            type=int,
            default=_WAIT,
            metavar="秒",
            help=f"另一个程序正在生成到同一个文件夹，最多等多久（默认 {_WAIT}，0 不等）",
        )

    def publishing(subparser: argparse.ArgumentParser) -> None:
        subparser.add_argument(
            "--commit",
            default=os.environ.get("QINGDAN_COMMIT", ""),
            metavar="提交",
            help=f"由哪一个 git 提交生成，写进 {paths.RELEASE}（默认是环境变量 QINGDAN_COMMIT，没有就不写）",
        )
        subparser.add_argument(
            "--key", type=Path, metavar="私钥", help=f"用这个 SSH 私钥给 {paths.RELEASE} 签名（默认不签）"
        )

    subparser = command("build", _build, "检查并生成网站")
    output(subparser, "site", "网站放到哪里")
    wait(subparser)
    subparser.add_argument(
        "--county",
        action="append",
        default=[],
        metavar="县",
        help="只做这个县（可以写几次），--output 里不是网站，是它的一份，各县的用 assemble 合起来",
    )
    subparser.add_argument(
        "--cluster",
        default="",
        metavar="地址",
        help="在 Dask 的集群上做，例如 tcp://10.0.0.1:8786；各台机器要有同样的程序、内容和 QINGDAN_CACHE",
    )
    publishing(subparser)
    command("clean", _clean, "清空缓存（做过的东西），下一次从头做")
    subparser = command("assemble", _assemble, "把各县的几份（build --county 做的）合成网站")
    subparser.add_argument("parts", type=Path, nargs="+", metavar="一份", help="build --county 写出的文件夹")
    output(subparser, "site", "网站放到哪里")
    wait(subparser)
    publishing(subparser)
    subparser = command("verify", _verify, "核对网站的一份副本：哪些文件变了、缺了、多了，是谁签的名")
    subparser.add_argument("site", type=Path, metavar="网站", help="网站的文件夹")
    subparser.add_argument(
        "--manifest", type=Path, metavar="文件", help=f"照这一份 {paths.RELEASE} 核对（默认是网站里的；签名在它旁边）"
    )
    subparser.add_argument(
        "--allowed-signers",
        type=Path,
        metavar="文件",
        help="另核对签名：谁签的才算，一行一人，写法照 ssh-keygen 的 allowed_signers",
    )
    subparser = command("serve", _serve, "预览网站，改动后自动更新")
    subparser.add_argument("--port", type=int, default=8000, metavar="端口", help="本机端口，1 到 65535（默认 8000）")
    subparser = command("render", _render, "只生成 Markdown 和数据，不生成网站")
    output(subparser, "build/docs", "放到哪里")
    wait(subparser)
    subparser = command("import", _import, "把官方文件导入成一个乡镇（街道）的 YAML，拿不准的地方报告在标准错误")
    subparser.add_argument(
        "file",
        type=Path,
        nargs="+",
        metavar="文件",
        help="官方文件：PDF、Word（.docx）、Excel（.xlsx）、CSV，或它的文本；三张清单分在几份文件里的，一页一幅的图片，依次写出",
    )
    subparser.add_argument("--to", required=True, metavar="县/乡镇", help="放到哪个文件夹，例如 tuquan/tuquan")
    subparser.add_argument(
        "--place",
        required=True,
        metavar="地名",
        help="省/市州盟/县市区旗/乡镇，街道、苏木、农场、开发区等也写在第四部分，不明的部分写 -，"
        "例如 重庆市/-/云阳县/龙角镇",
    )
    subparser.add_argument("--replace", action="store_true", help="已经有了：采用这份文件（不加就只列出不同）")
    subparser.add_argument(
        "--review", type=Path, metavar="文件夹", help="另写一个核对的网页，左边是原文，右边是导入的，逐项对照"
    )
    subparser.add_argument(
        "--sheet",
        action="append",
        default=[],
        metavar="工作表",
        help="Excel：只要这张工作表（可以写几次）；没有标题的写明是哪张清单，例如 --sheet Sheet2=配合履职",
    )
    subparser.add_argument(
        "--columns",
        action="append",
        default=[],
        metavar="栏",
        help="表头认不出的，指定哪一栏是什么，例如 序号=A,事项名称=C；只管一张清单的，前面写 配合履职:（可以写几次）",
    )
    subparser = command("export", _export, "导出数据，或照官方版式导出清单")
    subparser.add_argument(
        "--format",
        choices=["json", "jsonl", "csv", "xlsx", "docx", "pdf", "parquet", "opensearch", "edit", "all"],
        default="json",
        help="json 数据接口（默认）；jsonl 一行一个事项；csv、xlsx、docx、pdf 照官方清单的版式，"
        "每个乡镇（街道）、每张清单一个文件，另有全县和全部的；parquet 一行一个事项，给分析用；"
        "opensearch 给搜索引擎：索引的设置和成批写入的文件；edit 改清单用的 Excel，改好交给 apply；"
        "all 网站“数据”页的全部文件",
    )
    subparser.add_argument("--township", metavar="县/乡镇", help="只导出这一个（默认全部），例如 tuquan/tuquan")
    output(subparser, "export", "放到哪里")
    subparser = command("fmt", _fmt, "把 YAML 整理成统一的格式，保留注释；没有编号的新事项给一个没有用过的编号")
    subparser.add_argument("--check", action="store_true", help="只列出需要整理的文件，不改动")
    subparser = command("diff", _diff, "比较两个版本的清单，逐项列出不同，或写成一封信")
    subparser.add_argument("old", metavar="旧", help="内容文件夹，或 git 的版本")
    subparser.add_argument("new", metavar="新", nargs="?", help="内容文件夹，或 git 的版本（默认是现在的内容）")
    subparser.add_argument(
        "--format",
        choices=["text", "markdown", "html", "docx", "json"],
        default="text",
        help="text 给人看（默认），有不同时退出码是 1；markdown 贴在拉取请求里；html 一页，前后对照；"
        "docx 调整申请表；json 给工具用",
    )
    subparser.add_argument("--output", type=Path, metavar="文件", help="写到哪里（默认写在终端里；docx 要写）")
    subparser.add_argument(
        "--site",
        default="",
        metavar="网址或文件夹",
        help="markdown、html：网页的链接以它开头（默认只写网址，没有链接）",
    )
    subparser.add_argument(
        "--limit", type=int, metavar="字数", help="markdown：太长的，写多少字为止；GitHub 的评论不能超过 65536"
    )
    subparser = command("topics", _topics, "列出每个事项归入的主题和理由")
    subparser.add_argument("--township", metavar="县/乡镇", help="只看这一个，例如 tuquan/tuquan")
    which = subparser.add_mutually_exclusive_group()
    which.add_argument("--without", action="store_true", help="只列出没有主题的事项")
    which.add_argument("--near", action="store_true", help="列出差一点归入的主题：正文写到了，还不够")
    which.add_argument("--propose", action="store_true", help="从没有主题的事项里提出可以新加的主题")
    _add_edits(command)
    return parser


def _add_edits(command: Callable[[str, Command, str], argparse.ArgumentParser]) -> None:
    """The commands that change lists: what they are not told they ask, where somebody is at the terminal."""

    def edit(name: str, text: str, *, is_recorded: bool = True) -> argparse.ArgumentParser:
        subparser = command(name, _edit, text)
        subparser.description = f"{text}。没有写的选项，在终端里一个一个地问。"
        subparser.set_defaults(act=name)
        subparser.add_argument("--yes", action="store_true", help="看过不同，不再问，写入")
        if is_recorded:
            _add_particulars(subparser)
        return subparser

    def township(subparser: argparse.ArgumentParser) -> None:
        subparser.add_argument("--township", metavar="县/乡镇", help="哪个乡镇（街道），例如 tuquan/tuquan")

    def county(subparser: argparse.ArgumentParser) -> None:
        subparser.add_argument("--county", metavar="县", help="哪个县，例如 tuquan")

    def numbers(subparser: argparse.ArgumentParser) -> None:
        subparser.add_argument("--keep-numbers", action="store_true", help="别的事项序号不动（默认依次重排）")

    subparser = edit("retire", "终止一个事项：编号停用，记录变更")
    subparser.add_argument("id", nargs="?", metavar="编号", help="事项的编号，例如 c-013")
    township(subparser)
    subparser.add_argument("--to", action="append", default=[], metavar="编号", help="这件事到了本乡镇的哪一项")
    subparser.add_argument("--department", metavar="部门", help="这件事到了哪个部门")
    numbers(subparser)
    subparser = edit("move", "把一个事项移到另一张清单，旧编号的网址指到新的")
    subparser.add_argument("id", nargs="?", metavar="编号", help="事项的编号，例如 c-013")
    township(subparser)
    subparser.add_argument(
        "--to-list", metavar="清单", help="basic 基本履职，cooperative 配合履职，reclaimed 上级部门收回"
    )
    subparser.add_argument("--category", metavar="类别", help="放在那张清单的哪一类")
    subparser.add_argument("--number", metavar="序号", help="放在第几项（默认那一类的最后）")
    numbers(subparser)
    subparser = edit("split", "把一个事项拆成几个，文字先照原来的")
    subparser.add_argument("id", nargs="?", metavar="编号", help="事项的编号，例如 c-013")
    township(subparser)
    subparser.add_argument("--into", action="append", default=[], metavar="名称", help="新的一项的名称（写几次）")
    numbers(subparser)
    subparser = edit("merge", "把几个事项合成一个，文字都留着")
    subparser.add_argument("ids", nargs="*", metavar="编号", help="事项的编号，例如 c-013 c-014")
    township(subparser)
    subparser.add_argument("--name", metavar="名称", help="合成以后的名称")
    numbers(subparser)
    subparser = edit("rename-department", "部门改名：登记、各乡镇的部门栏和分段都改，旧名成为别名")
    subparser.add_argument("old", nargs="?", metavar="原名", help="原来的名称，或编号")
    subparser.add_argument("new", nargs="?", metavar="新名", help="新的名称")
    county(subparser)
    subparser.add_argument("--in-texts", action="store_true", help="事项正文里的旧名也改：只有文件写明改了正文才用")
    subparser = edit("merge-departments", "几个部门并成一个：登记、各乡镇的部门栏和分段都改")
    subparser.add_argument("old", nargs="*", metavar="部门", help="要并的部门，名称或编号")
    subparser.add_argument("--into", metavar="部门", help="并成哪个部门：已有的，或新的名称")
    county(subparser)
    subparser.add_argument("--in-texts", action="store_true", help="事项正文里的旧名也改：只有文件写明改了正文才用")
    subparser = command("apply", _apply, "照修改单改清单：文件，或夹着它的邮件、议题的文字")
    subparser.add_argument(
        "file", type=Path, nargs="*", metavar="文件", help="修改单，几份的都照做或都不做；- 是标准输入"
    )
    subparser.add_argument("--yes", action="store_true", help="看过不同，不再问，写入")
    _add_amendment(subparser)
    subparser.add_argument("--edited", action="store_true", help="校验不对的也照做：明知手工改过什么、改得对的")
    subparser.add_argument(
        "--branch", nargs="?", const="", metavar="分支", help="不写入，提交到一个新的 git 分支（名字默认 request-日期）"
    )
    subparser.add_argument("--event", type=Path, metavar="文件", help="CI 用：GitHub、GitLab 议题事件的 JSON")
    subparser.add_argument(
        "--answer", type=Path, metavar="文件", help="CI 用：给议题、拉取请求的回话（Markdown）写到这里"
    )
    subparser = edit("record", "给手工改过的清单写一条变更记录")
    township(subparser)
    subparser.add_argument("--since", metavar="版本", help="和哪个版本比：git 的版本，或内容文件夹（默认 HEAD）")
    subparser.add_argument(
        "--went", action="append", default=[], metavar="去处", help="终止的一项去了哪里：c-001=b-003，或 c-001=县民政局"
    )
    subparser = edit("new", "新的乡镇（township）、事项（duty）或部门（department）")
    subparser.add_argument(
        "what", choices=["township", "duty", "department"], metavar="什么", help="township、duty 或 department"
    )
    subparser.add_argument("id", nargs="?", metavar="名称", help="乡镇的 县/乡镇，或部门的名称；事项不写")
    township(subparser)
    county(subparser)
    subparser.add_argument("--name", metavar="名称", help="乡镇、事项、部门的名称")
    subparser.add_argument("--like", metavar="县/乡镇", help="新的乡镇先照哪个乡镇的清单")
    subparser.add_argument("--full-name", metavar="全称", help="部门的全称")
    subparser.add_argument("--alias", action="append", default=[], metavar="别名", help="部门的别名（可以写几次）")
    subparser.add_argument("--list", metavar="清单", help="事项在哪张清单：basic、cooperative、reclaimed")
    subparser.add_argument("--category", metavar="类别", help="事项的类别")
    subparser.add_argument("--number", metavar="序号", help="事项放在第几项（默认那一类的最后）")
    subparser.add_argument("--department", action="append", default=[], metavar="部门", help="事项的部门（可以写几次）")
    subparser.add_argument(
        "--superior", action="append", default=[], metavar="职责", help="上级部门职责的一条（写几次）"
    )
    subparser.add_argument(
        "--duty", dest="duties", action="append", default=[], metavar="职责", help="乡镇配合职责的一条"
    )
    subparser.add_argument("--method", action="append", default=[], metavar="方式", help="工作方式的一条（可以写几次）")
    numbers(subparser)


def _add_particulars(subparser: argparse.ArgumentParser) -> None:
    """How a change was decided: what its record says."""
    subparser.add_argument("--track", metavar="途径", help="职责准入、动态调整（默认）、更正")
    subparser.add_argument("--document", metavar="文件", help="由哪份文件决定：名称或文号；更正的不用写")
    subparser.add_argument("--decided-by", metavar="机关", help="作出决定的机关")
    subparser.add_argument("--approved", metavar="日期", help="批准的日期，例如 2026-05-20")
    subparser.add_argument("--effective", metavar="日期", help="生效的日期，例如 2026-06-01")
    subparser.add_argument("--reason", metavar="理由", help="为什么；更正的要写")
    _add_amendment(subparser)


def _add_amendment(subparser: argparse.ArgumentParser) -> None:
    subparser.add_argument(
        "--amendment", type=Path, metavar="文件", help="那份文件的文本（.txt）：存进 amendments/，照它核对改的字"
    )


class _Parser(argparse.ArgumentParser):
    """An argument parser that speaks Chinese and exits with 2."""

    _SAID = (
        (r"the following arguments are required: (.+)", r"缺少 \1"),
        (r"unrecognized arguments: (.+)", r"不认识的参数 \1"),
        (r"argument (.+): invalid choice: (.+) \(choose from (.+)\)", r"\1 不能是 \2，只能是 \3"),
        (r"argument (.+): invalid int value: (.+)", r"\1 应是整数，不能是 \2"),
        (r"argument (.+): expected one argument", r"\1 后面缺少一个值"),
        (r"argument (.+): not allowed with argument (.+)", r"\1 不能与 \2 同用"),
        (r"argument (.+): ignored explicit argument (.+)", r"\1 后面不要写值 \2"),
    )

    def error(self, message: str) -> NoReturn:
        for said, chinese in self._SAID:
            message = re.sub(said, chinese, message)
        message = message.replace("'", "")
        self.exit(2, f"用法不对：{message}。\n运行 {self.prog} --help 看用法。\n")

    def format_help(self) -> str:
        text = super().format_help().replace("usage: ", "用法：", 1)
        return re.sub(r"^(options|optional arguments):", "选项：", text, flags=re.MULTILINE).replace(
            "positional arguments:", "参数："
        )


def _joined(arguments: list[str]) -> list[str]:
    """The arguments with the value of --place joined to it: a place may begin with -, which is no option."""
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] == "--place":
            joined[-1] = f"--place={argument}"
        else:
            joined.append(argument)
    return joined


def _add_help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help="显示这份说明")


# --- the commands ----------------------------------------------------------------------------------


def _check(options: argparse.Namespace) -> int:
    # The day in China, wherever this runs.
    today = datetime.now(timezone(timedelta(hours=8))).date().isoformat()
    if options.township:
        known = township_ids(options.content)
        if options.township not in known:
            return _misuse(f"没有乡镇 {options.township}；有的是：{'、'.join(known)}")
    checked = _checked(options.content, options.township, today)
    if not options.township:
        _tell_of_ignored()
    return _check_since(checked, today, options) if options.since else _report(checked, options.format)


def _checked(folder: Path, township: str | None, today: str) -> Checked:
    """What is found in a content folder, or in a township of it."""
    if not township:
        with workers.pool() as pool:
            return check_content(folder, SILENT, pool, today)
    found = read_township(folder, township)
    problems = checks.check_townships(found, is_county=False)
    own = f"{TOWNSHIPS}/{township}/"
    problems += in_future((one for one in dates_of(found) if one[0].file.startswith(own)), today)
    return checked_of(found, checks.in_order(problems))


def _check_since(checked: Checked, today: str, options: argparse.Namespace) -> int:
    """Report what is wrong since an earlier revision, official changes that are not recorded too; the exit code."""
    from generator.changes.recording import unrecorded
    from generator.changes.revisions import NoSuchRevision, content_at, counties_that_differ

    try:
        with content_at(options.since, options.content) as old:
            is_there = not options.township or options.township in township_ids(old)
            before = _checked(old, options.township, today).problems if is_there else ()
            counties = [one for one in counties_that_differ(old, options.content) if _is_of(one, options.township)]
            sides = [[read_county(side, one, Content()) for side in (old, options.content)] for one in counties]
            found = [
                one
                for was, now in sides
                for one in unrecorded(was.content, now.content)
                if options.township is None or one.file.startswith(f"{TOWNSHIPS}/{options.township}/")
            ]
            is_unread = any(checks.has_errors(side.problems) for pair in sides for side in pair)
            problems = () if is_unread else tuple(_not_recorded(one, options) for one in found)
            checked = replace(checked, problems=checks.in_order([*checked.problems, *problems]))
            apart = faults.apart(checked.problems, options.content, before, old)
    except NoSuchRevision as error:
        return _misuse(str(error))
    print(reports.report(checked, options.format, apart), end="")
    if is_unread:
        _say(f"有读不了的文件，没有和 {options.since} 比正式的变动。")
        return 1
    for one in found:
        file = f"{options.content.as_posix()}/{one.file}"
        if one.is_new:
            do = f"新建 {file}，写入下面的，再填上空着的："
        elif one.is_instead:
            do = f"{file} 最后一条和改动对不上，换成下面的："
        else:
            place = f"最后 {one.followed_by} 条之前" if one.followed_by else "末尾"
            do = f"贴到 {file} 的{place}，行首的空格照旧，再填上空着的："
        _say(do, "", one.text)
    if not found:
        _say(f"和 {options.since} 比，正式的变动都有记录。")
    return int(checks.has_errors(apart.new))


def _is_of(county_id: str, township_id: str | None) -> bool:
    return township_id is None or township_id.startswith(f"{county_id}/")


def _not_recorded(one: "Unrecorded", options: argparse.Namespace) -> Problem:
    """What is wrong where a change is not recorded: at the end of the file of records."""
    ids = f"{'、'.join(one.ids[:5])}{'……' if len(one.ids) > 5 else ''}"
    what = f"{len(one.ids)} 项（{ids}）" if one.ids else "标题、类别或次序"
    path = options.content / one.file
    last = 1 if one.is_new else max(1, len(path.read_text("utf-8").splitlines()))
    wrong = "最后一条记录和它们对不上" if one.is_instead else "没有变更记录"
    message = f"和 {options.since} 比，{what}有正式的变动，{wrong}；请改正，下面有写好的"
    return Problem(CHANGES_RECORDED.id, message, Where(one.file), CHANGES_RECORDED.severity, (last, 1))


def _build(options: argparse.Namespace) -> int:
    from generator import flow

    if options.county:
        return _build_part(options)
    from generator.site.release import COMMIT

    if options.commit and not COMMIT.fullmatch(options.commit):
        return _misuse(f"--commit（或 QINGDAN_COMMIT）应是 git 提交的编号：7 到 64 位十六进制，不是“{options.commit}”")
    with options.progress as progress:
        built = flow.build_site(
            options.content,
            options.output,
            progress,
            wait=options.wait,
            cluster=getattr(options, "cluster", ""),
            publishing=flow.Publishing(options.commit, options.key),
        )
    _tell_of_ignored()
    _report(built.checked)
    _say(f"网站在 {options.output}/，共 {built.files} 个文件。")
    return 0


def _tell_of_ignored() -> None:
    """Tell whether something in the cache was of no use."""
    if count := cache.ignored():
        _say(f"缓存 {CACHE}/ 里有 {count} 样坏了或不在了，没有用它们，重新做了。")


def _build_part(options: argparse.Namespace) -> int:
    from generator import flow

    if options.cluster:
        return _misuse("--county 和 --cluster 只用一个：集群自己把各县分开做")
    known = county_ids(options.content)
    if unknown := [id for id in options.county if id not in known]:
        return _misuse(f"没有县 {unknown[0]}；有的是：{'、'.join(known)}")
    with options.progress as progress:
        checked = flow.build_part(options.content, options.county, options.output, progress, options.wait)
    _tell_of_ignored()
    _report(checked)
    _say(f"{'、'.join(options.county)} 的一份在 {options.output}/，和别的县的一起用 qingdan assemble 合成网站。")
    return 0


def _clean(_: argparse.Namespace) -> int:
    from generator.site import write

    if not CACHE.is_dir():
        _say(f"缓存 {CACHE}/ 本来就是空的。")
        return 0
    size = sum(path.stat().st_size for path in CACHE.rglob("*") if path.is_file())
    write.clear(CACHE)
    _say(f"缓存 {CACHE}/ 清空了，有 {size / 1e6:.0f} MB。")
    return 0


def _assemble(options: argparse.Namespace) -> int:
    from generator.parts import is_part, join_part

    for part in options.parts:
        if not is_part(part):
            return _misuse(f"{part} 不是 qingdan build --county 写出的；请检查路径")
    with options.progress as progress, progress.step("放进各县的几份", total=len(options.parts)) as step:
        for part in options.parts:
            join_part(part)
            step.advance()
    options.county = []
    return _build(options)


def _verify(options: argparse.Namespace) -> int:
    from generator.site.release import NoRelease, differences, read_release
    from generator.site.signing import NotSigned, signer

    manifest: Path = options.manifest or options.site / paths.RELEASE
    if not options.site.is_dir():
        return _misuse(f"没有文件夹 {options.site}；请检查路径")
    if not manifest.is_file():
        why = "它不是网站，或是旧版本生成的" if options.manifest is None else "请检查 --manifest"
        return _misuse(f"没有 {manifest}；{why}")
    data = manifest.read_bytes()
    try:
        release = read_release(data)
    except NoRelease as error:
        return _misuse(f"{manifest} 不是网站的文件清单：{error}")
    found = differences(options.site, release)
    told = (("变了", found.changed), ("缺少", found.missing), ("多出", found.added), ("读不了", found.unread))
    for what, names in told:
        for name in names:
            print(what, "".join(char if char.isprintable() else ascii(char)[1:-1] for char in name))
    counts = "，".join(f"{what} {len(names)} 个" for what, names in told if names)
    commit = f"，由提交 {release.commit} 生成" if release.commit else ""
    _say(f"共 {len(release.files)} 个文件{commit}；{counts or '都相同'}。")
    if options.allowed_signers is None:
        return int(bool(found))
    try:
        who = signer(data, manifest.with_name(f"{manifest.name}.sig"), options.allowed_signers)
    except NotSigned as error:
        _say(f"签名不对：{error}。")
        return 1
    _say(f"签名是 {who} 的。")
    return int(bool(found))


def _serve(options: argparse.Namespace) -> int:
    if options.port not in _PORTS:
        return _misuse(f"--port 应在 {_PORTS[0]} 到 {_PORTS[-1]} 之间，不能是 {options.port}")
    from generator.serve import serve

    serve(options.content, options.port, options.progress, lambda error: _described(error, options.verbose))
    return 0


def _render(options: argparse.Namespace) -> int:
    from generator import flow
    from generator.site import refuse, write
    from generator.site.assets import Assets
    from generator.site.settings import read_settings

    refuse.unfit(options.output, options.content)
    with options.progress as progress, write.reserved(options.output, options.wait, progress) as work:
        settings = read_settings(CONFIG)
        found, _, catalogue = flow.checked_catalogue(options.content, progress)
        with progress.step("生成页面和数据"):
            count = flow.write_docs(found, catalogue, settings, Assets(), work / "docs", progress)
        write.swap(work / "docs", options.output)
    _say(f"{options.output}/ 里有 {count} 个文件。")
    return 0


def _import(options: argparse.Namespace) -> int:
    from generator.changes.importing import Options, Place, import_document
    from generator.importers.draft import ImportProblem
    from generator.site import write

    parts = options.place.split("/")
    if len(parts) != 4 or not all(parts):
        return _misuse(f"--place 要有四部分：省/市州盟/县市区旗/乡镇，不明的写 -；现在是“{options.place}”")
    ids = options.to.split("/")
    if len(ids) != 2 or not all(FOLDER_ID.fullmatch(id) for id in ids):
        return _misuse(f"--to 要写成 县/乡镇，只用小写字母、数字和连字符；现在是“{options.to}”")
    for id in ids:
        if fault := folder_name_fault(id):
            return _misuse(f"--to 里的“{id}”{fault}")
    place = Place(*(None if part == "-" else part for part in parts))
    document, *more = options.file
    said = Options(tuple(more), tuple(options.sheet), tuple(options.columns))
    try:
        with options.progress as progress, progress.step(f"读取 {document.name}", is_told=False):
            imported = import_document(document, options.to, place, options.content, said)
    except ImportProblem as problem:
        _say(f"{problem.place or f'{document}:{problem.line or 1}:1'}: {problem.message}")
        return 1
    if options.review:
        with options.progress as progress, progress.step("做核对的网页", is_told=False):
            _write_review(imported, options.review)
    if imported.changes is not None and not options.replace:
        return _show_changes(imported, options)
    if imported.changes and _goes_back(imported, options):
        _say(
            f"没有写入：{options.to} 收录以后有正式的变更（{CHANGES_FILE}），这份文件还是收录时的，",
            "重新导入会把它们退回去；请在 YAML 里改，或导入新的一版。",
        )
        return 1
    write.write_files(imported.files.items(), options.content)
    for guess in imported.guesses:
        duty = f"{guess.duty_id}：" if guess.duty_id else ""
        _say(f"{imported.received.place_of(guess)}: {duty}{guess.message}")
    counts = "，".join(f"{kind.title} {count} 项" for kind, count in imported.counts.items())
    _say(f"导入完成：{counts}；拿不准的地方 {len(imported.guesses)} 处，列在上面，请逐条核对。")
    print(*(options.content / name for name in imported.files), sep="\n")
    if imported.changes:
        _say(
            "清单变了，请接着写变更记录：凭哪份文件、哪天起；没有进版本库的，--since 写以前那一份的文件夹：",
            f"    qingdan record --township {options.to} --since HEAD",
        )
    return 0


def _goes_back(imported: "Imported", options: argparse.Namespace) -> bool:
    """Whether an import would undo official changes, since its document is the one that they came after."""
    from generator.history import is_changed_since
    from generator.model import SourceDocument

    source = imported.files.get(f"{TOWNSHIPS}/{options.to}/{SOURCE_FILE}", "")
    (old,) = read_township(options.content, options.to).content.townships or (None,)
    is_same = old and old.file.source and old.file.source.sha256 == SourceDocument.digest(source)
    return bool(old and is_same and is_changed_since(old))


def _write_review(imported: "Imported", folder: Path) -> None:
    from generator.review.page import review
    from generator.site import write

    write.write_files(review(imported), folder)
    _say(f"核对的网页：{folder / 'index.html'}，用浏览器打开。")


def _show_changes(imported: "Imported", options: argparse.Namespace) -> int:
    """How a document differs from the township that is there; nothing is written."""
    _print_changes(imported.changes or ())
    if not imported.changes:
        _say(f"{options.to} 已经有了，与这份文件一致；没有写入。")
        return 0
    for file, line, text in imported.comments:
        _say(f"{options.content / file}:{line}:1: 采用之后这条注释不再保留：{text}")
    _say(f"{options.to} 已经有了，没有写入。看过上面的不同之后，要采用这份文件，请加 --replace 再运行一次。")
    return 1


def _print_changes(changes: Sequence["Change"]) -> None:
    for change in changes:
        print(f"{change.township}：{change.sentence}")
        for line in change.lines:
            print(f"    {line}")
    print(f"共 {len(changes)} 处不同。")


def _export(options: argparse.Namespace) -> int:
    from generator import flow
    from generator.data.downloads import Missing
    from generator.data.opensearch import export_opensearch
    from generator.data.parquet import NoParquet, export_parquet
    from generator.data.publish import Publisher
    from generator.site import write
    from generator.site.settings import read_settings

    settings = read_settings(CONFIG)
    with options.progress as progress:
        found, _, catalogue = flow.checked_catalogue(options.content, progress)
    townships = [township for township in found.content.townships if options.township in (None, township.id)]
    if not townships:
        known = "、".join(township.id for township in found.content.townships)
        return _misuse(f"没有{words_for(found.content).place} {options.township}；有的是：{known}")
    if options.township and options.format in ("json", "parquet", "opensearch", "all"):
        return _misuse(f"--township 不用于 {options.format}，它写的是全部{words_for(found.content).place}的")
    missing: tuple[Missing, ...] = ()
    with options.progress as progress, progress.step("导出"), write.Together(options.output) as together:
        match options.format:
            case "edit":
                for township in townships:
                    together.put(*_workbook(found.content, township))
            case "opensearch":
                export_opensearch(catalogue, together.put)
            case "parquet":
                try:
                    export_parquet(catalogue.counties, together.put)
                except NoParquet as problem:
                    missing = (Missing("Parquet", str(problem)),)
            case _:
                publisher = Publisher(catalogue, found.content.townships, together.put, settings.licence)
                missing = publisher.exported(options.format, options.township).missing
    for one in missing:
        _say(f"没有导出 {one.what}：{one.why}")
    _say(f"{options.output}/ 里写了 {together.count} 个文件。")
    return int(bool(missing))


def _workbook(content: "Content", township: "Township") -> tuple[str, bytes]:
    """The workbook to edit a township's lists in, and its name."""
    from generator.changes.edits import known_categories
    from generator.changes.workbook import to_workbook

    county = next(one.file for one in content.counties if one.id == township.county_id)
    parts = (county.province, county.prefecture, county.name, township.file.name)
    categories = list(
        dict.fromkeys(name for kind in township.lists for name in known_categories(township, kind, content.categories))
    )
    names = [one.name for one in county.departments]
    return f"{township.id}.xlsx", to_workbook(township, "/".join(part or "-" for part in parts), names, categories)


def _fmt(options: argparse.Namespace) -> int:
    from generator.read import schema, yaml_text
    from generator.read.folder import LIST_FILES
    from generator.read.numbering import with_ids
    from generator.site import write

    changed: dict[str, str] = {}
    failed = False
    for path in sorted(options.content.rglob("*.yml")):
        raw = path.read_bytes()
        try:
            text = yaml_text.decode(raw)
            yaml_text.parse(text)
        except yaml_text.YamlError as error:
            print(f"{path}:{error.line}:{error.column}: {error.message} [{error.rule}]")
            failed = True
            continue
        if path.name in LIST_FILES:
            records = path.with_name(CHANGES_FILE)
            recorded = records.read_bytes().decode("utf-8", "replace") if records.is_file() else ""
            text, given = with_ids(text, LIST_FILES[path.name], recorded)
            if given:
                _say(f"{path}：没有编号的事项，{'要给' if options.check else '给了'}编号 {'、'.join(given)}")
        formed = yaml_text.canonical(text)
        if formed.encode() != raw:
            changed[path.relative_to(options.content).as_posix()] = formed
    for name, text in schema.schemas().items():
        path = options.content / "schema" / name
        if path.parent.is_dir() and (not path.is_file() or path.read_bytes() != text.encode()):
            changed[f"schema/{name}"] = text
    if not options.check:
        write.write_files(changed.items(), options.content)
    for name in changed:
        print(options.content / name)
    _say(f"{len(changed)} 个文件{'需要整理' if options.check else '已整理'}。")
    return int(failed or bool(options.check and changed))


def _diff(options: argparse.Namespace) -> int:
    from generator.changes.diff import diff
    from generator.changes.revisions import NoSuchRevision, content_at
    from generator.letter.letter import letter

    if options.format == "docx" and not options.output:
        return _misuse("调整申请表是 Word 文件，请用 --output 写明放到哪里，例如 --output 调整申请表.docx")
    if options.limit is not None and options.limit < 1:
        return _misuse(f"--limit 要大于 0，写的是 {options.limit}")
    try:
        with (
            content_at(options.old, options.content) as old,
            content_at(options.new or str(options.content), options.content) as new,
        ):
            versions = [read(folder) for folder in (old, new)]
            for found in versions:
                if checks.has_errors(found.problems):
                    _report(checked_of(found, found.problems))
                    _say("有读不了的文件，没有比较。")
                    return 1
            old_content, new_content = (found.content for found in versions)
            changes = list(diff(old_content, new_content))
            told = letter(old_content, new_content)
    except NoSuchRevision as error:
        return _misuse(str(error))
    made = _letter(told, changes, options)
    if options.output:
        from generator.site import write

        write.write_files([(options.output.name, made)], options.output.parent)
        _say(f"写在 {options.output}：{told.summary}")
    else:
        print(made.decode(), end="")
    return int(bool(told)) if options.format == "text" else 0


def _letter(told: "Letter", changes: Sequence["Change"], options: argparse.Namespace) -> bytes:
    """The letter in the format that is asked for."""
    from generator.letter import form, render

    names = (options.old, options.new or "现在的内容")
    match options.format:
        case "docx":
            return form.to_docx(told)
        case "html":
            return render.to_html(told, names, options.site).encode()
        case "markdown":
            return render.to_markdown(told, names, options.site, options.limit).encode()
        case "json":
            return render.to_json(told).encode()
        case _:
            return render.to_text(told, changes).encode()


def _topics(options: argparse.Namespace) -> int:
    from generator.words.topic_report import Which, report

    found = read(options.content)
    if checks.has_errors(found.problems):
        _report(checked_of(found, found.problems))
        _say("有读不了的文件，没有列出主题。")
        return 1
    known = [township.id for township in found.content.townships]
    if options.township and options.township not in known:
        return _misuse(f"没有{words_for(found.content).place}“{options.township}”；现有：{'、'.join(known)}")
    which = next((part for part in Which if getattr(options, part.value, False)), Which.ALL)
    print(*report(found.content, which, options.township), sep="\n")
    return 0


def _edit(options: argparse.Namespace) -> int:
    from generator.asking import Asking, NotOffered, NotTold
    from generator.changes.commands import COMMANDS, Clerk, Unreadable
    from generator.changes.edits import EditRefused
    from generator.changes.revisions import NoSuchRevision

    said = dict(vars(options))
    act = options.act
    if act == "new":
        act = f"new {options.what}"
        said["name"] = options.name or (options.id if options.what == "department" else None)
    asking = Asking(sys.stdin.isatty())
    try:
        ready = COMMANDS[act](Clerk(said, asking, options.content, _today()))
    except (NotTold, NoSuchRevision) as error:
        return _misuse(str(error))
    except (EditRefused, NotOffered) as error:
        _say(f"没有写入：{error}".rstrip("。") + ("" if str(error).endswith("？") else "。"))
        return 1
    except EOFError:
        return _misuse("没有回答完，没有写入")
    except Unreadable as error:
        _report(checked_of(error.read, error.read.problems))
        _say("有读不了的文件，没有改；请先改好上面的。")
        return 1
    return _carry_out(_with_vocabulary(ready, options), options, asking.agreed)


def _apply(options: argparse.Namespace) -> int:
    from generator.changes import events
    from generator.changes.edits import EditRefused
    from generator.changes.request import RequestDamaged

    branch, texts = options.branch, list[tuple[str, str]]()
    try:
        if options.event:
            issue = events.read_event(options.event.read_bytes())
            if events.LABEL not in issue.labels:
                _say(f"议题 {issue.number} 没有“{events.LABEL}”的标签，不是修改单；没有做什么。")
                return 0
            texts.append((f"议题 {issue.number}", issue.text))
            branch = branch or issue.branch
        elif branch == "":
            branch = f"request-{_today()}"
        return _apply_texts(options, texts, branch)
    except events.NoIssue as error:
        return _misuse(f"{options.event}：{error}")
    except RequestDamaged as error:
        return _refused(options, f"{_place(options, texts)}:{error.line}:1: 修改单读不了：{error}")
    except EditRefused as error:
        where = getattr(error, "where", "") or f"{getattr(error, 'line', 1)}:1"
        return _refused(options, f"{_place(options, texts)}:{where}: 没有照做：{error}")


def _apply_texts(options: argparse.Namespace, texts: list[tuple[str, str]], branch: str | None) -> int:
    """Apply the requests of some texts, with their names, and of the files that are named."""
    from generator.asking import Asking
    from generator.changes import events
    from generator.changes.applying import applied, places_of, read_for
    from generator.changes.commands import amendment_text
    from generator.changes.preparing import prepared
    from generator.changes.request import Request, read_requests, text_of
    from generator.changes.workbook import is_workbook, read_workbook

    requests: list[Request] = []
    workbooks = set[str]()
    for file in options.file:
        # What is wrong is told of the file that is the last.
        texts.append((str(file), ""))
        raw = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        if is_workbook(raw):
            requests.append(read_workbook(file))
            workbooks.add(str(file))
        else:
            texts[-1] = (str(file), text_of(raw))
    if not texts:
        return _misuse("缺少 文件：修改单，或夹着它的邮件、议题的文字")
    for one in [one for one in texts if one[0] not in workbooks]:
        texts.remove(one)
        texts.append(one)
        requests += read_requests(one[1], is_edited=options.edited)
    if not any(request.changes for request in requests):
        _say("没有要改的：表格里一个字也没有改。")
        return 0
    content, reads = read_for(options.content, requests)
    unreadable = [one for one in reads if checks.has_errors(one.problems)]
    for found in unreadable:
        _report(checked_of(found, found.problems))
    if unreadable:
        return _refused(options, "有读不了的文件，没有改；请先改好上面的。")
    result = applied(content, requests, _today())
    if result.conflicts:
        lines = [line for conflict in result.conflicts for line in conflict.told()]
        heading = f"{_place(options, texts)}：有 {len(result.conflicts)} 处冲突，什么也没有写。"
        return _refused(options, heading, *lines, "请两边商量好，在网站上照现在的文字重做一份。")
    amendment = amendment_text(options.amendment) if options.amendment else None
    edits = [replace(edit, amendment=amendment) for edit in result.edits]
    ready = _with_vocabulary(prepared(options.content, content, edits), options)
    if told := [*places_of(options.content, reads, requests), *result.notes]:
        _say(*told)
    if ready.problems:
        _answered(options, events.refused(["改了以后，检查通不过：", *(problem.message for problem in ready.problems)]))
        return _carry_out(ready, options, lambda _: False)
    answer = events.accepted(ready.changes, result.notes, ready.files)
    if branch is None or not ready.files:
        return _carry_out(ready, options, Asking(sys.stdin.isatty()).agreed) or _answered(options, answer)
    return _committed(ready, options, branch, answer, is_own=options.event is not None)


def _today() -> str:
    return datetime.now(timezone(timedelta(hours=8))).date().isoformat()


def _place(options: argparse.Namespace, texts: list[tuple[str, str]]) -> str:
    return texts[-1][0] if texts else str(options.event)


def _refused(options: argparse.Namespace, *lines: str) -> int:
    """Tell why a request was not applied, to whoever is there and to the issue; the exit code."""
    from generator.changes import events

    _say(*lines)
    _answered(options, events.refused(lines))
    return 1


def _committed(ready: "Prepared", options: argparse.Namespace, branch: str, answer: str, *, is_own: bool) -> int:
    """Show an edit, and commit it on a branch; the exit code."""
    from generator.changes.revisions import NotCommitted, commit_on_branch

    _show(ready, options)
    sentences = [f"{change.township}：{change.sentence}" for change in ready.changes]
    title = "修改单：" + (sentences[0] if len(sentences) == 1 else f"{len(sentences)} 处不同")
    message = "\n".join([title[:72], "", *sentences, ""])
    try:
        commit = commit_on_branch(options.content, branch, ready.files, ready.was, message, replaces=is_own)
    except NotCommitted as error:
        _say(f"没有提交：{error}。")
        return 1
    _say(f"提交到分支 {branch}（{commit[:10]}），{len(ready.files)} 个文件，都通过了检查；现在的文件没有动。")
    return _answered(options, answer)


def _answered(options: argparse.Namespace, text: str) -> int:
    """Write what an issue is answered, where somebody asks for it; the exit code."""
    from generator.site import write

    if options.answer:
        write.write_files([(options.answer.name, f"{text}\n")], options.answer.parent)
    return 0


def _carry_out(ready: "Prepared", options: argparse.Namespace, agreed: Callable[[str], bool]) -> int:
    """Show an edit, and write it where somebody agrees; the exit code."""
    from generator.changes.preparing import changed_meanwhile
    from generator.site import write

    if not ready.files:
        _say("没有要改的：清单已经是这样。")
        return 0
    _show(ready, options)
    if ready.problems:
        _say("没有写入：改了以后，检查会有下面的错误（行号是改了以后的）：")
        for problem in ready.problems:
            line, column = problem.at or (1, 1)
            place = f"{options.content.as_posix()}/{problem.where.file}"
            _say(f"{place}:{line}:{column}: {problem.message} [{problem.rule}]")
        return 1
    names = "、".join(ready.files)
    if not options.yes and not agreed(f"写入 {len(ready.files)} 个文件：{names}。写入吗"):
        _say(f"没有写入。要写的是 {len(ready.files)} 个文件：{names}；看过上面的不同，要写入请加 --yes。")
        return 1
    if changed := changed_meanwhile(options.content, ready):
        _say(f"没有写入：{'、'.join(changed)} 这期间被别的程序改了；请再运行一次。")
        return 1
    write.write_files(ready.files.items(), options.content)
    print(*(options.content / name for name in ready.files), sep="\n")
    _say(f"写入了 {len(ready.files)} 个文件，都通过了检查。")
    return 0


def _with_vocabulary(ready: "Prepared", options: argparse.Namespace) -> "Prepared":
    """An edit with what it does to the vocabulary, which only whoever reads all townships knows."""
    from generator.changes.preparing import without_words
    from generator.checking import words_gone

    if not ready.before or ready.problems:
        return ready
    with workers.pool() as pool:
        gone = words_gone(options.content, ready.before, ready.after, pool)
    return without_words(options.content, ready, gone) if gone else ready


def _show(ready: "Prepared", options: argparse.Namespace) -> None:
    """The redline of an edit, its records, and the comments that it takes away."""
    _print_changes(ready.changes)
    for id, record in ready.records:
        about = "，".join(filter(None, [record.document, record.reason, record.effective and f"{record.effective} 起"]))
        _say(f"{id}：记录一条{record.track.title}{f'（{about}）' if about else ''}，{len(record.duties)} 项有变动。")
    for file, line, comment in ready.lost:
        _say(f"{options.content / file}:{line}:1: 这条注释跟着它说的那一项一起没有了：{comment}")


# --- printing --------------------------------------------------------------------------------------


def _report(checked: Checked, form: str = "text") -> int:
    """Print problems and their count; the exit code that they make."""
    print(reports.report(checked, form), end="")
    return int(checks.has_errors(checked.problems))


def _say(*lines: str) -> None:
    """Tell a person how the work goes."""
    print(*lines, sep="\n", file=sys.stderr, flush=True)


def _misuse(message: str) -> int:
    _say(message)
    return 2


if __name__ == "__main__":
    sys.exit(main())
