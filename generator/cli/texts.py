"""`fmt`, `diff`, `topics`: the content's texts in one form, two versions of them, and what they are about."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.check import registry as checks
from generator.checking import checked_of
from generator.cli.common import AddCommand, misuse, report, say
from generator.read.folder import CHANGES_FILE, read
from generator.words.places import words_for

if TYPE_CHECKING:
    from generator.changes.diff import Change
    from generator.letter.letter import Letter


def add(command: AddCommand) -> None:
    """The commands that put texts in order, and look at them."""
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


def _fmt(options: argparse.Namespace) -> int:
    from generator.read import schema, yaml_text
    from generator.read.folder import LIST_FILES, is_left_behind
    from generator.read.numbering import with_ids, with_record_ids
    from generator.site import write

    changed: dict[str, str] = {}
    failed = False
    for path in sorted(one for one in options.content.rglob("*.yml") if not is_left_behind(one)):
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
                say(f"{path}：没有编号的事项，{'要给' if options.check else '给了'}编号 {'、'.join(given)}")
        if path.name == CHANGES_FILE:
            text, given = with_record_ids(text)
            if given:
                say(f"{path}：没有编号的记录，{'要给' if options.check else '给了'}编号 {'、'.join(given)}")
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
    say(f"{len(changed)} 个文件{'需要整理' if options.check else '已整理'}。")
    return int(failed or bool(options.check and changed))


def _diff(options: argparse.Namespace) -> int:
    from generator.changes.diff import diff
    from generator.changes.revisions import NoSuchRevision, content_at
    from generator.letter.letter import letter

    if options.format == "docx" and not options.output:
        return misuse("调整申请表是 Word 文件，请用 --output 写明放到哪里，例如 --output 调整申请表.docx")
    if options.limit is not None and options.limit < 1:
        return misuse(f"--limit 要大于 0，写的是 {options.limit}")
    try:
        with (
            content_at(options.old, options.content) as old,
            content_at(options.new or str(options.content), options.content) as new,
        ):
            versions = [read(folder) for folder in (old, new)]
            for found in versions:
                if checks.has_errors(found.problems):
                    report(checked_of(found, found.problems))
                    say("有读不了的文件，没有比较。")
                    return 1
            old_content, new_content = (found.content for found in versions)
            changes = list(diff(old_content, new_content))
            told = letter(old_content, new_content)
    except NoSuchRevision as error:
        return misuse(str(error))
    made = _letter(told, changes, options)
    if options.output:
        from generator.site import write

        write.write_files([(options.output.name, made)], options.output.parent)
        say(f"写在 {options.output}：{told.summary}")
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
    from generator.words import topic_report
    from generator.words.topic_report import Which

    found = read(options.content)
    if checks.has_errors(found.problems):
        report(checked_of(found, found.problems))
        say("有读不了的文件，没有列出主题。")
        return 1
    known = [township.id for township in found.content.townships]
    if options.township and options.township not in known:
        return misuse(f"没有{words_for(found.content).place}“{options.township}”；现有：{'、'.join(known)}")
    which = next((part for part in Which if getattr(options, part.value, False)), Which.ALL)
    print(*topic_report.report(found.content, which, options.township), sep="\n")
    return 0
