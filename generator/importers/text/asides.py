"""Lines of a document that are none of its lists': page marks, who filled the form in, notes, totals, signatures.

What is here is known for what it is: it is left out, and reported but for the marks of pages.
"""

import re
import unicodedata

_PAGE = re.compile(r"第\s*\d+\s*页(?:\s*[，,/]?\s*共\s*\d+\s*页)?|[-—－–]+\s*\d+\s*[-—－–]+|\d{1,3}(?:\s*/\s*\d{1,3})?")
_CONTENTS = re.compile(r"目\s*[录次]|.*(?:事项|履职|职责)清单(?:[\s.…·]*\d{1,3}|[\s.…·]+\d+)")
_YEAR = r"(?:(?:19|20)\d\d|[二〇○零一二三四五六七八九]{4})年"

NOTES = "表下的注或说明"
# What each kind of line is called in the report, and how it is told.
_ASIDES = {
    "附件、附表的标记": r"(?:附件|附表|附|表)\s*[:：]?\s*[\d一二三四五六七八九十]*(?:\s*[-—－–.]\s*\d+)*\s*[:：]?",
    "填报的单位、人、日期": (
        r"[（(]?(?:填[报表]|填制|编制|制表|报送|上报|编报|公开|发布|印发|审核|审定|签发)"
        r"(?:单位|部门|机关|人员?|日期|时间|领导)?(?:[（(][^）)]*[）)])?\s*[:：].*"
    ),
    "单位、联系人": (
        r"(?:单位|乡镇|镇街|街道|部门)(?:名称)?(?:[（(][^）)]*章[^）)]*[）)])?\s*[:：].{0,40}"
        r"|(?:负责人|联系人|经办人|联系电话|电话|日期|时间)\s*[:：].*"
    ),
    "盖章的位置": r"[（(]?(?:公章|盖章|签章|印章)[）)]?|.{0,30}[（(](?:盖章|公章|签章|印章)[）)]",
    NOTES: r"(?:备?注|说明|填表说明|填报说明|编制说明|使用说明|注释|附注)\s*(?:\d*\s*[:：.．、].*)?",
    "合计": r"(?:合|总|小|共)\s*计\s*[:：]?\s*(?:\d+\s*[项个条]?)?|[（(]?共\s*计?\s*\d+\s*[项个条][）)]?",
    "续表的标记": r"[（(]?\s*(?:续\s*表?|接上[页表]|上接.{0,8}|下转.{0,8}|转下页|接下页|续上表)\s*\d*\s*[）)]?",
    "日期": rf"{_YEAR}(?:[\d一二三四五六七八九十]+月)?(?:[\d一二三四五六七八九十]+日)?(?:印发|发布|公布)?",
    "版次": r"[（(].{0,12}(?:版|稿|试行|修订)[）)]",
    "计量": r"(?:计量)?单位\s*[:：]\s*[项个条]",
    "落款": (
        r"(?:中共|中国共产党)?[^，。；：:、\d]{2,28}"
        r"(?:人民政府|街道办事处|办事处|委员会|管委会|委编办|政府办公室|委办公室)"
    ),
}
_KINDS = {name: re.compile(pattern) for name, pattern in _ASIDES.items()}
_TOTAL = re.compile(r"(?:合|总|小|共)计[:：]?")


def is_page_mark(text: str) -> bool:
    """Whether a line is a page's number."""
    return bool(_PAGE.fullmatch(text.strip()))


def is_contents(text: str) -> bool:
    """Whether a line is of a table of contents."""
    return bool(_CONTENTS.fullmatch(text.strip()))


def aside(text: str) -> str:
    """What a line is that belongs to no list; empty where it is not known."""
    line = unicodedata.normalize("NFKC", text).strip()
    return next((name for name, pattern in _KINDS.items() if pattern.fullmatch(line)), "")


def is_total(text: str) -> bool:
    """Whether a cell heads a row of totals."""
    return bool(_TOTAL.fullmatch(re.sub(r"\s", "", text)))
