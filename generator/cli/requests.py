"""`apply`: what a form, a workbook, a mail or an issue asks for; written, or committed on a branch."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator.check import registry as checks
from generator.checking import checked_of
from generator.cli.common import AddCommand, misuse, report, say, today_in_china
from generator.cli.edits import add_amendment, carry_out, show, with_vocabulary

if TYPE_CHECKING:
    from generator.changes.preparing import Prepared
    from generator.changes.request import Request


def add(command: AddCommand) -> None:
    """The command that applies requests."""
    subparser = command("apply", _apply, "照修改单改清单：文件，或夹着它的邮件、议题的文字")
    subparser.add_argument(
        "file", type=Path, nargs="*", metavar="文件", help="修改单，几份的都照做或都不做；- 是标准输入"
    )
    subparser.add_argument("--yes", action="store_true", help="看过不同，不再问，写入")
    add_amendment(subparser)
    subparser.add_argument("--edited", action="store_true", help="校验不对的也照做：明知手工改过什么、改得对的")
    subparser.add_argument(
        "--branch", nargs="?", const="", metavar="分支", help="不写入，提交到一个新的 git 分支（名字默认 request-日期）"
    )
    subparser.add_argument(
        "--renew",
        nargs="*",
        metavar="分支",
        help="main 往前走了：把 --branch 做的分支照现在的内容重做（默认全部），不用合并时的冲突",
    )
    subparser.add_argument("--event", type=Path, metavar="文件", help="CI 用：GitHub、GitLab 议题事件的 JSON")
    subparser.add_argument(
        "--answer",
        type=Path,
        metavar="文件",
        help="CI 用：给议题、拉取请求的回话（Markdown）写到这里；--renew 的，写到这个文件夹，一个分支一个文件",
    )


def _apply(options: argparse.Namespace) -> int:
    from generator.changes import events
    from generator.changes.edits import EditRefused
    from generator.changes.request import RequestDamaged

    if options.renew is not None:
        return _renew(options)
    branch, texts = options.branch, list[tuple[str, str]]()
    try:
        if options.event:
            issue = events.read_event(options.event.read_bytes())
            if events.LABEL not in issue.labels:
                say(f"议题 {issue.number} 没有“{events.LABEL}”的标签，不是修改单；没有做什么。")
                return 0
            texts.append((f"议题 {issue.number}", issue.text))
            branch = branch or issue.branch
        elif branch == "":
            branch = f"request-{today_in_china()}"
        return _apply_texts(options, texts, branch)
    except events.NoIssue as error:
        return misuse(f"{options.event}：{error}")
    except RequestDamaged as error:
        what = error.in_issue if options.event else error
        return _refused(options, f"{_place(options, texts)}:{error.line}:1: 修改单读不了：{what}")
    except EditRefused as error:
        where = getattr(error, "where", "") or f"{getattr(error, 'line', 1)}:1"
        return _refused(options, f"{_place(options, texts)}:{where}: 没有照做：{error}")


def _renew(options: argparse.Namespace) -> int:
    """Make the branches of requests anew, on the content as it is now; the exit code."""
    from generator.changes.edits import EditRefused
    from generator.changes.request import RequestDamaged, read_requests
    from generator.changes.revisions import NoSuchRevision, branches_behind

    if options.file or options.event or options.branch is not None:
        return misuse("--renew 只和分支的名字一起用，不要另写文件、--branch、--event")
    code = count = 0
    try:
        for branch, message in branches_behind(options.content, options.renew):
            own = argparse.Namespace(**vars(options))
            own.answer = options.answer and options.answer / f"{branch.replace('/', '-')}.md"
            try:
                requests = read_requests(message)
            except RequestDamaged:
                # Others are anybody's: nothing is said of those that nobody names.
                if branch in options.renew:
                    say(f"分支 {branch} 最后的提交里没有修改单，不能重做：请从现在的版本开一个分支，再做一次。")
                    code, count = 1, count + 1
                continue
            count += 1
            say(f"分支 {branch}：照现在的内容重做。")
            try:
                code = max(code, _carry_out(own, list(requests), branch, f"分支 {branch}", is_own=True))
            except EditRefused as error:
                code = _refused(own, f"分支 {branch}：没有照做，分支没有动：{error}")
    except NoSuchRevision as error:
        return misuse(str(error))
    if not count:
        say("没有要重做的分支。")
    return code


def _apply_texts(options: argparse.Namespace, texts: list[tuple[str, str]], branch: str | None) -> int:
    """Apply the requests of some texts, with their names, and of the files that are named."""
    from generator.changes.request import Request, read_requests, text_of
    from generator.changes.workbook import is_workbook, read_workbook

    requests: list[Request] = []
    workbooks = set[str]()
    for file in options.file:
        if str(file) != "-" and not file.is_file():
            what = "是文件夹，不是修改单" if file.is_dir() else "没有这个文件；名字里有空格的，前后加引号"
            return misuse(f"{file}：{what}")
        # What is wrong is told of the file that is the last.
        texts.append((str(file), ""))
        raw = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        if is_workbook(file, raw):
            requests.append(read_workbook(file))
            workbooks.add(str(file))
        else:
            texts[-1] = (str(file), text_of(raw))
    if not texts:
        return misuse("缺少 文件：修改单，或夹着它的邮件、议题的文字")
    for one in [one for one in texts if one[0] not in workbooks]:
        texts.remove(one)
        texts.append(one)
        requests += read_requests(one[1], is_edited=options.edited)
    if not any(request.changes for request in requests):
        say("没有要改的：表格里一个字也没有改。")
        return 0
    return _carry_out(options, requests, branch, _place(options, texts), is_own=options.event is not None)


def _carry_out(
    options: argparse.Namespace, requests: "list[Request]", branch: str | None, place: str, *, is_own: bool
) -> int:
    """Write what requests ask for, or commit it on a branch; `place` is where they came from."""
    from generator.asking import Asking
    from generator.changes import events
    from generator.changes.applying import applied, places_of, read_for
    from generator.changes.commands import amendment_text
    from generator.changes.preparing import prepared

    content, reads = read_for(options.content, requests)
    unreadable = [one for one in reads if checks.has_errors(one.problems)]
    for found in unreadable:
        report(checked_of(found, found.problems))
    if unreadable:
        return _refused(options, "有读不了的文件，没有改；请先改好上面的。")
    result = applied(content, requests, today_in_china())
    if result.conflicts:
        lines = [line for conflict in result.conflicts for line in conflict.told()]
        heading = f"{place}：有 {len(result.conflicts)} 处冲突，什么也没有写。"
        return _refused(options, heading, *lines, "请两边商量好，在网站上照现在的文字重做一份。")
    amendment = amendment_text(options.amendment) if options.amendment else None
    edits = [replace(edit, amendment=amendment) for edit in result.edits]
    ready = with_vocabulary(prepared(options.content, content, edits), options)
    if told := [*places_of(options.content, reads, requests), *result.notes]:
        say(*told)
    if ready.problems:
        _answered(options, events.refused(["改了以后，检查通不过：", *(problem.message for problem in ready.problems)]))
        return carry_out(ready, options, lambda _: False)
    answer = events.accepted(ready.changes, [*result.notes, *ready.late], ready.files)
    if branch is None or not ready.files:
        return carry_out(ready, options, Asking(sys.stdin.isatty()).agreed) or _answered(options, answer)
    return _committed(ready, options, requests, branch, answer, is_own=is_own)


def _place(options: argparse.Namespace, texts: list[tuple[str, str]]) -> str:
    return texts[-1][0] if texts else str(options.event)


def _refused(options: argparse.Namespace, *lines: str) -> int:
    """Tell why a request was not applied, to whoever is there and to the issue; the exit code."""
    from generator.changes import events

    say(*lines)
    _answered(options, events.refused(lines))
    return 1


def _committed(
    ready: "Prepared",
    options: argparse.Namespace,
    requests: "list[Request]",
    branch: str,
    answer: str,
    *,
    is_own: bool,
) -> int:
    """Show an edit, and commit it on a branch, with what it was made of in the message; the exit code."""
    from generator.changes.request import committed
    from generator.changes.revisions import NotCommitted, commit_on_branch

    show(ready, options)
    # What duties are called may look like a mention, or like the number of an issue.
    plain = str.maketrans("#@", "＃＠")
    sentences = [f"{change.township}：{change.sentence}".translate(plain) for change in ready.changes]
    others = "" if len(sentences) == 1 else f"，共 {len(sentences)} 处不同"
    title = f"修改单：{sentences[0]}"
    title = title[: 72 - len(others)] + others
    # The text of a document is in no request: such a branch cannot be made anew.
    made_of = [] if options.amendment else [part for request in requests for part in (committed(request), "")]
    message = "\n".join([title, "", *sentences, "", *made_of])
    try:
        commit = commit_on_branch(options.content, branch, ready.files, ready.was, message, replaces=is_own)
    except NotCommitted as error:
        say(f"没有提交：{error}。")
        return 1
    say(f"提交到分支 {branch}（{commit[:10]}），{len(ready.files)} 个文件，没有带来错误；现在的文件没有动。")
    return _answered(options, answer)


def _answered(options: argparse.Namespace, text: str) -> int:
    """Write what an issue is answered, where somebody asks for it; the exit code."""
    from generator.site import write

    if options.answer:
        write.write_files([(options.answer.name, f"{text}\n")], options.answer.parent)
    return 0
