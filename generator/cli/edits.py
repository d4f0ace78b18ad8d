"""The commands that change lists: what they are not told they ask, where somebody is at the terminal.

All of them show what they would change, and write all files or none.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from generator import workers
from generator.checking import checked_of
from generator.cli.common import AddCommand, misuse, print_changes, report, say, today_in_china

if TYPE_CHECKING:
    from generator.changes.preparing import Prepared


def add(command: AddCommand) -> None:
    """The commands that change duties and departments."""
    subparser = _edit(command, "retire", "终止一个事项：编号停用，记录变更")
    subparser.add_argument("id", nargs="?", metavar="编号", help="事项的编号，例如 c-013")
    _add_township(subparser)
    subparser.add_argument("--to", action="append", default=[], metavar="编号", help="这件事到了本乡镇的哪一项")
    subparser.add_argument("--department", metavar="部门", help="这件事到了哪个部门")
    _add_numbers(subparser)
    subparser = _edit(command, "move", "把一个事项移到另一张清单，旧编号的网址指到新的")
    subparser.add_argument("id", nargs="?", metavar="编号", help="事项的编号，例如 c-013")
    _add_township(subparser)
    subparser.add_argument(
        "--to-list", metavar="清单", help="basic 基本履职，cooperative 配合履职，reclaimed 上级部门收回"
    )
    subparser.add_argument("--category", metavar="类别", help="放在那张清单的哪一类")
    subparser.add_argument("--number", metavar="序号", help="放在第几项（默认那一类的最后）")
    _add_columns(subparser)
    _add_numbers(subparser)
    subparser = _edit(command, "split", "把一个事项拆成几个，文字先照原来的")
    subparser.add_argument("id", nargs="?", metavar="编号", help="事项的编号，例如 c-013")
    _add_township(subparser)
    subparser.add_argument("--into", action="append", default=[], metavar="名称", help="新的一项的名称（写几次）")
    _add_numbers(subparser)
    subparser = _edit(command, "merge", "把几个事项合成一个，文字都留着")
    subparser.add_argument("ids", nargs="*", metavar="编号", help="事项的编号，例如 c-013 c-014")
    _add_township(subparser)
    subparser.add_argument("--name", metavar="名称", help="合成以后的名称")
    _add_numbers(subparser)
    subparser = _edit(command, "rename-department", "部门改名：登记、各乡镇的部门栏和分段都改，旧名成为别名")
    subparser.add_argument("old", nargs="?", metavar="原名", help="原来的名称，或编号")
    subparser.add_argument("new", nargs="?", metavar="新名", help="新的名称")
    _add_county(subparser)
    subparser.add_argument("--full-name", metavar="全称", help="新的全称（默认没有）")
    subparser.add_argument("--alias", action="append", default=[], metavar="别名", help="另加的别名（可以写几次）")
    subparser.add_argument("--in-texts", action="store_true", help="事项正文里的旧名也改：只有文件写明改了正文才用")
    subparser = _edit(command, "merge-departments", "几个部门并成一个：登记、各乡镇的部门栏和分段都改")
    subparser.add_argument("old", nargs="*", metavar="部门", help="要并的部门，名称或编号")
    subparser.add_argument("--into", metavar="部门", help="并成哪个部门：已有的，或新的名称")
    _add_county(subparser)
    subparser.add_argument("--in-texts", action="store_true", help="事项正文里的旧名也改：只有文件写明改了正文才用")


def add_records(command: AddCommand) -> None:
    """The commands that write a record, and what is new."""
    subparser = _edit(command, "record", "给手工改过的清单写一条变更记录")
    _add_township(subparser)
    subparser.add_argument("--since", metavar="版本", help="和哪个版本比：git 的版本，或内容文件夹（默认 HEAD）")
    subparser.add_argument(
        "--went", action="append", default=[], metavar="去处", help="终止的一项去了哪里：c-001=b-003，或 c-001=县民政局"
    )
    subparser = _edit(command, "new", "新的乡镇（township）、事项（duty）或部门（department）")
    subparser.add_argument(
        "what", choices=["township", "duty", "department"], metavar="什么", help="township、duty 或 department"
    )
    subparser.add_argument("id", nargs="?", metavar="名称", help="乡镇的 县/乡镇，或部门的名称；事项不写")
    _add_township(subparser)
    _add_county(subparser)
    subparser.add_argument("--name", metavar="名称", help="乡镇、事项、部门的名称")
    subparser.add_argument("--like", metavar="县/乡镇", help="新的乡镇先照哪个乡镇的清单")
    subparser.add_argument("--full-name", metavar="全称", help="部门的全称")
    subparser.add_argument("--alias", action="append", default=[], metavar="别名", help="部门的别名（可以写几次）")
    subparser.add_argument("--list", metavar="清单", help="事项在哪张清单：basic、cooperative、reclaimed")
    subparser.add_argument("--category", metavar="类别", help="事项的类别")
    subparser.add_argument("--number", metavar="序号", help="事项放在第几项（默认那一类的最后）")
    _add_columns(subparser)
    _add_numbers(subparser)


def _edit(command: AddCommand, name: str, text: str) -> argparse.ArgumentParser:
    """A command that changes lists, with how the change was decided."""
    subparser = command(name, _run, text)
    subparser.description = f"{text}。没有写的选项，在终端里一个一个地问。"
    subparser.set_defaults(act=name)
    subparser.add_argument("--yes", action="store_true", help="看过不同，不再问，写入")
    _add_particulars(subparser)
    return subparser


def _add_township(subparser: argparse.ArgumentParser) -> None:
    subparser.add_argument("--township", metavar="县/乡镇", help="哪个乡镇（街道），例如 tuquan/tuquan")


def _add_county(subparser: argparse.ArgumentParser) -> None:
    subparser.add_argument("--county", metavar="县", help="哪个县，例如 tuquan")


def _add_columns(subparser: argparse.ArgumentParser) -> None:
    """What a duty says below its name, of what its list has columns for."""
    subparser.add_argument("--department", action="append", default=[], metavar="部门", help="事项的部门（可以写几次）")
    subparser.add_argument(
        "--superior", action="append", default=[], metavar="职责", help="上级部门职责的一条（写几次）"
    )
    subparser.add_argument(
        "--duty", dest="duties", action="append", default=[], metavar="职责", help="乡镇配合职责的一条"
    )
    subparser.add_argument("--method", action="append", default=[], metavar="方式", help="工作方式的一条（可以写几次）")


def _add_numbers(subparser: argparse.ArgumentParser) -> None:
    subparser.add_argument("--keep-numbers", action="store_true", help="别的事项序号不动（默认依次重排）")


def _add_particulars(subparser: argparse.ArgumentParser) -> None:
    """How a change was decided: what its record says."""
    subparser.add_argument("--track", metavar="途径", help="职责准入、动态调整（默认）、更正")
    subparser.add_argument("--document", metavar="文件", help="由哪份文件决定：名称或文号；更正的不用写")
    subparser.add_argument("--decided-by", metavar="机关", help="作出决定的机关")
    subparser.add_argument("--approved", metavar="日期", help="批准的日期，例如 2026-05-20")
    subparser.add_argument("--effective", metavar="日期", help="生效的日期，例如 2026-06-01")
    subparser.add_argument("--reason", metavar="理由", help="为什么；更正的要写")
    add_amendment(subparser)


def add_amendment(subparser: argparse.ArgumentParser) -> None:
    """The text of the document that decided a change."""
    subparser.add_argument(
        "--amendment", type=Path, metavar="文件", help="那份文件的文本（.txt）：存进 amendments/，照它核对改的字"
    )


def _run(options: argparse.Namespace) -> int:
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
        ready = COMMANDS[act](Clerk(said, asking, options.content, today_in_china()))
    except (NotTold, NoSuchRevision) as error:
        return misuse(str(error))
    except (EditRefused, NotOffered) as error:
        say(f"没有写入：{error}".rstrip("。") + ("" if str(error).endswith("？") else "。"))
        return 1
    except EOFError:
        return misuse("没有回答完，没有写入")
    except Unreadable as error:
        report(checked_of(error.read, error.read.problems))
        say("有读不了的文件，没有改；请先改好上面的。")
        return 1
    return carry_out(with_vocabulary(ready, options), options, asking.agreed)


def carry_out(ready: "Prepared", options: argparse.Namespace, agreed: Callable[[str], bool]) -> int:
    """Show an edit, and write it where somebody agrees; the exit code."""
    from generator.changes.preparing import changed_meanwhile
    from generator.site import write

    if not ready.files:
        say("没有要改的：清单已经是这样。")
        return 0
    show(ready, options)
    if ready.problems:
        say("没有写入：改了以后，检查会有下面的错误（行号是改了以后的）：")
        for problem in ready.problems:
            line, column = problem.at or (1, 1)
            place = f"{options.content.as_posix()}/{problem.where.file}"
            say(f"{place}:{line}:{column}: {problem.message} [{problem.rule}]")
        return 1
    names = "、".join(ready.files)
    if not options.yes and not agreed(f"写入 {len(ready.files)} 个文件：{names}。写入吗"):
        say(f"没有写入。要写的是 {len(ready.files)} 个文件：{names}；看过上面的不同，要写入请加 --yes。")
        return 1
    if changed := changed_meanwhile(options.content, ready):
        say(f"没有写入：{'、'.join(changed)} 这期间被别的程序改了；请再运行一次。")
        return 1
    write.write_files(ready.files.items(), options.content)
    print(*(options.content / name for name in ready.files), sep="\n")
    say(f"写入了 {len(ready.files)} 个文件，没有带来错误。")
    return 0


def with_vocabulary(ready: "Prepared", options: argparse.Namespace) -> "Prepared":
    """An edit with what it does to the vocabulary, which only whoever reads all townships knows."""
    from generator.changes.everyday import with_words, without_words
    from generator.checking import words_gone

    if not ready.before or ready.problems:
        return ready
    with workers.pool() as pool:
        gone = words_gone(options.content, ready.before, ready.after, pool)
    ready = with_words(options.content, ready)
    return without_words(options.content, ready, gone) if gone else ready


def show(ready: "Prepared", options: argparse.Namespace) -> None:
    """The redline of an edit, its records, and the comments that it takes away."""
    print_changes(ready.changes)
    for id, record in ready.records:
        about = "，".join(filter(None, [record.document, record.reason, record.effective and f"{record.effective} 起"]))
        say(f"{id}：记录一条{record.track.title}{f'（{about}）' if about else ''}，{len(record.duties)} 项有变动。")
        if record.effective and record.effective > today_in_china():
            say(f"请看：生效的日期 {record.effective} 还没有到；年份、月份没有写错，就不用改。")
    for one in ready.late:
        say(f"请看：{one}")
    for file, line, comment in ready.lost:
        say(f"{options.content / file}:{line}:1: 这条注释跟着它说的那一项一起没有了：{comment}")
