"""Check: rules over the content.  Each rule reports; none raises, none repairs.

A rule is a generator of problems, registered under the id that its name
spells (`numbers_consecutive` is `numbers-consecutive`).  Its docstring is for
the people who edit YAML: one sentence, a good and a bad example.  Rules that
the reading itself enforces are documented here too, without a function.
"""

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from generator import paths
from generator.check.audit import audit
from generator.model import (
    Allowance,
    AnyDuty,
    Category,
    CategoryName,
    Content,
    CooperativeDuty,
    County,
    Department,
    DepartmentKind,
    ListKind,
    NameStatus,
    Problem,
    ReclaimedDuty,
    ReclaimedStatus,
    ReferenceName,
    Topic,
    TopicCorrection,
    Township,
    Where,
    duty_places,
)
from generator.read.folder import (
    CATEGORY_FILE,
    COUNTY_FILE,
    DEPARTMENT_FILE,
    PAGES,
    PROJECT_PAGES,
    REFERENCE_FILE,
    SOURCE_FILE,
    SYNONYM_FILE,
    TOPIC_FILE,
    TOWNSHIP_FILE,
    Read,
)
from generator.read.slips import ENUMERATOR
from generator.words.characters import did_you_mean
from generator.words.departments import Register, kind_of, named_departments, printed_name
from generator.words.topics import Matcher, parts

RuleFunction = Callable[[Content], Iterator[Problem]]


@dataclass(frozen=True)
class Rule:
    """A rule: its id, severity, and what people read about it; `check` is None where reading enforces it."""

    id: str
    severity: str
    sentence: str
    good: str
    bad: str
    check: RuleFunction | None = None


RULES: dict[str, Rule] = {}


def _document(id: str, severity: str, docstring: str, check: RuleFunction | None = None) -> None:
    found = re.fullmatch(r"\s*(.+?)\s*正：(.+?)\s*误：(.+?)\s*", docstring, re.DOTALL)
    RULES[id] = Rule(id, severity, *(re.sub(r"\s*\n\s*", " ", part) for part in found.groups()), check)


def rule(severity: str = Problem.ERROR) -> Callable[[RuleFunction], RuleFunction]:
    """Register a rule under the id that its name spells."""

    def register(function: RuleFunction) -> RuleFunction:
        _document(function.__name__.replace("_", "-"), severity, function.__doc__, function)
        return function

    return register


_document(
    "file-readable",
    Problem.ERROR,
    "文件要能读：UTF-8 编码的文字，不空，不过大。 正：UTF-8 文本 误：GBK 文本、空文件、图片",
)
_document(
    "file-encoding", Problem.WARNING, "文件应是无 BOM 的 UTF-8，换行用 LF。 正：UTF-8、LF 误：带 BOM 的 UTF-8、CRLF"
)
_document(
    "control-characters", Problem.ERROR, "文字里不能有看不见的控制字符。 正：镇政府 误：镇政府后面藏着一个零宽空格"
)
_document(
    "invisible-characters",
    Problem.ERROR,
    "文字里没有看不见的字符：软连字符、异体字选择符、填充符等；官方文本必须保留的，用 allow 写明。 "
    "正：组织开展 误：“组织开”后面藏着 U+00AD 软连字符",
)
_document(
    "private-use-characters",
    Problem.ERROR,
    "文字里没有私用区字符：它在各台电脑上显示得不一样，读的人多半只看到方框。 "
    "正：• 或字本身 误：U+E5E5，从 Word、PDF 复制来的图形符号",
)
_document(
    "replacement-characters",
    Problem.ERROR,
    "文字里没有替换符 U+FFFD：它表示这里的字在转码时已经丢失。 正：组织开展 误：组织�展",
)
_document(
    "object-replacement-characters",
    Problem.ERROR,
    "文字里没有对象占位符 U+FFFC：它的地方原来是图片、公式或批注。 正：写出图里的文字 误：U+FFFC",
)
_document(
    "radical-characters",
    Problem.ERROR,
    "文字里不用部首、笔画代替字：样子一样，查找时却找不到。 正：工作（U+5DE5） 误：⼯作（U+2F2F 康熙部首）",
)
_document(
    "compatibility-ideographs",
    Problem.ERROR,
    "文字里不用兼容汉字代替普通的字：样子一样，查找时却找不到。 正：例（U+4F8B） 误：U+F9B5 兼容汉字",
)
_document(
    "odd-spaces",
    Problem.WARNING,
    "文字里没有特殊的空格：不换行空格 U+00A0、全角空格 U+3000 等。 正：组织开展 误：组织　开展",
)
_document(
    "spaces-in-chinese",
    Problem.WARNING,
    "汉字和汉字、标点之间不空格；汉字和西文、数字之间可以空。 正：组织开展 误：组织 开展",
)
_document(
    "texts-wrapped",
    Problem.WARNING,
    "一条文字写在一行里，不折行：折行的地方发布出来是一个空格。 "
    "正：组织开展志愿服务活动。 误：“组织开展”换行“志愿服务活动。”",
)
_document(
    "texts-cut-by-hash",
    Problem.WARNING,
    "文字里的“空格加 #”会把后面的都变成注释；整段加引号，注释另写一行，或在 # 前空两格、后空一格。 "
    "正：name: '负责 #12345 热线转办件的办理。' 误：name: 负责 #12345 热线转办件的办理。",
)
_document(
    "items-apart",
    Problem.ERROR,
    "方括号里的各项用英文逗号加空格分开。 正：[县民政局, 县财政局] 误：[县民政局，县财政局]",
)
_document("conflict-markers", Problem.ERROR, "不能留下合并冲突的标记。 正：冲突已解决 误：<<<<<<< HEAD")
_document("yaml-syntax", Problem.ERROR, "文件要符合 YAML 语法。 正：name: 征兵 误：name 征兵")
_document("yaml-safe", Problem.ERROR, "不用锚点、引用和类型标签，嵌套不过深。 正：name: 征兵 误：name: &x 征兵")
_document("duplicate-keys", Problem.ERROR, "同一层的键不能重复。 正：一个 name 误：同一事项里有两个 name")
_document("shape", Problem.ERROR, "每个值要是规定的类型，必填的键不能缺。 正：number: 3 误：number: 三")
_document("known-keys", Problem.ERROR, "只能用规定的键。 正：name: 征兵 误：nmae: 征兵")
_document(
    "files-as-expected", Problem.ERROR, "文件和文件夹要用规定的名字，放在规定的地方。 正：basic.yml 误：basic.yaml"
)


def check(read: Read) -> list[Problem]:
    """Every problem of a content folder, in the order of the files; allowances applied."""
    problems = list(read.problems)
    for one in RULES.values():
        if one.check:
            problems += [replace(problem, rule=one.id, severity=one.severity) for problem in one.check(read.content)]
    problems = _allow(read.content, problems)
    # That several names in one, or the word for none, is not registered either says nothing new.
    misread = {one.where: one.rule for one in problems if one.rule in ("shape", "items-apart")}
    problems = [one for one in problems if misread.get(one.where, one.rule) == one.rule]
    return sorted(problems, key=lambda problem: (problem.where.file, read.position(problem), problem.rule))


def has_errors(problems: list[Problem]) -> bool:
    """Whether any problem is an error and not only a warning."""
    return any(problem.severity == Problem.ERROR for problem in problems)


# --- allowances ------------------------------------------------------------------------------------


def _allow(content: Content, problems: list[Problem]) -> list[Problem]:
    """Take out the problems that an allowance covers; an allowance that covers none is a problem itself."""
    left = problems
    seen: set[tuple[Where, str]] = set()
    for (where, holder), allowance in _allowances(content):
        covered = [one for one in problems if one.rule == allowance.rule and _is_within(one.where, holder)]
        is_again = (holder, allowance.rule) in seen
        seen.add((holder, allowance.rule))
        if not covered or is_again:
            hint = did_you_mean(allowance.rule, RULES) if allowance.rule not in RULES else "；请删去"
            message = f"允许的偏差“{allowance.rule}”不再需要，或规则编号写错{hint}"
            left = [*left, Problem("allowances-needed", message, where)]
        left = [problem for problem in left if problem not in covered]
    return left


_document(
    "allowances-needed",
    Problem.ERROR,
    "allow 里的每一条都要确实还需要。 正：偏差改正后删去 allow 误：偏差已改正，allow 还留着",
)


def _allowances(content: Content) -> Iterator[tuple[tuple[Where, Where], Allowance]]:
    """Each allowance with its own place and the place that it covers."""
    for township in content.townships:
        holders: list[tuple[Where, tuple[Allowance, ...]]] = [(_township_file(township), township.file.allow)]
        for kind, duty_list in township.lists.items():
            holders.append((_list_file(township, kind), duty_list.allow))
            for c, category in enumerate(duty_list.categories):
                holders.append((_list_file(township, kind) / "categories" / c, category.allow))
        holders += [(where, duty.allow) for where, _, _, duty in duty_places(township)]
        for holder, allowances in holders:
            for index, allowance in enumerate(allowances):
                yield (holder / "allow" / index, holder), allowance


def _is_within(where: Where, holder: Where) -> bool:
    """Whether a place is the holder or inside it; what a township allows covers all its files."""
    if holder.file.endswith(TOWNSHIP_FILE):
        return where.file.startswith(holder.file.removesuffix(TOWNSHIP_FILE))
    return where.file == holder.file and where.keys[: len(holder.keys)] == holder.keys


# --- numbers, counts, ids --------------------------------------------------------------------------


@rule()
def numbers_consecutive(content: Content) -> Iterator[Problem]:
    """一张清单的序号从 1 起连续，不缺不重。
    正：1、2、3
    误：1、2、4
    """
    for township in content.townships:
        for kind in township.lists:
            expected = 1
            for where, duty in _places(township, kind):
                if duty.number != expected:
                    yield _problem(
                        where / "number", f"序号是 {duty.number}，应是 {expected}；请检查是否漏项、重复或排错"
                    )
                expected = duty.number + 1
            if expected == 1:
                yield _problem(_list_file(township, kind), "清单里一个事项也没有；请补上，或重新导入")


@rule()
def counts_equal_declared(content: Content) -> Iterator[Problem]:
    """类别下的事项数等于原文写明的项数；原文自己不符的，用 allow 写明。
    正：declared: 2，下面两项
    误：declared: 3，下面两项
    """
    for township in content.townships:
        for kind, duty_list in township.lists.items():
            for c, category in enumerate(duty_list.categories):
                if category.declared is not None and category.declared != len(category.duties):
                    yield _problem(
                        _list_file(township, kind) / "categories" / c / "declared",
                        f"类别“{category.name}”原文写明 {category.declared} 项，现有 {len(category.duties)} 项；"
                        "请补全，若原文本身不符，用 allow 写明原因",
                    )


@rule()
def ids_unique(content: Content) -> Iterator[Problem]:
    """一张清单里的事项编号不重复。
    正：b-001、b-002
    误：b-001、b-001
    """
    for township in content.townships:
        for kind in township.lists:
            seen: dict[str, int] = {}
            for where, duty in _places(township, kind):
                if duty.id in seen:
                    yield _problem(where / "id", f"编号 {duty.id} 已用于第 {seen[duty.id]} 项；新事项要用新编号")
                seen.setdefault(duty.id, duty.number)


@rule()
def ids_well_formed(content: Content) -> Iterator[Problem]:
    """事项编号是清单的字母（b、c、r）、连字符和至少三位数字。
    正：c-013
    误：C13
    """
    for township in content.townships:
        for where, kind, _, duty in duty_places(township):
            if not re.fullmatch(rf"{kind.prefix}-[0-9]{{3,}}", duty.id):
                yield _problem(
                    where / "id", f"编号“{duty.id}”的写法不对；{kind.official_title}应如 {kind.prefix}-{duty.number:03}"
                )


@rule()
def ids_not_reused(content: Content) -> Iterator[Problem]:
    """已停用的编号（retired）不能再用，网址才不会指错事项。
    正：retired: [b-007]，没有事项用 b-007
    误：retired: [b-007]，又有事项用 b-007
    """
    for township in content.townships:
        for kind, duty_list in township.lists.items():
            for where, duty in _places(township, kind):
                if duty.id in duty_list.retired:
                    yield _problem(where / "id", f"编号 {duty.id} 已停用（见 retired），不能再用；请换一个新编号")


# --- departments and categories --------------------------------------------------------------------


@rule()
def departments_registered(content: Content) -> Iterator[Problem]:
    """清单里的部门要在 county.yml 登记，用登记的名称或别名。
    正：县公安局（已登记）
    误：县公按局
    """
    registers = {county.id: Register(county.file, content.departments) for county in content.counties}
    for township in content.townships:
        register = registers.get(township.county_id)
        if register is None:
            continue
        for where, _, _, duty in duty_places(township):
            for keys, text in named_departments(duty):
                core = printed_name(text).core
                if core and not register.find(core):
                    hint = did_you_mean(core, register.names())
                    file = f"townships/{township.county_id}/{COUNTY_FILE}"
                    yield _problem(
                        where.under(keys), f"部门“{core}”没有在 {file} 登记{hint or '；请登记，或写成已有部门的别名'}"
                    )


@rule()
def register_unambiguous(content: Content) -> Iterator[Problem]:
    """部门登记表里的编号、名称和别名各只用一次，同一名称的几种写法属于一个部门。
    正：县公安局只登记一次
    误：两个部门都有别名“公安局”；县卫健委、县卫生健康委员会登记成两个部门
    """
    for county in content.counties:
        where, departments = _county_file(county) / "departments", county.file.departments
        yield from _ambiguities(where, departments)
        register = Register(county.file, content.departments)
        names = [name for one in departments for name in (one.name, one.full_name, *one.aliases)]
        for index, one in enumerate(departments):
            for key, name in (("name", one.name), ("full_name", one.full_name)):
                if name and names.count(name) == 1 and (first := register.same_name(name)) is not one:
                    message = f"“{name}”和“{first.name}”是同一名称的两种写法；请合并成一个部门"
                    yield _problem(where / index / key, message)


@rule()
def department_kinds_known(content: Content) -> Iterator[Problem]:
    """部门的类型要在部门词表里。
    正：kind: health
    误：kind: helth
    """
    kinds = {kind.id for kind in content.departments.kinds}
    # Where the vocabulary itself cannot be read, that is the problem.
    for county in content.counties if kinds else ():
        for index, one in enumerate(county.file.departments):
            where = _county_file(county) / "departments" / index
            if one.kind and one.kind not in kinds:
                yield _problem(
                    where / "kind", f"类型“{one.kind}”不在 {DEPARTMENT_FILE} 里{did_you_mean(one.kind, kinds)}"
                )


@rule(Problem.WARNING)
def department_kinds_found(content: Content) -> Iterator[Problem]:
    """从名称看不出是哪一类的部门，要写明类型，才能和别的县比。
    正：县公安局；县某某局写了 kind: industry
    误：县某某局，没有写 kind
    """
    for county in content.counties if content.departments.kinds else ():
        for index, one in enumerate(county.file.departments):
            if not one.kind and not kind_of(one, content.departments):
                where = _county_file(county) / "departments" / index / "name"
                yield _problem(where, f"看不出“{one.name}”是哪一类部门；请写 kind，编号见 {DEPARTMENT_FILE}")


@rule()
def vocabulary_unambiguous(content: Content) -> Iterator[Problem]:
    """一个词表里的编号、名称、别名和词各只用一次。
    正：民生服务只登记一次
    误：两个类别都有别名“文化旅游”；两类部门都有词“消防”
    """
    yield from _ambiguities(Where(CATEGORY_FILE) / "categories", content.categories)
    yield from _ambiguities(Where(REFERENCE_FILE) / "laws", content.references.laws)
    yield from _ambiguities(Where(REFERENCE_FILE) / "platforms", content.references.platforms)
    numbers = [one.number for one in content.references.hotlines]
    for index, number in enumerate(numbers):
        if number in numbers[:index]:
            yield _problem(Where(REFERENCE_FILE) / "hotlines" / index / "number", f"号码 {number} 写了两次；请删去一个")
    where = Where(DEPARTMENT_FILE)
    yield from _ambiguities(where / "kinds", content.departments.kinds)
    words = [
        (("kinds", k, "words", w), word)
        for k, kind in enumerate(content.departments.kinds)
        for w, word in enumerate(kind.words)
    ]
    spelled = [
        (("spellings", g, w), word)
        for g, group in enumerate(content.departments.spellings)
        for w, word in enumerate(group)
    ]
    for entries in (words, spelled):
        seen: set[str] = set()
        for keys, word in entries:
            if word in seen:
                yield _problem(where.under(keys), f"词“{word}”用了两次；请删去多余的")
            seen.add(word)


@rule()
def categories_known(content: Content) -> Iterator[Problem]:
    """事项类别要在类别词表里，用通行名称或别名。
    正：民生服务
    误：民生服物
    """
    known = {name for one in content.categories for name in (one.name, *one.aliases)}
    # Where the vocabulary itself cannot be read, that is the problem.
    for township in content.townships if known else ():
        for kind, duty_list in township.lists.items():
            for c, category in enumerate(duty_list.categories):
                if category.name not in known:
                    hint = did_you_mean(category.name, known) or "；请加入 vocabulary/categories.yml"
                    where = _list_file(township, kind) / "categories" / c / "name"
                    yield _problem(where, f"类别“{category.name}”不在类别词表{hint}")


@rule()
def categories_once(content: Content) -> Iterator[Problem]:
    """一张清单里每个类别只出现一次，并且不是空的。
    正：每个类别一次，下面有事项
    误：“民生服务”出现两次
    """
    for township in content.townships:
        for kind, duty_list in township.lists.items():
            seen: set[str] = set()
            for c, category in enumerate(duty_list.categories):
                where = _list_file(township, kind) / "categories" / c / "name"
                if category.name in seen:
                    yield _problem(where, f"类别“{category.name}”出现了两次；请合并")
                seen.add(category.name)
                if not category.duties and not category.declared:
                    yield _problem(where, f"类别“{category.name}”下面没有事项；请补上或删去")


# --- topics ----------------------------------------------------------------------------------------


@rule()
def topics_unambiguous(content: Content) -> Iterator[Problem]:
    """主题词表里的编号和名称各只用一次，首页的主题也不写两遍。
    正：无偿献血只有一个主题
    误：两个主题都叫“无偿献血”
    """
    for index, one in enumerate(content.common_topics):
        if one in content.common_topics[:index]:
            yield _problem(Where(TOPIC_FILE) / "common" / index, f"主题“{one}”写了两遍；请删去一个")
    seen: dict[tuple[str, str], str] = {}
    for where, topic in _topic_places(content):
        for entry, key in ((("编号", topic.id), "id"), (("名称", topic.name), "name")):
            if entry in seen:
                yield _problem(where / key, f"{entry[0]}“{entry[1]}”已用于“{seen[entry]}”；请换一个，或合并两个主题")
            seen.setdefault(entry, topic.name)


@rule()
def topic_words_findable(content: Content) -> Iterator[Problem]:
    """主题的词每段至少两个字，同一个词不写两遍。
    正：match: [无偿献血, 畜禽…污染]
    误：match: [血, 畜…污染]
    """
    for where, topic in _topic_places(content):
        for key in ("match", "weak", "unlike"):
            words = getattr(topic, key)
            for index, word in enumerate(words):
                if short := next((part for part in parts(word) if len(part) < 2), None):
                    yield _problem(where / key / index, f"“{word}”里的“{short}”不到两个字，会误认；请写长一些")
                elif word in words[:index]:
                    yield _problem(where / key / index, f"“{word}”写了两遍；请删去一个")


@rule()
def topics_known(content: Content) -> Iterator[Problem]:
    """写到的主题编号要在主题词表里。
    正：topics: {deny: [blood-donation]}
    误：topics: {deny: [blood-donatoin]}
    """
    known = {topic.id for topic in content.topics}
    # Where the vocabulary itself cannot be read, that is the problem.
    for where, named in _named_topics(content) if known else ():
        if named not in known:
            hint = did_you_mean(named, known) or f"；编号见 {TOPIC_FILE}"
            yield _problem(where, f"主题“{named}”不在主题词表{hint}")


@rule()
def topic_corrections_needed(content: Content) -> Iterator[Problem]:
    """主题的改正要确实还需要：add 的是程序没有认出的，deny 的是程序误认的。
    正：程序误认的主题写进 deny
    误：程序本来就认出的主题写进 add
    """
    matcher = Matcher(content.topics)
    for township in content.townships:
        for where, _, _, duty in duty_places(township):
            if duty.topics == TopicCorrection():
                continue
            found = {
                one.topic.id for one in matcher.match(duty.model_copy(update={"topics": TopicCorrection()})).assignments
            }
            for key, needless in (("add", set(duty.topics.add) & found), ("deny", set(duty.topics.deny) - found)):
                for index, one in enumerate(getattr(duty.topics, key)):
                    if one in needless:
                        said = "程序已经认出" if key == "add" else "程序没有认成"
                        yield _problem(where / "topics" / key / index, f"{said}主题“{one}”，这条改正不再需要；请删去")


@rule(Problem.WARNING)
def topics_used(content: Content) -> Iterator[Problem]:
    """主题词表里的每个主题至少有一个事项。
    正：无偿献血有事项
    误：加了一个主题，没有一个事项用到
    """
    matcher = Matcher(content.topics)
    duties = [duty for township in content.townships for _, _, _, duty in duty_places(township)]
    # Where the vocabulary is the project's, or nothing could be read, an unused topic says nothing.
    if not content.has_own_topics or not duties:
        return
    used = {one.topic.id for duty in duties for one in matcher.match(duty).assignments}
    for where, topic in _topic_places(content):
        if topic.id not in used:
            yield _problem(where / "id", f"主题“{topic.name}”没有一个事项；请检查它的词，或删去")


# --- synonyms --------------------------------------------------------------------------------------


# A word in the names of more than this share of all duties tells nothing about any of them.
_SWALLOWS = 0.05
# In fewer duties than this, a share says nothing.
_FEW = 20


@rule()
def synonyms_mean_something(content: Content) -> Iterator[Problem]:
    """便民词表里 means 的每个词语，至少在一个事项的名称或正文里一字不差地出现。
    正：means: [基本医疗保险]
    误：means: [基本医疗保检]
    """
    vocabulary = content.vocabulary
    if not vocabulary.is_own:
        return
    missing = {word for synonym in vocabulary.synonyms for word in synonym.means}
    for township in content.townships:
        text = "\n".join(text for _, _, text in _texts(township))
        missing = {word for word in missing if word not in text}
    for where, word in _synonym_words(content, "means"):
        if word in missing:
            yield _problem(where, f"“{word}”没有在任何事项里出现；请照清单的原文写，或删去")


@rule()
def synonyms_unambiguous(content: Content) -> Iterator[Problem]:
    """便民词表里的一个说法只写一处，不转圈（甲是乙，乙又是甲；隔几步转回来也算），也不是到处都有的字眼。
    正：say: [孤寡老人]
    误：say: [管理]
    """
    seen: dict[str, int] = {}
    leads = {say: synonym.means for synonym in content.vocabulary.synonyms for say in synonym.say}
    names = [duty.name for township in content.townships for _, _, _, duty in duty_places(township)]
    often = _occurrences({say for _, say in _synonym_words(content, "say")}, names)
    fillers = set(content.vocabulary.fillers)
    for where, say in _synonym_words(content, "say"):
        number = int(where.keys[1])
        if say in seen:
            yield _problem(where, f"“{say}”在第 {seen[say] + 1} 条已经有了；一个说法只写一处，请合并")
        seen.setdefault(say, number)
        if say in _reached(content.vocabulary.synonyms[number].means, leads):
            yield _problem(where, f"“{say}”转了圈：它指的词语又指回它；请留下一个方向")
        if len(say) < 2 or say in fillers or often[say] > max(_FEW, _SWALLOWS * len(names)):
            yield _problem(where, f"“{say}”到处都有，会把别的事项也带出来；请写得更具体")


def _reached(words: Iterable[str], leads: Mapping[str, Iterable[str]]) -> set[str]:
    """The words, and all that they lead to, in however many steps."""
    found: set[str] = set()
    waiting = list(words)
    while waiting:
        word = waiting.pop()
        if word not in found:
            found.add(word)
            waiting += leads.get(word, ())
    return found


def _occurrences(words: set[str], texts: list[str]) -> Counter[str]:
    """In how many of the texts each word occurs."""
    lengths = sorted({len(word) for word in words})
    found: Counter[str] = Counter()
    for text in texts:
        found.update({text[at : at + length] for at in range(len(text)) for length in lengths} & words)
    return found


def _synonym_words(content: Content, key: str) -> Iterator[tuple[Where, str]]:
    """Every word of the synonyms under a key, with its place.  Borrowed ones are not this content's to mend."""
    for number, synonym in enumerate(content.vocabulary.synonyms if content.vocabulary.is_own else ()):
        for index, word in enumerate(getattr(synonym, key)):
            yield Where(SYNONYM_FILE) / "synonyms" / number / key / index, word


def _topic_places(content: Content) -> Iterator[tuple[Where, Topic]]:
    for g, group in enumerate(content.topic_groups):
        for t, topic in enumerate(group.topics):
            yield Where(TOPIC_FILE) / "groups" / g / "topics" / t, topic


def _named_topics(content: Content) -> Iterator[tuple[Where, str]]:
    """Every place that names a topic by its id: `common` and `near` in the vocabulary, corrections on duties."""
    yield from ((Where(TOPIC_FILE) / "common" / index, one) for index, one in enumerate(content.common_topics))
    for where, topic in _topic_places(content):
        yield from ((where / "near" / index, one) for index, one in enumerate(topic.near))
    for township in content.townships:
        for where, _, _, duty in duty_places(township):
            for key in ("add", "deny"):
                yield from (
                    (where / "topics" / key / index, one) for index, one in enumerate(getattr(duty.topics, key))
                )


# --- what a duty must say --------------------------------------------------------------------------


@rule()
def cooperative_complete(content: Content) -> Iterator[Problem]:
    """配合事项要有对应部门、上级部门职责和乡镇配合职责；原文没有的，用 allow 写明。
    正：departments、superior、township 都有
    误：没有 township，也没有 allow
    """
    for township in content.townships:
        for where, _, _, duty in duty_places(township):
            if isinstance(duty, CooperativeDuty):
                missing = [
                    name
                    for name, value in (
                        ("departments（对应部门）", duty.departments),
                        ("superior（上级部门职责）", any(block.duties for block in duty.superior)),
                        ("township（乡镇配合职责）", duty.township),
                    )
                    if not value
                ]
                if missing:
                    yield _problem(where, f"缺少{'、'.join(missing)}；请补上，若原文没有，用 allow 写明原因")


@rule()
def reclaimed_complete(content: Content) -> Iterator[Problem]:
    """收回事项要有承接部门，或是不再开展（status: discontinued）。
    正：departments: [县民政局]
    误：既没有 departments，也不是 discontinued
    """
    for township in content.townships:
        for where, _, _, duty in duty_places(township):
            if isinstance(duty, ReclaimedDuty):
                if duty.status is ReclaimedStatus.TAKEN_OVER and not duty.departments:
                    yield _problem(where, "缺少承接部门 departments；若已不再开展，请写 status: discontinued")
                if duty.status is ReclaimedStatus.TAKEN_OVER and any("不再开展" in text for text in duty.method):
                    yield _problem(where, "原文写明不再开展，status 却不是 discontinued；请改成 status: discontinued")
                if not duty.method:
                    yield _problem(where, "缺少工作方式 method；请补上，若原文没有，用 allow 写明原因")


@rule()
def name_status_consistent(content: Content) -> Iterator[Problem]:
    """乡镇名称与依据要一致：名称不明时 name 为 null、name_status 为 unknown。
    正：name: null，name_status: unknown
    误：name: null，name_status: stated
    """
    for township in content.townships:
        status = township.file.name_status
        if (township.file.name is None) != (status is NameStatus.UNKNOWN):
            yield _problem(
                _township_file(township) / "name_status",
                f"name 是 {township.file.name or 'null'}，name_status 却是 {status.value}；名称不明才写 unknown",
            )


# --- texts -----------------------------------------------------------------------------------------

# ASCII punctuation right after or before a Han character; 1.5, A/B and (2) inside figures are fine.
_HALF_WIDTH = re.compile(r"(?<=[\u4e00-\u9fff”》）])[,;:?!]|[,;:?!](?=[\u4e00-\u9fff“《（])")


@rule(Problem.WARNING)
def punctuation_full_width(content: Content) -> Iterator[Problem]:
    """中文里用全角标点；来源文本就印作半角的，照原文保留。
    正：审核，上报；
    误：审核,上报;
    """
    for township in content.townships:
        printed = re.sub(r"\s", "", township.source_text or "")
        for where, keys, text in _texts(township):
            found = _HALF_WIDTH.search(text)
            if found and re.sub(r"\s", "", text) not in printed:
                shown = text[max(0, found.start() - 6) : found.end() + 6]
                yield _problem(where.under(keys), f"中文里有半角标点“{found[0]}”：“{shown}”；请改成全角")


@rule()
def texts_not_blank(content: Content) -> Iterator[Problem]:
    """每条文字都要有内容，首尾不带空格，中间不换行。
    正：初审并上报。
    误：只有空格的一条
    """
    for township in content.townships:
        for where, keys, text in _texts(township):
            if not text.strip():
                yield _problem(where.under(keys), "这一条是空的；请补上或删去")
            elif text != text.strip() or "\n" in text or "\t" in text:
                yield _problem(where.under(keys), "文字首尾有空格，或中间有换行、制表符；请写成一行")


@rule()
def texts_not_doubled(content: Content) -> Iterator[Problem]:
    """同一栏里不应有两条相同的文字；原文确实重复的，用 allow 写明。
    正：每条只出现一次
    误：同一条职责出现两次
    """
    for township in content.townships:
        for where, _, _, duty in duty_places(township):
            for keys, texts in _sides(duty):
                for text, count in Counter(texts).items():
                    if count > 1:
                        last = len(texts) - 1 - texts[::-1].index(text)
                        message = f"“{text[:30]}”出现了 {count} 次；请删去多余的，若原文如此，用 allow 写明"
                        yield _problem(where.under(keys) / last, message)


@rule()
def enumerators_not_in_text(content: Content) -> Iterator[Problem]:
    """编号是结构不是文字：一条职责不以“1.”开头，每条各占一行。
    正：- 初审并上报。
    误：- 1. 初审并上报。
    """
    for township in content.townships:
        for where, keys, text in _texts(township):
            if found := ENUMERATOR.match(text):
                shown = f"“{text[:12]}{'…' if len(text) > 12 else ''}”"
                yield _problem(where.under(keys), f"{shown}以编号“{found[0].strip()}”开头；编号由列表自动产生，请删去")


# --- the source ------------------------------------------------------------------------------------


@rule()
def source_accounted_for(content: Content) -> Iterator[Problem]:
    """来源文本的每个字都在清单里，清单里的每个字都在来源文本里（版面文字除外）。
    正：与 source.txt 一字不差
    误：漏了一条，或把一条放到了别的事项下
    """
    for township in content.townships:
        places = {(kind, duty.id): where for where, kind, _, duty in duty_places(township)}
        for difference in audit(township):
            where, at = Where(_source_file(township)), (difference.line, 1)
            if difference.keys and not difference.kind:
                where, at = _township_file(township).under(difference.keys), None
            elif difference.kind:
                place = _list_file(township, difference.kind)
                where, at = places.get((difference.kind, difference.duty_id), place).under(difference.keys), None
            message = f"与来源不一致（source.txt 第 {difference.line} 行）：{difference.message}"
            yield Problem("", f"{message}；请按原文改正，若确有原因，用 allow 或 notes 写明", where, at=at)


@rule()
def source_unchanged(content: Content) -> Iterator[Problem]:
    """source.txt 是收到的原文，不能改动（校验值写在 township.yml）。
    正：sha256 相符
    误：改动了 source.txt
    """
    for township in content.townships:
        source, text = township.file.source, township.source_text
        where = Where(_source_file(township))
        if not township.has_source and source:
            place = _township_file(township) / "source"
            yield _problem(place, f"写明了来源，却没有 {SOURCE_FILE}；请补上，或删去 source")
        elif township.has_source and not source:
            yield _problem(where, f"有来源文本，township.yml 却没有写 source；请补上 source，或删去 {SOURCE_FILE}")
        elif source and text is not None and not source.is_of(text):
            yield _problem(where, "来源文本与收到时不同（校验值不符）；请从版本库恢复")


def _ambiguities(
    where: Where, entries: tuple[Department | CategoryName | ReferenceName | DepartmentKind, ...]
) -> Iterator[Problem]:
    """Ids, names and aliases of a register that are used twice."""
    seen: dict[tuple[str, str], str] = {}
    for index, one in enumerate(entries):
        named = [(("编号", one.id), ("id",)), (("名称", one.name), ("name",))]
        if full := getattr(one, "full_name", None):
            named.append((("名称", full), ("full_name",)))
        named += [(("名称", alias), ("aliases", a)) for a, alias in enumerate(getattr(one, "aliases", ()))]
        for entry, keys in named:
            if entry in seen:
                message = f"{entry[0]}“{entry[1]}”已用于“{seen[entry]}”；请换一个，或删去多余的"
                yield _problem((where / index).under(keys), message)
            seen.setdefault(entry, one.name)


# --- hand-written pages ----------------------------------------------------------------------------

# [words](address), [words](<address with blanks>), and the definition of [words][name].
_LINK = re.compile(r"(?:(?<!\\)\]\(|^ {0,3}\[[^\]\n^][^\]\n]*\]:[ \t]*)(?:<([^>\n]+)>|([^)\s>]+))", re.MULTILINE)
_NO_LINKS = re.compile(r"^( *)(```|~~~).*?^\1\2|`[^`\n]+`|<!--.*?-->", re.DOTALL | re.MULTILINE)


@rule()
def pages_lead_somewhere(content: Content) -> Iterator[Problem]:
    """手写的页面不占用生成的页面的名字，里面的链接指向有的 .md 文件。
    正：[怎样改正](contribute.md)
    误：[怎样改正](contribut.md)、[首页](/)
    """
    generated = _generated_pages(content)
    folders = {page.split("/")[0] for page in generated if "/" in page} - {paths.CONTRIBUTE.removesuffix(".md")}
    pages = {*content.pages, *PROJECT_PAGES, *generated}
    for name, text in content.pages.items():
        where = Where(f"{PAGES}/{name}")
        # MkDocs makes index.html of a README.md.
        index = re.sub(r"(^|/)README\.md$", r"\1index.md", name)
        if index != name and index not in generated and index in content.pages:
            yield _problem(where, f"“{name}”和“{index}”会成为同一个网页；请只留一个，或换一个名字")
        if index in generated or name.split("/")[0] in folders:
            yield _problem(where, f"“{name}”这个名字是生成的页面用的；请换一个名字")
        # What is code or a remark holds no links; blanked, so that places stay.
        shown = _NO_LINKS.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
        for found in _LINK.finditer(shown):
            address, start = found[1] or found[2], found.start(found.lastindex or 0)
            parts = urlsplit(address)
            path = unquote(parts.path)
            if parts.scheme or parts.netloc or not path:
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
            # What is no page may be a file that is generated, too: the build looks at those.
            if path.startswith("/"):
                said = f"链接“{address}”以 / 开头，网站放在子路径下会失效；请写成从这一页算起的 .md 文件"
            elif not posixpath.splitext(path)[1]:
                said = f"链接“{address}”没有写到文件；站内的链接请写成 .md 文件，例如 contribute.md"
            elif path.endswith(".md") and target not in pages and not target.startswith(_MAY_BE):
                said = f"链接“{address}”指向没有的页面{did_you_mean(target, pages)}；请改成有的页面，或删去链接"
            else:
                continue
            line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
            yield Problem("", said, where, at=(line, column))


# Of these, whether there is a page is known only when all texts have been read: the build looks at those.
_MAY_BE = ("topics/", "references/", "overview/", "data/")


def _generated_pages(content: Content) -> set[str]:
    """The pages that the content's own names make."""
    made = {page for name, page in vars(paths).items() if name.isupper() and str(page).endswith(".md")}
    made -= set(PROJECT_PAGES)
    for county in content.counties:
        made |= {paths.county(county.id), paths.county_departments(county.id)}
        made |= {paths.department(f"{county.id}/{one.id}") for one in county.file.departments}
        made |= {paths.department_kind(kind.id) for one in county.file.departments
                 if (kind := kind_of(one, content.departments))}  # fmt: skip
    for township in content.townships:
        made.add(paths.township(township.id))
        made |= {paths.duty_list(township.id, kind) for kind in township.lists}
        made |= {paths.duty(township.id, duty.id) for _, _, _, duty in duty_places(township)}
    named = {category.name for township in content.townships for one in township.lists.values()
             for category in one.categories if category.duties}  # fmt: skip
    made |= {paths.category(one.id) for one in content.categories if named & {one.name, *one.aliases}}
    return made


# --- helpers ---------------------------------------------------------------------------------------


def _problem(where: Where, message: str) -> Problem:
    """A problem of the rule that runs; `check` fills in its id and severity."""
    return Problem("", message, where)


def _list_file(township: Township, kind: ListKind) -> Where:
    return Where(f"townships/{township.id}/{kind.file_name}")


def _township_file(township: Township) -> Where:
    return Where(f"townships/{township.id}/{TOWNSHIP_FILE}")


def _source_file(township: Township) -> str:
    return f"townships/{township.id}/{SOURCE_FILE}"


def _county_file(county: County) -> Where:
    return Where(f"townships/{county.id}/{COUNTY_FILE}")


def _places(township: Township, kind: ListKind) -> Iterator[tuple[Where, AnyDuty]]:
    return ((where, duty) for where, one, _, duty in duty_places(township) if one is kind)


def _sides(duty: AnyDuty) -> Iterator[tuple[tuple[str | int, ...], tuple[str, ...]]]:
    """The lists of texts of a duty, with their keys."""
    match duty:
        case CooperativeDuty():
            yield ("departments",), duty.departments
            for b, block in enumerate(duty.superior):
                yield ("superior", b, "duties"), block.duties
                yield ("superior", b, "support"), block.support
            yield ("township",), duty.township
        case ReclaimedDuty():
            yield ("departments",), duty.departments
            yield ("method",), duty.method


def _texts(township: Township) -> Iterator[tuple[Where, tuple[str | int, ...], str]]:
    """Every text of a township's lists: the place of its duty, the keys that lead on from there, and the text."""
    for kind, duty_list in township.lists.items():
        yield _list_file(township, kind), ("title",), duty_list.title
    for where, _, _, duty in duty_places(township):
        yield where, ("name",), duty.name
        for keys, texts in _sides(duty):
            yield from ((where, (*keys, index), text) for index, text in enumerate(texts))


__all__ = ["RULES", "Category", "Rule", "check", "has_errors"]
