"""What is wrong with the shape of a file: pydantic's errors in the words of somebody who edits YAML.

Each says what is written, what was expected and, where it can be guessed, the right form to copy.
"""

import calendar
import re
import types
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from generator.model import DAY, FOLDER_ID, Where
from generator.read import keys
from generator.read.slips import BULLETS, CLOSING, COMMAS, DASH, NOTHING, OPENING, enumerator
from generator.words import contacts
from generator.words.characters import QUOTES, called, did_you_mean, ordinary, unlike

_FULL_WIDTH = re.compile("[\uff01-\uff5e\u3000]")
_NUMERALS = {char: number for number, char in enumerate("零一二三四五六七八九十")}
# Keys whose lists are written in brackets, on one line.
_SHORT = {"departments", "aliases", "lines", "retired", "match", "weak", "unlike", "near", "add", "deny", "phones"}
# Lists that a duty must have; what has to be said where the document itself has none.
_REQUIRED = {"departments", "superior", "township", "method"}
_DIGEST = "64 位的十六进制校验值"
_NEEDED = "，并在这一项的 allow 里写明原文没有（规则编号见下次检查的提示）"

# Of so many unknown keys it is thought about which others they may stand for.
_MOST = 1000

Keys = tuple[str | int, ...]
# The id of what somebody calls by its name where an id belongs, by the keys that lead there; empty for nothing known.
IdOf = Callable[[Keys, str], str]


def messages(
    errors: list[ErrorDetails], model: type[BaseModel], id_of: IdOf = lambda _, __: ""
) -> Iterator[tuple[ErrorDetails, str]]:
    """Each error with its message; what only follows from another error is left out."""
    unknown = (error for error in errors if error["type"] == "extra_forbidden")
    meant = {(*error["loc"][:-1], _meant(error, model)) for error in islice(unknown, _MOST)}
    wrong_lists = {error["loc"][:-1] for error in errors if error["type"] != "missing"}
    around = {error["loc"][:length] for error in errors for length in range(len(error["loc"]))}
    for error in errors:
        is_named_otherwise = error["type"] == "missing" and error["loc"] in meant
        is_list_cut_short = (
            error["type"] == "missing" and isinstance(error["loc"][-1], int) and error["loc"][:-1] in wrong_lists
        )
        # A list none of whose entries could be read is not empty.
        is_emptied = error["type"] == "too_short" and error["loc"] in around
        # “【4, 4】” is cut at its comma, and the second half taken for a key.
        is_rest = error["type"] == "extra_forbidden" and any(
            sign in str(error["loc"][-1]) for sign in "".join(CLOSING.values())
        )
        if not (is_named_otherwise or is_list_cut_short or is_emptied or (is_rest and len(errors) > 1)):
            yield error, _message(error, model, id_of)


def words_for_nothing(read: BaseModel, where: Where) -> Iterator[tuple[Where, str]]:
    """无 and the like, where null or an empty list is meant: the place, and what to say."""
    for name, field in type(read).model_fields.items():
        value, place = getattr(read, name), where / name
        if isinstance(value, str) and value in NOTHING and _may_be_null(field):
            yield place, f"“{name}”写的是“{value}”；没有或不明，请写 null"
        elif isinstance(value, tuple):
            if len(value) == 1 and isinstance(value[0], str) and value[0] in NOTHING:
                yield place / 0, f"“{name}”里写的是“{value[0]}”；没有，请写 {name}: []，或删去这一行"
            for index, one in enumerate(value):
                if isinstance(one, BaseModel):
                    yield from words_for_nothing(one, place / index)
        elif isinstance(value, BaseModel):
            yield from words_for_nothing(value, place)


def _may_be_null(field: FieldInfo) -> bool:
    return type(None) in get_args(field.annotation)


def _meant(detail: ErrorDetails, model: type[BaseModel]) -> str:
    return keys.meant(str(detail["loc"][-1]), _fields_at(model, detail["loc"]))


def _message(detail: ErrorDetails, model: type[BaseModel], id_of: IdOf) -> str:
    key, value, context = detail["loc"][-1], detail["input"], detail.get("ctx", {})
    name = f"“{key}”" if isinstance(key, str) else f"第 {key + 1} 项"
    shown = _shown(value)
    match detail["type"]:
        case "missing" if isinstance(key, int):
            return f"“{detail['loc'][-2]}”的项数不够，缺少{name}"
        case "missing" if key == "id" and "duties" in detail["loc"]:
            return f"缺少{name}；请补上一个没有用过的编号，或运行 qingdan fmt，由它给"
        case "missing":
            return f"缺少{name}；请补上这一行"
        case "extra_forbidden":
            return f"不认识的键{name}{keys.hint(str(key), _fields_at(model, detail['loc']))}"
        case "string_type":
            return f"{name}应是文字，现在是{shown}{_day_hint(value) or _text_hint(value)}"
        case "int_type":
            return f"{name}应是数字（不加引号），现在是{shown}{_number_hint(value, detail['loc'], model)}"
        case "tuple_type":
            return f"{name}应是列表，现在是{shown}{_list_hint(detail['loc'], value, _field(model, detail['loc']))}"
        case "model_type" | "model_attributes_type":
            return f"{name}应是“键: 值”，现在是{shown}{_mapping_hint(key, value)}"
        case "string_too_short":
            return f"{name}不能是空的；请填上，没有内容就删去这一行"
        case "string_too_long":
            return f"{name}太长，最多 {context.get('max_length')} 个字符，现在有 {len(value)} 个；请改短"
        case "own_page":
            return f"{name}不能是{shown}，这是网站自己的页面用的；请换一个"
        case "device_name":
            return f"{name}不能是{shown}，它是 Windows 的设备名，Windows 上不能有这样的文件夹；请换一个"
        case "string_pattern_mismatch":
            pattern = str(context["pattern"])
            if pattern == DAY and re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(value)):
                return f"{name}的年份不对，现在是{shown}；应以 19 或 20 开头"
            if FOLDER_ID.pattern in pattern and (id := id_of(detail["loc"], ordinary(str(value)).strip(QUOTES + " "))):
                return f"{name}要写编号，现在是{shown}；请写成 {id}"
            if hint := contacts.right_form(str(value), pattern):
                return f"{name}的写法不对，现在是{shown}；{hint}"
            form = _form(detail["loc"], pattern)
            # Nobody knows a digest by heart.
            hint = _plain_hint(value, pattern) or ("；请从版本库恢复" if form == _DIGEST else "")
            return f"{name}的写法不对，现在是{shown}；应是{form}{hint}"
        case "hours_order":
            return f"{name}里的时间前后颠倒，现在是{shown}；从早到晚写，下午 2 点写 14:00，例如 {contacts.HOURS_FORM}"
        case "no_such_day":
            return f"{name}没有这一天，现在是{shown}；{_days_in(str(value))}"
        case "no_contact":
            return f"{name}只写了日期；电话、地址、办公时间、网页至少写一样，没有就删去 {key}"
        case "enum":
            allowed = re.findall(r"'([^']+)'", str(context.get("expected", "")))
            return f"{name}不能是{shown}；只能是 {_choice(value, allowed, _field(model, detail['loc']))}"
        case "greater_than_equal":
            return f"{name}不能小于 {context.get('ge')}，现在是{shown}"
        case "too_short" if context.get("min_length") == 1:
            return f"{name}不能是空的列表；请填上，或从版本库恢复"
        case "too_short" | "too_long":
            return f"{name}的项数不对：应有 2 项（起始行、结束行），例如 [4, 8]"
        case _:
            return f"{name}不对，现在是{shown}；请对照 content/README.md"


def _shown(value: object) -> str:
    """A value as the person who wrote it would know it again."""
    match value:
        case None:
            return "空"
        case bool():
            return "“true”" if value else "“false”"
        case dict():
            return f"“{next(iter(value), '')}: …”"
        case tuple():
            return "一个列表"
        case _:
            # A problem is one line, whatever was written over several.
            return f"“{str(value).strip(chr(10)).replace(chr(10), ' ')[:40]}”"


def _day_hint(value: object) -> str:
    """The right form of a day that is written as a number."""
    day = re.sub(r"^(\d{4})(\d{2})(\d{2})$", r"\1-\2-\3", str(value))
    return f"；请写成 {day}" if isinstance(value, int) and re.fullmatch(DAY, day) else ""


def _text_hint(value: object) -> str:
    match value:
        case None:
            return "；请填上文字；文字里有 # 的，整段请加英文引号"
        case tuple():
            return "；请只留一个“- ”，文字以方括号开头的，整段请加英文引号"
        case dict():
            return "；文字里的英文冒号请改成中文的“：”，原文就是英文冒号的，整段请加英文引号"
        case _:
            return "；数字、true、false 等请加英文引号"


def _number_hint(value: object, at: Keys, model: type[BaseModel]) -> str:
    if value is None:
        return "；请填上数字"
    if not isinstance(value, str):
        return ""
    if value.strip() in NOTHING:
        field = _field(model, at)
        return "；没有就写 null" if field and _may_be_null(field) else "；请填上数字"
    plain = ordinary(value).strip(QUOTES + " ")
    if plain.isdigit() and len(plain) > 9:
        return "；太大了，请检查是否写错"
    # As spreadsheets write whole numbers.
    plain = re.sub(r"^(\d+)\.0+$", r"\1", plain)
    numbers = re.findall(r"\d+", plain)
    if len(at) > 1 and at[-2] == "lines" and len(numbers) > 1:
        sign = re.sub(r"[\d\s]", "", value)[:1]
        return f"；{f'“{sign}”是 {called(sign)}，' if sign else ''}请用英文逗号加空格分开：[{', '.join(numbers[:2])}]"
    if re.fullmatch(r"-?\d+\.\d+", plain):
        return "；请写成整数"
    number = int(numbers[0]) if len(numbers) == 1 and len(numbers[0]) < 10 else _numeral(plain)
    if number is None:
        return "；请写成阿拉伯数字"
    wide = _FULL_WIDTH.search(value)
    return f"；{f'“{wide[0]}”是 {called(wide[0])}，' if wide else ''}请写成 {number}"


def _numeral(text: str) -> int | None:
    """A number below 100 that is written in Chinese."""
    found = re.search("[零一二三四五六七八九十]+", text)
    if not found:
        return None
    tens, ten, ones = found[0].rpartition("十")
    if any(len(part) > 1 or part == "十" for part in (tens, ones)):
        return None
    return (_NUMERALS[tens] if tens else 1) * 10 * bool(ten) + (_NUMERALS[ones] if ones else 0)


def _list_hint(at: Keys, value: object, field: FieldInfo | None) -> str:
    key = str(at[-1])
    if isinstance(value, dict):
        return "；每一项要以“- ”（英文减号加一个空格）开头"
    if value is None and field and any(getattr(one, "min_length", 0) for one in field.metadata):
        return "；请填上，或从版本库恢复"
    if value is None:
        return f"；没有，请写 {key}: []" + (
            _NEEDED if key in _REQUIRED else "" if field and field.is_required() else "，或删去这一行"
        )
    if not isinstance(value, str):
        return f"；请写成 [{value}, {value}]" if key == "lines" else f"；请写成 [{value}]"
    text = value.strip()
    if not text:
        return _list_hint(at, None, field)
    if key == "lines":
        numbers = re.findall(r"\d+", ordinary(text))
        # Of “【4, 8】” only “【4” is left, cut at its comma.
        if not numbers or (len(numbers) == 1 and text[0] in OPENING["["]):
            return "；请用英文方括号写起止行号，例如 [4, 8]"
        return f"；请写成英文方括号：[{', '.join((numbers * 2)[:2])}]"
    if text in NOTHING or text.rstrip("。.") in NOTHING:
        return _list_hint(at, None, field)
    if number := enumerator(text):
        return f"；编号“{number}”不写，{DASH}"
    if key in _SHORT and (text[0] in OPENING["["] + "（(" or text[-1] in CLOSING["]"]):
        sign = next(char for char in text[0] + text[-1] if char in OPENING["["] + CLOSING["]"] + "（()")
        inner = text.lstrip(OPENING["["] + "[（(").rstrip(CLOSING["]"] + "]")
        for opening, closing in ("（）", "()"):
            inner = inner.removesuffix(closing) if inner.count(closing) > inner.count(opening) else inner
        return f"；“{sign}”是 {called(sign)}，请用英文方括号：[{', '.join(_items(inner))}]"
    if text[0] in BULLETS + "*+":
        return f"；“{text[0]}”是 {called(text[0])}，不是英文减号；{DASH}"
    if text[0] == "-":
        return f"；“-”后面少了一个普通空格；{DASH}"
    if key not in _SHORT:
        return f"；{DASH}"
    return f"；请写成 [{', '.join(_items(text))}]"


def _items(text: str) -> list[str]:
    """The items of a list, outside of what stands in parentheses."""
    parts = re.findall(rf"(?:（[^（）]*）|\([^()]*\)|[^{COMMAS},])+", text)
    return [part.strip() for part in parts if part.strip()]


def _mapping_hint(key: str | int, value: object) -> str:
    if value is None:
        return "；请补上，或删去这一行"
    if isinstance(value, str) and value.strip() in NOTHING:
        return "；没有就删去这一行"
    if key == "source" and len(numbers := re.findall(r"\d+", ordinary(str(value)))) > 1:
        signs = [
            char
            for char in str(value)
            if char in OPENING["{"] + CLOSING["}"] + OPENING["["] + CLOSING["]"] + COMMAS + "："
        ]
        why = f"“{signs[0]}”是 {called(signs[0])}，" if signs else ""
        return f"；{why}请写成 {{lines: [{', '.join(numbers[:2])}]}}"
    if isinstance(value, str) and (
        sign := next((char for char in value if char in OPENING["{"] + CLOSING["}"] + "："), "")
    ):
        return f"；“{sign}”是 {called(sign)}，请用英文的括号、冒号和逗号"
    return ""


def _form(at: Keys, pattern: str) -> str:
    match at:
        case (*_, "kind"):
            return "部门词表（vocabulary/department-kinds.yml）里的编号，例如 health"
        case (*_, "add" | "deny" | "near" | "common", int()):
            return "主题词表（vocabulary/topics.yml）里的编号，例如 blood-donation"
        case _ if FOLDER_ID.pattern in pattern:
            return "小写字母、数字和连字符，例如 xiangongju"
        case (*_, "date"):
            return "年、年-月或年-月-日，例如 2024-03"
        case (*_, "as_of" | "approved" | "effective" | "ended" | "repealed"):
            return "年-月-日，例如 2026-11-03"
        case (*_, "number") | (*_, "call", int()):
            return "3 到 5 位数字，加英文引号，例如 '12345'"
        case (*_, "column"):
            return "第几栏，照 Excel 的写法，例如 E"
        case (*_, "file"):
            return "日期.txt，同一天的另一份加 -2，例如 2026-06-01.txt"
        case _:
            return _DIGEST


def _days_in(day: str) -> str:
    """Which days there are, of one that there is not."""
    year, month = map(int, day.split("-")[:2])
    return f"{month} 月有 {calendar.monthrange(year, month)[1]} 天" if 1 <= month <= 12 else "月份是 01 到 12"


def _plain_hint(value: object, pattern: str) -> str:
    """The right form of a word that is wrong in its signs alone: 全角字母, 中文引号, capitals, odd blanks."""
    plain = ordinary(str(value)).strip(QUOTES + " ").lower()
    if plain != value and re.search(pattern, plain):
        return f"；请写成 {plain}{unlike(str(value), plain)}"
    if date := re.fullmatch(r"(\d{4})\D+(\d{1,2})(?:\D+(\d{1,2}))?\D*", plain):
        parts = "-".join(part.zfill(2) for part in date.groups() if part)
        return f"；请写成 {parts}" if re.search(pattern, parts) else ""
    return ""


def _choice(value: object, allowed: list[str], field: FieldInfo | None) -> str:
    """What can be written, and which of it was probably meant; of what nobody knows, what each of it means."""
    said = dict(re.findall(r"([a-z-]+) ([^；，]+)", field.description or "")) if field else {}
    plain, words = ordinary(str(value)).strip(QUOTES + " ").lower(), "、".join(allowed)
    if plain in allowed:
        return f"{words}；请写成 {plain}{unlike(str(value), plain)}"
    meanings = {said[word]: word for word in allowed if word in said}
    # 职责 is of several; 配合 of one alone.
    likely = [word for meaning, word in meanings.items() if plain in meaning or meaning in plain]
    if meant := meanings.get(plain) or (likely[0] if len(likely) == 1 else ""):
        return f"{words}；“{value}”请写成 {meant}"
    if hint := did_you_mean(str(value), allowed):
        return f"{words}{hint}"
    return "、".join(f"{word}（{said[word]}）" if word in said else word for word in allowed)


def _inner(annotation: object) -> object:
    """The type that a container or an optional holds."""
    while get_origin(annotation) in (tuple, Union, types.UnionType):
        annotation = next((one for one in get_args(annotation) if one is not type(None) and one is not ...), None)
    return annotation


def _field(model: type[BaseModel], at: Keys) -> FieldInfo | None:
    """The field that the keys lead to; None for what is no field."""
    current: object = model
    field: FieldInfo | None = None
    for key in at:
        if isinstance(key, str):
            field = _fields_of(current).get(key)
            if field is None:
                return None
            current = _inner(field.annotation)
        else:
            field = None
    return field


def _fields_at(model: type[BaseModel], at: Keys) -> dict[str, str]:
    """The keys that are known where an unknown one stands, with their descriptions."""
    current: object = model
    for key in at[:-1]:
        if isinstance(key, str):
            current = _inner(_fields_of(current)[key].annotation)
    return {name: field.description or "" for name, field in _fields_of(current).items()}


def _fields_of(current: object) -> dict[str, FieldInfo]:
    """The fields of a model; none of what is no model."""
    return current.model_fields if isinstance(current, type) and issubclass(current, BaseModel) else {}
