"""`check`: what is wrong with the content; since an earlier revision too."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator import reports, workers
from generator.check import faults
from generator.check import registry as checks
from generator.check.rules.changes import CHANGES_RECORDED
from generator.checking import Checked, check_content, checked_of, dates_of, in_future
from generator.cli.common import AddCommand, misuse, report, say, tell_of_ignored, today_in_china
from generator.model import Content, Problem, Track, Where
from generator.progress import SILENT
from generator.read.folder import TOWNSHIPS, read_county, read_township, township_ids

if TYPE_CHECKING:
    from generator.changes.recording import Unrecorded


def add(command: AddCommand) -> None:
    """The command that checks."""
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


def _check(options: argparse.Namespace) -> int:
    today = today_in_china()
    if options.township:
        known = township_ids(options.content)
        if options.township not in known:
            return misuse(f"没有乡镇 {options.township}；有的是：{'、'.join(known)}")
    checked = _checked(options.content, options.township, today)
    if not options.township:
        tell_of_ignored()
    return _check_since(checked, today, options) if options.since else report(checked, options.format)


def _checked(folder: Path, township: str | None, today: str) -> Checked:
    """What is found in a content folder, or in a township of it."""
    if not township:
        with workers.pool() as pool:
            return check_content(folder, SILENT, pool, today)
    found = read_township(folder, township)
    problems = checks.check_townships(found, is_county=False)
    problems += in_future(dates_of(found), today)
    return checked_of(found, problems)


def _check_since(checked: Checked, today: str, options: argparse.Namespace) -> int:
    """Report what is wrong since an earlier revision, official changes that are not recorded too; the exit code."""
    from generator.changes.recording import added_records, unrecorded
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
            gone = [
                (one.id, record)
                for was, now in sides
                for one in was.content.townships
                for other in now.content.townships
                if one.id == other.id and options.township in (None, one.id)
                for record in added_records(other, one)
                if record.track is not Track.COLLECTED
            ]
            is_unread = any(checks.has_errors(side.problems) for pair in sides for side in pair)
            problems = () if is_unread else tuple(_not_recorded(one, options) for one in found)
            checked = replace(checked, problems=checks.in_order([*checked.problems, *problems]))
            apart = faults.apart(checked.problems, options.content, before, old)
    except NoSuchRevision as error:
        return misuse(str(error))
    print(reports.report(checked, options.format, apart), end="")
    if is_unread:
        say(f"有读不了的文件，没有和 {options.since} 比正式的变动。")
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
        say(do, "", one.text)
    for id, record in gone:
        about = "，".join(filter(None, [record.document or record.reason, record.effective]))
        say(
            f"请看：和 {options.since} 比，{id} 少了一条记录（{record.track.title}{f'，{about}' if about else ''}）："
            "它发布过的网址、订阅里的那一条会断；只有从来没有这回事的才退掉，后来又改回去的，另记一条。"
        )
    if not found:
        say(f"和 {options.since} 比，正式的变动都有记录。")
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
