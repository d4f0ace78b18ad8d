"""The official source text: all of it stands in the lists, and it is as it was received."""

from collections.abc import Iterator

from generator.check.amended import unaccounted
from generator.check.audit import audit
from generator.check.places import changes_file, list_file, problem, source_file, township_file
from generator.check.rule import rule
from generator.model import Content, ListKind, Problem, SourceDocument, Township, Where, duty_places
from generator.read.folder import AMENDMENTS, OVERRIDES_FILE, SOURCE_FILE
from generator.words.characters import did_you_mean

_ADVICE = "请按原文改正；是一份文件改的，用 qingdan record 记一条变更；别的原因，用 allow 或 notes 写明"


@rule()
def source_accounted_for(content: Content) -> Iterator[Problem]:
    """来源文本的每个字都在清单里，清单里的每个字都在来源文本里（版面文字除外）。
    正：与 source.txt 一字不差
    误：漏了一条，或把一条放到了别的事项下
    """
    for township in content.townships:
        places = {(kind, duty.id): where for where, kind, _, duty in duty_places(township)}
        for difference in audit(township, content.columns):
            where, at, advice = Where(source_file(township)), None, _ADVICE
            if difference.kind:
                place = list_file(township, difference.kind)
                if difference.duty_id:
                    place = places.get((difference.kind, difference.duty_id), place)
                where = place.under(difference.keys)
            elif difference.keys:
                where = township_file(township).under(difference.keys)
            else:
                at = (difference.line, 1)
                advice = "请把它补进清单；不属于清单的，在 township.yml 的 source 里写 set_aside"
            message = f"与来源不一致（source.txt 第 {difference.line} 行）：{difference.message}"
            yield Problem("", f"{message}；{difference.advice or advice}", where, at=at)


@rule()
def source_unchanged(content: Content) -> Iterator[Problem]:
    """source.txt 是收到的原文，不能改动（校验值写在 township.yml）。
    正：sha256 相符
    误：改动了 source.txt
    """
    for township in content.townships:
        source, text = township.file.source, township.source_text
        where = Where(source_file(township))
        if not township.has_source and source:
            place = township_file(township) / "source"
            yield problem(place, f"写明了来源，却没有 {SOURCE_FILE}；请补上，或删去 source")
        elif township.has_source and not source:
            yield problem(where, f"有来源文本，township.yml 却没有写 source；请补上 source，或删去 {SOURCE_FILE}")
        elif source and text is not None and not source.is_of(text):
            yield problem(where, "来源文本与收到时不同（校验值不符）；请从版本库恢复")


@rule()
def amendments_accounted_for(content: Content) -> Iterator[Problem]:
    """一条变更写明了修改文件的文本（amendment）的，它新增、改过的文字都在那份文件里，终止、移走的事项名称也在。
    正：与 amendments/2026-06-01.txt 一字不差
    误：文件写“公示七天”，清单里写“公示五天”
    """
    for township in content.townships:
        for found in unaccounted(township):
            where = changes_file(township) / "changes" / found.record / "duties" / found.change
            message = f"{found.duty} 的“{found.text}”在 {AMENDMENTS}/{found.file} 里没有"
            yield problem(where, f"{message}；请照文件改正，若确有原因，用 allow 写明")


@rule()
def amendments_unchanged(content: Content) -> Iterator[Problem]:
    """amendments/ 里的是收到的修改文件，不能改动，每份都有一条变更写着它（校验值写在 changes.yml）。
    正：sha256 相符
    误：改动了文件；有文件，没有哪一条变更写着它
    """
    for township in content.townships:
        named = set()
        for index, record in enumerate(township.changes):
            if record.amendment is None:
                continue
            file, digest = record.amendment.file, record.amendment.sha256
            named.add(file)
            where = changes_file(township) / "changes" / index / "amendment"
            if file not in township.amendments:
                hint = did_you_mean(file, township.amendments) or "；请补上，或删去 amendment"
                yield problem(where, f"没有文件 {AMENDMENTS}/{file}{hint}")
            elif (text := township.amendments[file]) is not None and digest != SourceDocument.digest(text):
                yield problem(where, f"{AMENDMENTS}/{file} 与收到时不同（校验值不符）；请从版本库恢复")
        for file in township.amendments:
            if file not in named:
                place = Where(f"townships/{township.id}/{AMENDMENTS}/{file}")
                yield problem(place, "没有哪一条变更写着这份文件；请在 changes.yml 的那一条里写 amendment，或删去它")


@rule()
def overrides_known(content: Content) -> Iterator[Problem]:
    """overrides.yml 里写的事项，清单里有，或者停用了；拆分部门的，是有部门栏的事项。
    正：duty: c-004（配合履职清单里有）
    误：duty: c-400（没有这一项）；在 departments 里写 b-004（基本履职的事项没有部门栏）
    改：照“是否指”改正编号；那一项不用再定了的，删去这一条
    """
    for township in content.townships:
        where, known = Where(f"townships/{township.id}/{OVERRIDES_FILE}"), _ids(township)
        departments, notes = township.overrides.departments, township.overrides.notes
        decided = [
            *((where / "departments" / index / "duty", one.duty, True) for index, one in enumerate(departments)),
            *((where / "notes" / index / "duty", one.duty, False) for index, one in enumerate(notes)),
        ]
        for place, id, is_cell in decided:
            kind = next((kind for kind in ListKind if id.startswith(f"{kind.prefix}-")), None)
            # What is the matter with a list that could not be read is told already.
            if id not in known and (kind is None or kind in township.lists):
                hint = did_you_mean(id, known) or "；请照清单改正编号，"
                yield problem(place, f"没有事项 {id}，重新导入会停在这里{hint}不用再定的，删去这一条")
            elif is_cell and kind is ListKind.BASIC:
                yield problem(place, f"{id} 是{kind.official_title}的，没有部门栏；请改正编号，或删去这一条")


def _ids(township: Township) -> set[str]:
    """Every id that a township's lists have or had."""
    known = {duty.id for _, _, _, duty in duty_places(township)}
    known |= {id for duty_list in township.lists.values() for id in duty_list.retired}
    return known | {change.id for record in township.changes for change in record.duties}
