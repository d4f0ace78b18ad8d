"""Particulars: how an official change was decided, as a person types it, and as a record keeps it."""

import re
import unicodedata
from collections.abc import Mapping

from generator.changes.edits import EditRefused
from generator.days import is_day
from generator.model import DAY, ChangeRecord, Track

# A day as people write it: 2026-05-20, 2026/5/20, 2026.5.20, 2026年5月20日, 20260520.
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_IN_ONE = re.compile(r"(\d{4})(\d{2})(\d{2})")
# What a person may choose; what was collected is no change.
TRACKS = (Track.ADJUSTMENT, Track.ACCESS, Track.CORRECTION)


def day(text: str, what: str, key: str = "") -> str:
    """A day that a person has typed.  Raises EditRefused, saying what is wrong with it."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _DAY.fullmatch(plain) or _IN_ONE.fullmatch(plain)
    if not found:
        raise EditRefused(f"{what}“{text}”不是日期；要写成 年-月-日，例如 2026-05-20", key)
    written = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    if not is_day(written):
        raise EditRefused(f"{what}“{text}”：没有这一天；请对照文件改正", key)
    if not re.fullmatch(DAY, written):
        raise EditRefused(f"{what}“{text}”的年份不对；请对照文件改正", key)
    return written


def approval(text: str, today: str) -> str:
    """The day of an approval, which cannot lie ahead."""
    written = day(text, "批准的日期", "approved")
    if written > today:
        raise EditRefused(f"批准的日期“{text}”在今天（{today}）以后；还没有批准的不写进清单", "approved")
    return written


def track(text: str) -> Track:
    """The way by which a change comes, in Chinese or as the files write it."""
    plain = text.strip()
    for one in TRACKS:
        if plain in (one.value, one.title):
            return one
    if plain in (Track.COLLECTED.value, Track.COLLECTED.title):
        raise EditRefused("收录不是变更；途径只能是 " + "、".join(one.title for one in TRACKS), "track")
    raise EditRefused(f"途径“{text}”不对；只能是 {'、'.join(one.title for one in TRACKS)}", "track")


def particulars(said: Mapping[str, str | None], today: str) -> ChangeRecord:
    """The record of a change, its duties still to be filled in.

    `said` has the keys of the record.  Raises EditRefused for a date that is none, and for what has to be said.
    """
    own = {key: value.strip() for key, value in said.items() if value and value.strip()}
    way = track(own.get("track", ""))
    if way is Track.CORRECTION and "reason" not in own:
        raise EditRefused("更正要写理由（--reason，修改单里的“理由”）：原来错在哪里，依据什么改", "reason")
    if way is not Track.CORRECTION and "document" not in own:
        raise EditRefused(
            f"{way.title}要写由哪份文件决定（--document，修改单里的“文件”）：名称或文号；只是改错字的，途径是更正",
            "document",
        )
    approved = approval(own["approved"], today) if "approved" in own else None
    effective = (
        day(own["effective"], "生效的日期", "effective") if "effective" in own else effective_by(way, approved, today)
    )
    if effective is None:
        raise EditRefused(
            "没有写生效的日期（--effective，修改单里的“生效”）；文件写着自印发之日起的，就是印发的那一天", "effective"
        )
    if approved and approved > effective:
        raise EditRefused(f"批准的日期 {approved} 晚于生效的日期 {effective}；请查文件改正", "approved")
    return ChangeRecord(
        track=way,
        reason=own.get("reason"),
        decided_by=own.get("decided_by"),
        document=own.get("document"),
        approved=approved,
        effective=effective,
        recorded=today,
    )


def effective_by(way: Track, approved: str | None, today: str) -> str | None:
    """The day from which a change is effective where nobody says: that of its approval; of a correction, today."""
    return approved or (today if way is Track.CORRECTION else None)
