"""In force: departments that were merged or abolished, laws that were repealed, and what lists still say of them."""

from collections.abc import Iterator, Sequence

from generator.check.places import county_file, problem, texts_of
from generator.check.rule import rule
from generator.days import spoken
from generator.model import Content, Department, LawName, Problem, Where, duty_places
from generator.read.folder import REFERENCE_FILE
from generator.words.characters import did_you_mean
from generator.words.departments import Register, heir_of, printed_name
from generator.words.references import Recogniser, ReferenceKind


@rule()
def merged_into_registered(content: Content) -> Iterator[Problem]:
    """并入别的部门的，写明的那个部门要登记过，不是它自己，也没有又并入它。
    正：merged_into: xianlinyeju（已登记）
    误：merged_into: xianlinyejv
    改：照登记的编号改正；那个部门还没有登记的，先用 qingdan new department 登记
    """
    for county in content.counties:
        departments = {one.id: one for one in county.file.departments}
        for index, department in enumerate(county.file.departments):
            goal = department.merged_into
            where = county_file(county) / "departments" / index / "merged_into"
            if goal is None:
                continue
            if goal not in departments:
                hint = did_you_mean(goal, departments) or "；请先登记它"
                yield problem(where, f"没有编号是“{goal}”的部门{hint}")
            elif heir_of(department, county.file.departments) is None:
                yield problem(where, f"“{department.name}”并来并去，又并入它自己；请写最后还在的那个部门")


@rule(Problem.WARNING)
def departments_in_force(content: Content) -> Iterator[Problem]:
    """清单里的部门现在还在：登记里写明撤销、并入别的（ended、merged_into）的，清单也应由文件改过来。
    正：县林业局并入县自然资源局以后，清单写县自然资源局
    误：county.yml 写着县林业局 2026-05-01 并入县自然资源局，清单还写县林业局
    改：有文件改了的，用 qingdan merge-departments 或 rename-department 一起改；还没有文件的，用 allow 写明
    """
    for county in content.counties:
        departments = county.file.departments
        gone = {
            one.id: (county_file(county) / "departments" / index, _gone(one, departments))
            for index, one in enumerate(county.file.departments)
            if one.ended or heir_of(one, departments) not in (None, one)
        }
        register = Register(county.file, content.departments) if gone else None
        for township in content.townships if register else ():
            if township.county_id != county.id:
                continue
            for where, _, _, duty in duty_places(township):
                told = set[str]()
                for keys, text in duty.named_departments():
                    found = register.find(printed_name(text).core) if register else None
                    if found and found.id in gone and found.id not in told:
                        # Once a duty, whatever its blocks are called.
                        told.add(found.id)
                        place, message = gone[found.id]
                        yield problem(where.under(keys), message, place)


def _gone(department: Department, departments: Sequence[Department]) -> str:
    heir = heir_of(department, departments)
    since = f"{spoken(department.ended)}起" if department.ended else "已经"
    what = f"并入“{heir.name}”" if heir and heir is not department else "撤销"
    return f"“{department.name}”{since}{what}；请查有没有改清单的文件"


@rule(Problem.WARNING)
def laws_in_force(content: Content) -> Iterator[Problem]:
    """清单里引用的法律法规现在还有效：词表写明废止（repealed）的，请有关部门看看清单要不要改。
    正：《民法典》
    误：《婚姻法》（2021年1月1日废止）
    改：报给有关部门；文件改了清单的照改；还没有改的照原文保留，用 allow 写明
    """
    repealed = {law.name: (index, law) for index, law in enumerate(content.references.laws) if law.repealed}
    words = [word.strip("“”《》") for _, law in repealed.values() for word in (law.name, *law.aliases)]
    if not words:
        return
    counties = {county.id: county.file for county in content.counties}
    for township in content.townships:
        recogniser: Recogniser | None = None
        for where, keys, text in texts_of(township):
            # To look for all references costs a hundred times as much.
            if not any(word in text for word in words) or township.county_id not in counties:
                continue
            recogniser = recogniser or Recogniser(content.references, counties[township.county_id])
            names = dict.fromkeys(
                found.reference.name for found in recogniser.find(text) if found.reference.kind is ReferenceKind.LAW
            )
            for name in names:
                if name in repealed:
                    index, law = repealed[name]
                    yield problem(where.under(keys), _repealed(law), Where(REFERENCE_FILE) / "laws" / index)


def _repealed(law: LawName) -> str:
    instead = f"，现在看{'、'.join(f'《{name}》' for name in law.replaced_by)}" if law.replaced_by else ""
    return f"《{law.name}》{spoken(law.repealed or '')}起废止{instead}；请有关部门看看这里要不要改"
