"""Characters that a text should not hold: one table of their kinds, what each is called, and what to do about it.

Two texts that look the same may differ in such a character alone; `differ` says in what.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

# C0 and C1 controls but tab and line feed; zero-width and bidirectional marks; line and paragraph separators; the
# byte order mark inside a text; and what is no character at all.  A file that holds one is not read: some of them
# YAML takes for line ends, others turn a line around before the reader's eyes.
CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)

# The other characters that Unicode lets be ignored when they are shown (Default_Ignorable_Code_Point), and the marks
# of annotations.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u206a-\u206f\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# What stands there depends on the font; the signs of Wingdings and Symbol are among them.
PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000"
# Han, and the punctuation and full-width forms that stand among Han.
HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af\u3001-\u3003\u3005-\u3011\u3014-\u301f\uff01-\uff5e“”‘’…—·"

# What NFKC leaves alone: radicals of the supplement and strokes, and the character that each looks like
# (EquivalentUnifiedIdeograph.txt of the Unicode database, less what it maps to several characters).
_LOOK_LIKE = str.maketrans(
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳⼾"
    "㇐㇑㇒㇔㇚㇟㇠",
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟户"
    "一丨丿丶亅乚乙",
)

# Characters that are drawn alike and are not the same to Unicode's own tables: the first of each group stands for all.
_ALIKE = {
    char: group[0]
    for group in (
        "-‐‑‒–—―−─－﹣ー一",
        "·•・∙‧●⋅",
        "〇○◯０0ＯOОΟ",
        '“”"＂〝〞‟',
        "‘’'＇`´′",
        "aаα",
        "eе",
        "oоο",
        "cс",
        "pр",
        "AАΑ",
        "BВΒ",
    )
    for char in group
}


@dataclass(frozen=True)
class Kind:
    """A kind of character: the rule against it, what it is, which characters they are, and what to do about one.

    `named` are those that people meet, with a name of their own.
    """

    rule: str
    what: str
    pattern: str
    remedy: str
    named: dict[str, str] = field(default_factory=dict)


CONTROLS = Kind(
    "control-characters",
    "控制字符（看不见）",
    CONTROL.pattern,
    "请删去（多半是复制粘贴带进来的）",
    {
        "\x00": "空字符（看不见）",
        "\x0b": "竖向制表符（看不见）",
        "\x0c": "换页符（看不见）",
        "\x1b": "转义符（看不见）",
        "\x85": "下一行符（看不见）",
        "\u200b": "零宽空格（看不见）",
        "\u200c": "零宽不连字符（看不见）",
        "\u200d": "零宽连字符（看不见）",
        "\u200e": "从左到右标记（看不见）",
        "\u200f": "从右到左标记（看不见）",
        "\u2028": "行分隔符（看不见）",
        "\u2029": "段分隔符（看不见）",
        "\u202a": "从左到右嵌入符（看不见）",
        "\u202b": "从右到左嵌入符（看不见）",
        "\u202c": "方向结束符（看不见）",
        "\u202d": "从左到右强制符（看不见）",
        "\u202e": "从右到左强制符（看不见）",
        "\u2060": "单词连接符（看不见）",
        "\u2066": "从左到右隔离符（看不见）",
        "\u2067": "从右到左隔离符（看不见）",
        "\u2068": "方向隔离符（看不见）",
        "\u2069": "隔离结束符（看不见）",
        "\ufeff": "字节顺序标记 BOM（看不见）",
    },
)
ODD_SPACES = Kind(
    "odd-spaces",
    "特殊空格",
    f"[{_SPACES}]",
    "中文里请删去，西文之间请改成普通空格",
    {
        "\u00a0": "不换行空格",
        "\u3000": "全角空格",
        "\u202f": "窄的不换行空格",
        "\u2002": "半字宽空格",
        "\u2003": "一字宽空格",
        "\u2009": "窄空格",
        "\u2800": "盲文空格",
    },
)
# Every other kind.  A character belongs to the first that has it.
KINDS = (
    Kind(
        "invisible-characters",
        "看不见的字符",
        f"[{_INVISIBLE}]",
        "请删去（多半是复制粘贴带进来的）",
        {
            "\u00ad": "软连字符（看不见）",
            "\u034f": "组合用字符连接符（看不见）",
            "\u115f": "谚文填充符（看不见）",
            "\u1160": "谚文填充符（看不见）",
            "\u3164": "谚文填充符（看不见）",
            "\uffa0": "谚文填充符（看不见）",
            "\ufff9": "注音起始符（看不见）",
            "\ufffa": "注音分隔符（看不见）",
            "\ufffb": "注音结束符（看不见）",
            **{chr(code): "异体字选择符（看不见）" for code in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))},
            **{chr(code): "标签字符（看不见）" for code in range(0xE0000, 0xE0080)},
        },
    ),
    Kind(
        "private-use-characters",
        "私用区字符（各台电脑显示的不一样，多半是方框）",
        PRIVATE_USE.pattern,
        "请对照原文，改成本来的字或符号，没有就删去",
    ),
    Kind(
        "replacement-characters",
        "替换符（这里的字在转码时已经丢失）",
        "\ufffd",
        "请对照原文补上本来的字",
    ),
    Kind(
        "object-replacement-characters",
        "对象占位符（原来是图片或公式）",
        "\ufffc",
        "请对照原文写出图里的文字，没有就删去",
    ),
    Kind(
        "radical-characters",
        "部首",
        "[\u2e80-\u2fdf\u31c0-\u31e3]",
        "请改成普通的字（多半是从 PDF 里复制的）",
        {
            **{chr(code): "部首补充" for code in range(0x2E80, 0x2F00)},
            **{chr(code): "康熙部首" for code in range(0x2F00, 0x2FE0)},
            **{chr(code): "笔画" for code in range(0x31C0, 0x31E4)},
        },
    ),
    # Twelve of the block are ordinary characters, which nothing else stands for.
    Kind(
        "compatibility-ideographs",
        "兼容汉字",
        "[\uf900-\ufa0d\ufa10\ufa12\ufa15-\ufa1e\ufa20\ufa22\ufa25\ufa26\ufa2a-\ufaff\U0002f800-\U0002fa1f]",
        "请改成普通的字（样子一样，查找时却找不到）",
    ),
    ODD_SPACES,
)
_BY_RULE = {kind.rule: kind for kind in (CONTROLS, *KINDS)}
_ODD = re.compile("|".join(f"(?P<{kind.rule.replace('-', '_')}>{kind.pattern})" for kind in (CONTROLS, *KINDS)))
# What nobody sees: a document that was printed did not print it.
UNSEEN = re.compile(f"{CONTROL.pattern}|[{_INVISIBLE}]")
ODD_SPACE = re.compile(f"[{_SPACES}]|{UNSEEN.pattern}")


def kind_of(char: str) -> Kind | None:
    """The kind of a character; None for one that texts are made of."""
    found = _ODD.fullmatch(char)
    return _BY_RULE[found.lastgroup.replace("_", "-")] if found and found.lastgroup else None


def odd(text: str) -> Iterator[tuple[Kind, str, int]]:
    """The first character of each kind in a text: its kind, itself, and where it stands, from 0."""
    seen: set[str] = set()
    for found in _ODD.finditer(text):
        kind = _BY_RULE[found.lastgroup.replace("_", "-")] if found.lastgroup else CONTROLS
        if kind.rule not in seen:
            seen.add(kind.rule)
            yield kind, found[0], found.start()


# What is said of one: the text around it, what it is called, what to do.
ODD = "“{}”里有 {}；{}"


def ordinary(text: str) -> str:
    """The text with each radical, compatibility ideograph and full-width form as the ordinary character."""
    return unicodedata.normalize("NFKC", text.translate(_LOOK_LIKE))


def unlikely(text: str) -> dict[str, str]:
    """The radicals and compatibility ideographs of a text, as PDFs give them, each with the ordinary character."""
    found = {one[0] for one in _ODD.finditer(text) if str(one.lastgroup).replace("_", "-") in _VISIBLE}
    return {char: meant for char in sorted(found) if (meant := ordinary(char)) != char}


QUOTES = "“”‘’\"'＂＇「」『』"
_SIGNS = {
    " ": "普通空格",
    "“": "中文的前双引号",
    "”": "中文的后双引号",
    "‘": "中文的前单引号",
    "’": "中文的后单引号",
    "＂": "全角双引号",
    "＇": "全角单引号",
    ",": "英文逗号",
    "-": "英文减号",
    "*": "星号",
    "+": "加号",
    "=": "等号",
    "：": "中文冒号",
    "，": "中文逗号",
    "、": "顿号",
    "；": "中文分号",
    "—": "破折号",
    "–": "短破折号",
    "－": "全角减号",
    "＃": "全角井号",
    "•": "圆点",
    "·": "间隔号",
    "●": "圆点",
    **dict.fromkeys("【】〔〕「」『』〖〗［］", "中文括号"),
}


def called(char: str) -> str:
    """What a character is called: `U+00AD 软连字符（看不见）`, `U+2F2F 康熙部首“⼯”，应是“工”`, `U+5DE5“工”`."""
    code, kind = f"U+{ord(char):04X}", kind_of(char)
    if kind is None:
        # Quotes would be lost among those that they are shown in.
        if char in _SIGNS and char in QUOTES + " ":
            return f"{code} {_SIGNS[char]}"
        full_width = "全角" if "\uff01" <= char <= "\uff5e" else ""
        name = _SIGNS.get(char, full_width)
        return f"{code}{' ' if name else ''}{name}“{char}”"
    name = kind.named.get(char, kind.what)
    if kind.rule not in _VISIBLE:
        return f"{code} {name}"
    meant = ordinary(char)
    return f"{code} {name}“{char}”" + (f"，应是“{meant}”" if meant != char else "")


def shown(text: str, at: int, around: int = 6) -> str:
    """The piece of a text around a place, what nobody sees spelled out: `组织<U+00AD>展志愿`."""
    return _spelled(text[max(0, at - around) : at + around + 1])


def _spelled(text: str) -> str:
    return "".join(
        f"<U+{ord(char):04X}>" if (kind := kind_of(char)) and kind.rule not in _VISIBLE else char for char in text
    )


_VISIBLE = {"radical-characters", "compatibility-ideographs"}
# Characters of which nobody can tell what stood there.
LOST = {"private-use-characters", "replacement-characters", "object-replacement-characters"}


# --- two texts that look the same ------------------------------------------------------------------


def looks(text: str) -> str:
    """What a text looks like: texts of which this is the same are hard to tell apart on a screen."""
    bare = re.sub(r"[\s\ue000-\uf8ff\U000f0000-\U0010ffff]", "", UNSEEN.sub("", text))
    return "".join(_ALIKE.get(char, char) for char in ordinary(bare))


def differ(one: str, other: str) -> str:
    """In what two texts differ that look the same, to be added to a sentence that quotes both; else empty."""
    if one == other or looks(one) != looks(other):
        return ""
    steps = difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    _, first, last, other_first, other_last = next(step for step in steps if step[0] != "equal")
    here, there = one[first:last][:1], other[other_first:other_last][:1]
    here_called = called(here) if here else "没有"
    there_called = called(there) if there else "没有"
    return f"（看起来一样，第 {first + 1} 个字不同：前者是 {here_called}，后者是 {there_called}）".replace(
        "是 没有", "没有"
    )


def unlike(word: str, plain: str) -> str:
    """The sign in a word that its plain form does not have; empty where it has none."""
    sign = next((char for char in word if char not in plain and (ord(char) > 126 or kind_of(char))), "")
    if word == plain or not sign:
        return ""
    return differ(word, plain) or (f"（多了 {called(sign)}）" if sign in QUOTES else f"（“{sign}”是 {called(sign)}）")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """“是否指…？” of the nearest known word, with the difference where it cannot be seen; else empty."""
    names = list(known)
    close = [name for name in names if looks(name) == looks(word) or looks(name.lower()) == looks(word.lower())]
    close = close or difflib.get_close_matches(word, names, 1, 0.6)
    if not close:
        return ""
    is_quoted = word.strip(QUOTES) == close[0] != word
    return f"；是否指“{close[0]}”？{unlike(word, close[0]) if is_quoted else differ(word, close[0])}"


def or_known(word: str, known: Iterable[str], most: int = 20) -> str:
    """What was probably meant, and what there is: “；是否指…？有的是：…”."""
    names = list(known)
    more = "……" if len(names) > most else ""
    return f"{did_you_mean(word, names) or '；'}有的是：{'、'.join(names[:most])}{more}"


def as_data() -> dict[str, object]:
    """The table, and what texts look like, for the form in the browser; patterns as Python has them."""
    return {
        "kinds": [
            {
                "rule": kind.rule,
                "what": kind.what,
                "pattern": kind.pattern,
                "remedy": kind.remedy,
                # Of a name, all characters that have it.
                "named": {
                    name: "".join(char for char, other in kind.named.items() if other == name)
                    for name in dict.fromkeys(kind.named.values())
                },
                "visible": kind.rule in _VISIBLE,
            }
            for kind in _BY_RULE.values()
        ],
        "odd": ODD,
        "ordinary": {chr(char): chr(int(meant)) for char, meant in _LOOK_LIKE.items()},
        "unseen": UNSEEN.pattern,
        "private": PRIVATE_USE.pattern,
        "alike": _ALIKE,
        "signs": _SIGNS,
        "quotes": QUOTES,
    }


# As much of a text as a message quotes.
_QUOTED = 40


def pair(one: str, other: str) -> tuple[str, str]:
    """Two texts cut short for quoting, so that where they differ can be seen."""
    common = next(
        (at for at, both in enumerate(zip(one, other, strict=False)) if both[0] != both[1]), min(len(one), len(other))
    )
    start = 0 if common < _QUOTED - 5 else common - 10
    return _cut(one, start), _cut(other, start)


def _cut(text: str, start: int) -> str:
    return f"{'…' if start else ''}{text[start : start + _QUOTED]}{'…' if len(text) > start + _QUOTED else ''}"
