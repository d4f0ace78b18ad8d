"""Official changes: what changes.yml says fits the lists, and its dates are dates."""

from collections.abc import Iterator

from generator.check.places import changes_file, confirmed, list_file, problem, township_file
from generator.check.rule import documented, rule
from generator.history import DoesNotFit, kind_of_id, record_ids, undone
from generator.model import ChangeKind, ChangeRecord, Content, ListKind, Problem, Township, Track, Where
from generator.read.folder import CATEGORY_FILE, CHANGES_FILE, COUNTY_FILE
from generator.words.characters import did_you_mean
from generator.words.departments import Register, printed_name


def _records(content: Content) -> Iterator[tuple[Township, Where, int, ChangeRecord]]:
    """Every record with its place, and with its index in its file."""
    for township in content.townships:
        for index, record in enumerate(township.changes):
            yield township, changes_file(township) / "changes" / index, index, record


_UNFIT = "清单里误删、误改了的，请改回；清单没有错的，照清单改正这条记录，或用 qingdan record 重新写"


@rule()
def records_fit(content: Content) -> Iterator[Problem]:
    """变更记录和清单对得上：从今天的清单，按记录一条条退回去，退得到收录的时候。
    正：清单里没有 c-001，记录写着终止 c-001，并有它原来的文字
    误：清单里有 c-001，记录却写着终止
    """
    for township in content.townships:
        # A list that cannot be read is a problem already.
        if len(township.lists) < len(ListKind):
            continue
        state = township
        for index in reversed(range(len(township.changes))):
            try:
                state = undone(state)
            except DoesNotFit as error:
                where = changes_file(township) / "changes" / index
                place = where if error.duty is None else where / "duties" / error.duty
                yield problem(place, f"{error.message}；{_UNFIT}")
                break


@rule()
def records_in_order(content: Content) -> Iterator[Problem]:
    """第一条是收录，不写日期；以后的各写明生效的日期，早的在前（只和更正以外的比），批准不晚于生效。
    正：先收录，再 2026-06-01、2026-07-01
    误：先 2026-07-01，再 2026-06-01；没有写 effective
    """
    last: tuple[str, str] = ("", "")
    for township, where, index, record in _records(content):
        if record.track is Track.COLLECTED:
            if index:
                yield problem(where / "track", "收录只在最前面写一次；别的变更写 access、adjustment 或 correction")
            for key in ("approved", "effective"):
                if getattr(record, key):
                    yield problem(where / key, "收录不是变更，不写日期；请删去这一行")
            if record.duties:
                yield problem(where / "duties", "收录不变动事项；请删去 duties，或另写一条变更")
            continue
        if not index:
            yield problem(where / "track", "第一条应是收录；请在前面加上“- track: collected”")
        if not record.effective:
            yield problem(where / "track", "没有写生效的日期；请加上 effective，例如 effective: 2026-06-01")
            continue
        if record.approved and record.approved > record.effective:
            yield problem(
                where / "approved", f"批准的日期 {record.approved} 晚于生效的日期 {record.effective}；请查原文件改正"
            )
        before = last[1] if last[0] == township.id else ""
        if record.effective < before:
            yield problem(
                where / "effective",
                f"生效的日期 {record.effective} 早于上一条的 {before}；请按日期排，早的在前；"
                "这份文件来得晚，先删去这条，再用 qingdan record 记，它会插在该在的地方",
            )
        # A correction counts from the day on which it was found: a document that comes later may be older.
        last = (township.id, before if record.track is Track.CORRECTION else max(before, record.effective))


@rule(Problem.WARNING)
def record_ids_written(content: Content) -> Iterator[Problem]:
    """收录以外的每条记录写自己的永久编号：网址、订阅用它；没有的按第几条算，前面插进一条，地址就变了。
    正：- track: adjustment，下一行 id: kdwqznbt
    误：没有写 id
    改：运行 qingdan fmt，它给没有编号的记录编号，发布过的地址不变
    """
    for _, where, index, record in _records(content):
        if record.id is None and record.track is not Track.COLLECTED and index:
            yield problem(where / "track", "这条记录没有永久编号（id），地址按第几条算；请运行 qingdan fmt，它给编号")


@rule()
def record_ids_unique(content: Content) -> Iterator[Problem]:
    """一个乡镇的记录，永久编号各不相同：没有写的，编号是第几条。
    正：id: kdwqznbt；另一条 id: hbvgtrwm
    误：两条都写 id: kdwqznbt
    改：后加的那条删去 id，运行 qingdan fmt，它另给编号
    """
    for township in content.townships:
        seen: dict[str, Where] = {}
        for index, (id, record) in enumerate(zip(record_ids(township.changes), township.changes, strict=True)):
            where = changes_file(township) / "changes" / index
            place = where / "id" if record.id else where
            if other := seen.get(id):
                message = f"编号 {id} 已经是另一条记录的；后加的这条请删去 id，再运行 qingdan fmt，它另给编号"
                yield problem(place, message, other)
            else:
                seen[id] = place


@rule(Problem.WARNING)
def records_documented(content: Content) -> Iterator[Problem]:
    """职责准入、动态调整都由文件决定，记录写明是哪一份（document）；改正收录时的错，途径是更正。
    正：track: adjustment，document: 甲编发〔2026〕3号
    误：track: adjustment，没有 document
    """
    for _, where, _, record in _records(content):
        if record.track in (Track.ACCESS, Track.ADJUSTMENT) and not record.document:
            message = f"{record.track.title}没有写由哪份文件决定；请加上 document（名称或文号）"
            yield problem(where / "track", f"{message}；只是改正错字的，写 correction")


@rule()
def record_names_known(content: Content) -> Iterator[Problem]:
    """记录里写的部门要登记过，原来的类别要在类别词表里。
    正：department: 县民政局（已登记）
    误：department: 县民正局
    """
    registers = {county.id: Register(county.file, content.departments) for county in content.counties}
    known = {name for category in content.categories for name in (category.name, *category.aliases)}
    for township, where, _, record in _records(content):
        register = registers.get(township.county_id)
        for index, change in enumerate(record.duties):
            if change.department and register and not register.find(printed_name(change.department).core):
                hint = did_you_mean(change.department, register.names())
                file = f"townships/{township.county_id}/{COUNTY_FILE}"
                yield problem(
                    where / "duties" / index / "department",
                    f"部门“{change.department}”没有在 {file} 登记{hint or '；请登记，或写成已有部门的别名'}",
                )
        for kind in ListKind if known else ():
            before = record.before.of(kind)
            for index, category in enumerate(before.categories or () if before else ()):
                if category.name not in known:
                    place = where.under(("before", kind.value, "categories", index, "name"))
                    hint = did_you_mean(category.name, known) or f"；请加入 {CATEGORY_FILE}"
                    yield problem(place, f"类别“{category.name}”不在类别词表{hint}")


@rule()
def record_ids_known(content: Content) -> Iterator[Problem]:
    """记录说一件事到了哪几项（to），那几项要在本乡镇的清单里，或者停用过；只有终止、移走的才写。
    正：to: [b-120]，清单里有 b-120
    误：to: [b-999]，从来没有这一项
    """
    for township, where, _, record in _records(content):
        known = {duty.id for duty_list in township.lists.values() for _, duty in duty_list.duties()}
        known |= {id for duty_list in township.lists.values() for id in duty_list.retired}
        known |= {change.id for each in township.changes for change in each.duties}
        for index, change in enumerate(record.duties):
            place = where / "duties" / index
            is_gone = change.change in (ChangeKind.REMOVED, ChangeKind.MOVED)
            for key in ("to", "department"):
                if getattr(change, key) and not is_gone:
                    message = f"{change.id} 是{change.change.title}，还在清单里，不写 {key}；请删去"
                    yield problem(place / key, message)
            for number, id in enumerate(change.to if is_gone else ()):
                if id == change.id:
                    yield problem(place / "to" / number, f"{id} 不能到它自己；请写接着办这件事的那一项")
                elif id not in known and (kind_of_id(id) or ListKind.BASIC) in township.lists:
                    hint = did_you_mean(id, known - {change.id}) or "；请查这一项的编号"
                    yield problem(place / "to" / number, f"本乡镇没有 {id} 这一项{hint}")
            if change.change is ChangeKind.MOVED and not change.to:
                yield problem(place, f"写着 {change.id} 移到别的清单，没有写移成了哪一项；请加上 to: [新的编号]")


@rule()
def retired_recorded(content: Content) -> Iterator[Problem]:
    """有变更记录的乡镇，停用的编号各有一条记录说它什么时候、怎样终止的。
    正：retired: [c-001]，记录里有 {id: c-001, change: removed}
    误：retired: [c-001]，记录里没有 c-001
    """
    for township, kind, id, index in _unrecorded(content):
        if any(record.track is not Track.COLLECTED for record in township.changes):
            yield problem(
                list_file(township, kind) / "retired" / index,
                f"编号 {id} 停用了，{CHANGES_FILE} 里没有记录；请用 qingdan record 补上，二维码才说得出它到了哪里",
            )


@rule(Problem.WARNING)
def retired_explained(content: Content) -> Iterator[Problem]:
    """只有收录、没有别的记录的乡镇，停用的编号最好补一条记录；没有的，它的页面只能说不知道。
    正：retired 里没有编号，或各有记录
    误：retired: [c-001]，changes.yml 里只有收录
    """
    for township, kind, id, index in _unrecorded(content):
        if all(record.track is Track.COLLECTED for record in township.changes):
            yield problem(
                list_file(township, kind) / "retired" / index,
                f"编号 {id} 停用了，{CHANGES_FILE} 里没有记录；知道它什么时候、凭哪份文件终止的，请补上",
            )


def _unrecorded(content: Content) -> Iterator[tuple[Township, ListKind, str, int]]:
    """The retired ids of which no record says anything, with their places; a township without records has none."""
    for township in content.townships:
        recorded = {change.id for record in township.changes for change in record.duties}
        for kind, duty_list in township.lists.items() if township.changes else ():
            for index, id in enumerate(duty_list.retired):
                if id not in recorded:
                    yield township, kind, id, index


# What day it is, only the command line knows: `checking.py` asks of those records alone that may be of a later day.
APPROVED_PAST = documented(
    "approved-not-in-future",
    Problem.ERROR,
    """批准的日期、记下的日期不在今天以后。
    正：approved: 2026-05-20（已经批准）
    误：approved: 2099-05-20
    """,
)
EFFECTIVE_SOON = documented(
    "effective-not-in-future",
    Problem.WARNING,
    """生效的日期在今天以后的，清单写的就是还没有生效的；确是这样，不用改。
    正：effective: 2026-06-01（已经生效）
    误：effective: 2099-06-01
    """,
)
CONFIRMED_PAST = documented(
    "confirmed-not-in-future",
    Problem.ERROR,
    """联系方式核实的日期不在今天以后。
    正：as_of: 2026-05-20（那天打过电话）
    误：as_of: 2099-05-20
    """,
)
DATED_PAST = documented(
    "dated-not-in-future",
    Problem.ERROR,
    """来源文件写明的日期不在今天以后。
    正：date: 2024-12（文件上写着二〇二四年十二月）
    误：date: 2042-12
    """,
)
# What was there before is asked only where somebody compares (`qingdan check --since`).
CHANGES_RECORDED = documented(
    "changes-recorded",
    Problem.ERROR,
    """和以前的版本比（check --since），清单的正式变动都有变更记录：名称、文字、部门、类别、序号、次序、标题。
    正：改了 c-002 的职责，changes.yml 的末尾有一条记录写着 c-002
    误：改了 c-002 的职责，没有记录
    """,
)
_OF_DATES = {
    "approved": (APPROVED_PAST, "批准的日期 {} 在今天以后；请查原文件改正，或等批准以后再写"),
    "effective": (EFFECTIVE_SOON, "生效的日期 {} 在今天以后；年份、月份若没有写错，到那天以后就不再提醒"),
    "recorded": (APPROVED_PAST, "记下的日期 {} 在今天以后；请改成记下的那一天"),
    "as_of": (CONFIRMED_PAST, "核实的日期 {} 在今天以后；请改成打电话、看网页核实的那一天"),
    "date": (DATED_PAST, "来源文件的日期 {} 在今天以后；请照文件改正"),
}


def dates(content: Content) -> Iterator[tuple[Where, str]]:
    """Every date that says when something was done or will be, with its place."""
    for _, where, _, record in _records(content):
        for key in ("approved", "effective", "recorded"):
            if day := getattr(record, key):
                yield where / key, day
    yield from ((where, day) for where, _, day in confirmed(content))
    for township in content.townships:
        if township.file.source and township.file.source.date:
            yield township_file(township) / "source" / "date", township.file.source.date


def in_future(where: Where, day: str, at: tuple[int, int]) -> Problem:
    """What is wrong with such a date that is later than today."""
    found, message = _OF_DATES[str(where.keys[-1])]
    return Problem(found.id, message.format(day), where, found.severity, at)
