"""Titles: which list a line heads, as offices word it, and which line is the title of the whole document.

附件1  云阳县龙角镇基本履职事项清单（共118项）
配合履职清单（2025年版）     收回履职事项清单     表3 上级部门回收事项
"""

import re
import unicodedata
from collections.abc import Sequence

from generator.importers.cells import plain
from generator.model import ListKind

# What may stand before and after a list's name in its title.
_BEFORE = re.compile(
    r"^(?:(?:附件|附表|附|表)[\d一二三四五六七八九十]*(?:[-—.]\d+)*[:.、]?|[(]?[一二三四五六七八九十]{1,3}[)、.]+|第[一二三四五]部分[:、]?)+"
)
# Where a list stands in its document: no part of its name.
_ORDINAL = re.compile(r"^\s*(?:[（(]\s*[一二三]\s*[）)]|[一二三]\s*[、.．])\s*")
_AFTER = re.compile(
    r"(?:[(][^()]*[)]|(?:19|20)\d\d年?(?:版|度|修订版?)?|第?[一二三四五六七八九十\d]+版|试行|修订版?|续表?|共?\d+项|[:、])+$"
)
# A list's name, with the word for a list or without; words of texts (农膜回收) are none.
_NAME = re.compile(
    r".{0,40}?(?:基本|配合|收回|回收)(?:履职|职责)?(?:事项)?(?:清单|目录|一览表|表)|.{0,20}?(?:(?:基本|配合)履职|收回履职|(?:收回|回收)(?=事项))(?:事项)?"
)
_LONGEST = 60
_LIST = re.compile(r"(?:清单|目录|一览表)$")
# What lists of other kinds are called.
_OTHER = re.compile(
    r"权力|权责|责任清单|赋权|属地管理|任务清单|负面清单|执法|处罚|许可|审批|政务服务|公共服务|证明事项|收费|准入|问责|风险|项目|监管|下放"
)
_WHOLE = re.compile(r"履行职责|履职|职责(?:事项)?清单")
_PLACE = re.compile(r"[省市州盟县区旗镇乡]|街道|苏木|农场")
_PUNCTUATION = re.compile(r"[。;,:!?]")


def stripped(text: str) -> str:
    """A title in ordinary width, without white space, the mark before it (附件1) and what follows it (2025年版)."""
    title = re.sub(r"\s+", "", unicodedata.normalize("NFKC", plain(text)))
    return _AFTER.sub("", _BEFORE.sub("", title))


def alone(title: str) -> str:
    """A list's title without its place in the document (一、) and the number of duties that it states (（共118项）)."""
    return re.sub(r"\s*[（(]\s*共?\s*\d+\s*项\s*[）)]$", "", _ORDINAL.sub("", title))


def list_of(text: str) -> ListKind | None:
    """The list whose title a line is; None where it is none, or that of several."""
    title = stripped(text)
    if len(title) > _LONGEST or not _NAME.fullmatch(title) or other_list(text):
        return None
    named = ListKind.named_in(title)
    return named.pop() if len(named) == 1 else None


def other_list(text: str) -> str:
    """The title of a list of another kind (权力清单, 赋权事项清单), as printed; empty where the line is none."""
    title = stripped(text)
    is_other = len(title) <= _LONGEST and _LIST.search(title) and _OTHER.search(title)
    return plain(text) if is_other and not _WHOLE.search(title) and not _PUNCTUATION.search(title) else ""


def not_ours(title: str) -> str:
    """What to say of a document that is a list of another kind."""
    return f"这是“{title[:40]}”，不是乡镇（街道）的履行职责事项清单（基本履职、配合履职、上级部门收回三张），不能导入"


def whole_title(lines: Sequence[str]) -> range:
    """Which of the lines before the first list are the document's title, be it over two lines; empty if none is."""
    for last, line in enumerate(lines):
        title = stripped(line)
        if not _LIST.search(title) or len(title) > _LONGEST or _PUNCTUATION.search(title):
            continue
        first = last
        # The place stands in the line above.
        while first > 0 and not _PLACE.search("".join(map(stripped, lines[first : last + 1]))):
            before = stripped(lines[first - 1])
            if not before or len(before) > _LONGEST or _PUNCTUATION.search(before) or re.search(r"\d", before):
                break
            first -= 1
        return range(first, last + 1)
    return range(0)


def list_named(name: str) -> ListKind | None:
    """The list that the name of a sheet or of a file means (龙角镇配合, 部门收回1); None where it is not one alone."""
    words = {
        "基本": ListKind.BASIC,
        "配合": ListKind.COOPERATIVE,
        "收回": ListKind.RECLAIMED,
        "回收": ListKind.RECLAIMED,
    }
    kinds = {kind for word, kind in words.items() if word in name}
    return kinds.pop() if len(kinds) == 1 and not other_list(name) else None


def place_of(title: str) -> str:
    """Whose list a title says it is: what stands before the list's name."""
    return re.split("(?:上级|县级|区级|市级)?(?:部门)?(?:基本|配合|收回|回收)", stripped(title))[0]
