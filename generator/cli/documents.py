"""`import` and `export`: official documents, and what is made of the lists for others."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.common import AddCommand, add_output, misuse, print_changes, say
from generator.model import FOLDER_ID, folder_name_fault
from generator.project import CONFIG
from generator.read.folder import CHANGES_FILE, SOURCE_FILE, TOWNSHIPS, read_township
from generator.words.places import words_for

if TYPE_CHECKING:
    from generator.changes.importing import Imported
    from generator.model import Content, Township


def add(command: AddCommand) -> None:
    """The commands that take documents in, and give data and documents out."""
    subparser = command("import", _import, "把官方文件导入成一个乡镇（街道）的 YAML，拿不准的地方报告在标准错误")
    subparser.set_defaults(needs_content=False)
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
        "每个乡镇（街道）一个文件，另有全部的，几个乡镇的县也有全县的；parquet 一行一个事项，给分析用；"
        "opensearch 给搜索引擎：索引的设置和成批写入的文件；edit 改清单用的 Excel，改好交给 apply；"
        "all 网站“数据”页的全部文件",
    )
    subparser.add_argument("--township", metavar="县/乡镇", help="只导出这一个（默认全部），例如 tuquan/tuquan")
    add_output(subparser, "export", "放到哪里")


def _import(options: argparse.Namespace) -> int:
    from generator.changes.importing import Options, Place, import_document
    from generator.importers.draft import ImportProblem
    from generator.site import refuse, write

    parts = options.place.split("/")
    if len(parts) != 4 or not all(parts):
        return misuse(f"--place 要有四部分：省/市州盟/县市区旗/乡镇，不明的写 -；现在是“{options.place}”")
    ids = options.to.split("/")
    if len(ids) != 2 or not all(FOLDER_ID.fullmatch(id) for id in ids):
        return misuse(f"--to 要写成 县/乡镇，只用小写字母、数字和连字符；现在是“{options.to}”")
    for id in ids:
        if fault := folder_name_fault(id):
            return misuse(f"--to 里的“{id}”{fault}")
    if options.review:
        refuse.apart(options.review, options.content)
    place = Place(*(None if part == "-" else part for part in parts))
    document, *more = options.file
    said = Options(tuple(more), tuple(options.sheet), tuple(options.columns))
    try:
        with options.progress as progress, progress.step(f"读取 {document.name}", is_told=False):
            imported = import_document(document, options.to, place, options.content, said)
    except ImportProblem as problem:
        say(f"{problem.place or f'{document}:{problem.line or 1}:1'}: {problem.message}")
        return 1
    if options.review:
        with options.progress as progress, progress.step("做核对的网页", is_told=False):
            _write_review(imported, options.review)
    if imported.changes is not None and not options.replace:
        return _show_changes(imported, options)
    if imported.changes and _goes_back(imported, options):
        say(
            f"没有写入：{options.to} 收录以后有正式的变更（{CHANGES_FILE}），这份文件还是收录时的，",
            "重新导入会把它们退回去；请在 YAML 里改，或导入新的一版。",
        )
        return 1
    write.write_files(imported.files.items(), options.content)
    for guess in imported.guesses:
        duty = f"{guess.duty_id}：" if guess.duty_id else ""
        say(f"{imported.received.place_of(guess)}: {duty}{guess.message}")
    counts = "，".join(f"{kind.title} {count} 项" for kind, count in imported.counts.items())
    say(f"导入完成：{counts}；拿不准的地方 {len(imported.guesses)} 处，列在上面，请逐条核对。")
    print(*(options.content / name for name in imported.files), sep="\n")
    if imported.changes:
        say(
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
    say(f"核对的网页：{folder / 'index.html'}，用浏览器打开。")


def _show_changes(imported: "Imported", options: argparse.Namespace) -> int:
    """How a document differs from the township that is there; nothing is written."""
    print_changes(imported.changes or ())
    if not imported.changes:
        say(f"{options.to} 已经有了，与这份文件一致；没有写入。")
        return 0
    for file, line, text in imported.comments:
        say(f"{options.content / file}:{line}:1: 采用之后这条注释不再保留：{text}")
    say(f"{options.to} 已经有了，没有写入。看过上面的不同之后，要采用这份文件，请加 --replace 再运行一次。")
    return 1


def _export(options: argparse.Namespace) -> int:
    from generator import flow
    from generator.data.downloads import Missing
    from generator.data.opensearch import export_opensearch
    from generator.data.parquet import NoParquet, export_parquet
    from generator.data.publish import Publisher
    from generator.site import refuse, write
    from generator.site.settings import read_settings

    refuse.apart(options.output, options.content)
    settings = read_settings(CONFIG)
    with options.progress as progress:
        found, _, catalogue = flow.checked_catalogue(options.content, progress)
    townships = [township for township in found.content.townships if options.township in (None, township.id)]
    if not townships:
        known = "、".join(township.id for township in found.content.townships)
        return misuse(f"没有{words_for(found.content).place} {options.township}；有的是：{known}")
    if options.township and options.format in ("json", "parquet", "opensearch", "all"):
        return misuse(f"--township 不用于 {options.format}，它写的是全部{words_for(found.content).place}的")
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
        say(f"没有导出 {one.what}：{one.why}")
    say(f"{options.output}/ 里写了 {together.count} 个文件。")
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
