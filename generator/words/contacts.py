"""Contacts: what people write for a phone number, for office hours, for a web page, and the form that we ask for."""

import re

from generator.model import HOURS, PHONE, WEB
from generator.words.characters import ordinary

HOURS_FORM = "工作日 9:00–12:00、14:00–17:30"
_PHONE_FORM = "固定电话带区号 0482-5123456，手机，400-123-4567，或五位的热线 '12345'"
_DASHES = "-‐‑‒–—―−－﹣﹘~～"
# Area codes of two digits after the 0: 北京, and large cities; all others have three.
_SHORT_AREA = re.compile(r"0(?:10|2\d)")
_NOON = 12
_TIME = r"(上午|早上|下午|晚上|中午|早|晚)?\s*(\d{1,2})(?:[:点时](\d{2}|半)?分?)?"
_SPAN = re.compile(rf"{_TIME}\s*(?:至|到|[{_DASHES}])+\s*{_TIME}")
_DAY_NAMES = re.compile("(?:星期|礼拜|周)([一二三四五六日天])")


def right_form(text: str, pattern: str) -> str:
    """What to say of a text that has not the form of a pattern: how it is meant, or an example; else empty."""
    match pattern:
        case _ if pattern == PHONE:
            return _asked(phone(text), _PHONE_FORM, _why_no_phone(text))
        case _ if pattern == HOURS:
            return _asked(hours(text), HOURS_FORM)
        case _ if pattern == WEB:
            return "要以 https:// 或 http:// 开头，没有空格和汉字的标点，例如 https://www.tuquan.gov.cn"
        case _:
            return ""


def _asked(meant: str, form: str, why: str = "") -> str:
    return f"请写成 {meant}" if meant else f"{why}请写成这样：{form}"


def phone(text: str) -> str:
    """A phone number in the right form; empty where it cannot be told."""
    plain = re.sub(rf"[{_DASHES}]", "-", ordinary(text)).strip()
    plain = re.sub(r"^(?:电话|手机|座机|tel)[:：]?\s*", "", plain, flags=re.IGNORECASE)
    plain = re.sub(r"^\(?\+?86\)?[\s-]*(?=0?\d{2})", "", plain) if re.match(r"\(?\+|86[\s-]", plain) else plain
    plain = re.sub(r"\s*(?:转|分机|ext\.?)\s*", "转", plain, flags=re.IGNORECASE)
    number, _, extension = plain.partition("转")
    parts = re.findall(r"\d+", number)
    if re.sub(r"[\d\s()-]", "", number):
        return ""
    digits = "".join(parts)
    if len(parts) == 3 and parts[0].startswith("0") and len(parts[1]) >= 7 and not extension:
        *_, extension = parts
        digits = "".join(parts[:2])
    if digits.startswith("0"):
        area = 3 if _SHORT_AREA.match(digits) else 4
        digits = f"{digits[:area]}-{digits[area:]}"
    elif re.match("[48]00", digits) and len(digits) == 10:
        digits = f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    found = f"{digits}转{extension}" if extension else digits
    return found if re.fullmatch(PHONE, found) else ""


def _why_no_phone(text: str) -> str:
    digits = re.sub(r"\D", "", ordinary(text))
    if re.search(r"\d[\s)]*[、，,；;/]\s*\(?\d", ordinary(text)):
        return "一项写一个号码，几个号码写成几项；"
    return "固定电话缺少区号；" if re.fullmatch("[2-9][0-9]{6,7}", digits) else ""


def hours(text: str) -> str:
    """Office hours in the right form; empty where that cannot be told."""
    plain = _DAY_NAMES.sub(lambda found: f"周{found[1].replace('天', '日')}", ordinary(text))
    plain = re.sub(rf"(周.)\s*(?:至|到|[{_DASHES}])\s*周?([一二三四五六日])", r"\1至周\2", plain)
    # 下午 2:30–5:30 is said of both.
    spans = [f"{_clock(*found[:3])}–{_clock(found[3] or found[0], *found[4:])}" for found in _SPAN.findall(plain)]
    days = re.search("工作日|每天|周末|节假日|周.至周.|周.", plain)
    if not spans or not days or len(re.findall("工作日|每天|周末|节假日|周.至周.", plain)) > 1:
        return ""
    found = f"{days[0]} {'、'.join(spans)}"
    return found if re.fullmatch(HOURS, found) else ""


def _clock(part: str, hour: str, minute: str) -> str:
    number = int(hour)
    if part in ("下午", "晚上", "晚") and number < _NOON:
        number += _NOON
    return f"{number}:{'30' if minute == '半' else minute or '00'}"


def dialled(number: str) -> str:
    """A phone number as a telephone takes it from a link: with a pause before the extension."""
    return number.replace("转", ",")
