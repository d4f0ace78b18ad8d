"""Numbers, dates and texts as Excel shows them: a value and a number format to the text of the cell.

What lists have is exact: whole numbers with words around them, leading zeros, decimals, percentages, Chinese numerals,
dates.  What they do not have (fractions, exponents, times) is shown as the bare value.
"""

import datetime
import re

from generator.printed.form import chinese_number

# Formats without a code of their own, by number; the program's language decides what they are.  These are the Chinese.
CHINESE = {
    **dict.fromkeys((14, 30), "yyyy/m/d"),
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    31: 'yyyy"年"m"月"d"日"',
}
_TOKEN = re.compile(
    r'"(?P<words>[^"]*)"|\\(?P<escaped>.)|(?P<space>_.)|\*.|\[(?P<bracket>[^\]]*)\]|(?P<general>General)'
    r"|(?P<date>[ymdaYMDA]+)|(?P<digits>[0#?](?:[0#?,.]*[0#?])?,*)|(?P<text>@)|(?P<other>.)",
    re.DOTALL,
)
_WEEKDAYS = "一二三四五六日"


def shown(value: float | datetime.date | str, code: str) -> str:
    """What a cell of this value and number format shows; empty for what the format hides (;;;)."""
    sections = _sections(code)
    if isinstance(value, str):
        words = sections[3] if len(sections) > 3 else next((one for one in sections if "@" in _bare(one)), "@")
        return _filled(value, words)
    if isinstance(value, datetime.date):
        return _filled(value, sections[0])
    if value < 0 and len(sections) > 1:
        return _filled(-value, sections[1])
    if value == 0 and len(sections) > 2:
        return _filled(value, sections[2])
    sign = "-" if value < 0 else ""
    return sign + _filled(abs(value), sections[0])


def _sections(code: str) -> list[str]:
    """The format's sections: for positive numbers, negative ones, zero, text."""
    return [found[0] for found in re.finditer(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;])+|(?<=;)(?=;|$)|^(?=;)', code)] or [""]


def _bare(section: str) -> str:
    return re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", section)


def _filled(value: float | datetime.date | str, section: str) -> str:
    parts: list[str] = []
    chinese = "[DBNum" in section
    for found in _TOKEN.finditer(section):
        token, kind = found[0], found.lastgroup
        if kind in ("words", "escaped"):
            parts.append(found[kind])
        elif kind == "space":
            continue
        elif kind == "bracket":
            # [$¥-804] prints the currency; colours, conditions and languages print nothing.
            parts.append(found["bracket"][1:].partition("-")[0] if token.startswith("[$") else "")
        elif kind == "date" and isinstance(value, datetime.date):
            parts.append(_date(value, token.lower()))
        elif kind in ("digits", "general") and isinstance(value, int | float):
            parts.append(_number(value, token, "%" in _bare(section), chinese))
        elif kind == "text":
            parts.append(value if isinstance(value, str) else plain(value))
        elif kind == "other":
            parts.append(token)
    return "".join(parts).strip()


def _date(value: datetime.date, token: str) -> str:
    match token[0], len(token):
        case "y", length:
            return f"{value.year:04}" if length > 2 else f"{value.year % 100:02}"
        case "m", length:
            return f"{value.month:02}" if length == 2 else str(value.month)
        case "d", length if length < 3:
            return f"{value.day:02}" if length == 2 else str(value.day)
        case _, length:
            return ("星期" if length == 4 else "") + _WEEKDAYS[value.weekday()]


def _number(value: float, token: str, is_percent: bool, is_chinese: bool) -> str:
    value = value * 100 if is_percent else value
    if token == "General":
        return chinese_number(int(value)) if is_chinese and value == int(value) and 0 < value < 100 else plain(value)
    whole, _, decimals = token.partition(".")
    places, optional = len(decimals), len(decimals) - len(decimals.rstrip("#?"))
    grouped = "," in whole
    digits = f"{value:{',' if grouped else ''}.{places}f}"
    front, point, back = digits.partition(".")
    if value == int(value) and not is_percent:
        # Of a list's number, 1.0 says no more than 1.
        back = ""
    while optional and back.endswith("0"):
        back, optional = back[:-1], optional - 1
    front = front.zfill(whole.count("0"))
    text = front + (point + back if back else "")
    return chinese_number(int(value)) if is_chinese and not places and 0 < value < 100 else text


def plain(value: float | datetime.date) -> str:
    """A value without a format, as Excel's General shows it."""
    if isinstance(value, datetime.date):
        return f"{value:%Y}/{value.month}/{value.day}"
    return str(int(value)) if value == int(value) else f"{value:.10g}"
