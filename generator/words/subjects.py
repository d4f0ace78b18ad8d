"""What the words of a duty tell about who does it.

- 二、流浪犬、猫的控制和处置管理工作: a heading.
- 医疗机构负责对溺水人员开展救治工作。: a subject, 医疗机构.
- 接到火情后，市应急管理局协调…: a circumstance, then the subject.
- 会同公安局、住建局检查。: no subject, only its partners.
- 市商工、公安、交通等部门依照…: departments by short names.
"""

import re

_HEADING = re.compile(r"[（(]?[一二三四五六七八九十]+[）)、.．].*[^。；;.]")
_CIRCUMSTANCE = re.compile(r"[^，。；：]+[后时前]，")
_PARTNERS = re.compile(r"(?:会同|联合)[^，。；]+")
# What a duty begins with when its subject is left out, and what follows a subject when it is not.
_VERBS = (
    "按|把|报|采取|参加|查处|查验|成立|承办|承担|从|打击|搭建|调度|定期|督促|督导|对|发挥|发现|复核|负责|赴|根据"
    "|公示|共同|贯彻|核查|核实|会同|汇总|积极|及时|加大|加强|坚持|将|健全|接到|接收|结合|进行|经|开展|拨付|立即"
    "|利用|联合|联系|履行|落实|每|明确|派|排查|配合|牵头|强化|确定|设立|设置|审查|审核|收到|收集|受|提出|提供|提交"
    "|提升|通知|统筹|推动|推进|推送|完成|完善|维护|委托|为|向|协调|协同|协助|选派|邀请|依|因|引导|应当|应将|应对"
    "|应按|应及时|应依|以|由|与|予以|在|责令|召开|针对|争取|支持|执行|指导|制定|制作|重点|主动|着力|转发|组建|组织"
    "|作为|做好|推广使用"
)
# These are nouns too (企业管理, 机构编制): they only count where a text begins.
_VERBAL_NOUNS = (
    "帮助|保障|编制|采集|参与|处理|处置|发放|防范|分别|管理|规范|监测|监督|监管|检查|建立|建设|培训|申报|申请|审批"
    "|受理|统计|统一|推广|推荐|宣传|整合"
)
_BODY = (
    "机构|单位|企业|公司|政府|机关|部门|局|委|委员会|办公室|(?<!场)所|站|中心|法院|检察院|医院|学校|幼儿园|银行|协会"
    "|大队|支队|中队|指挥部|专班|小组"
)
_HAN = "\u4e00-\u9fff"
_BRACKET = "(?:[（(][^（）()]*[）)])?"
_SUBJECT = re.compile(rf"(?!{_VERBS}|{_VERBAL_NOUNS})[{_HAN}、《》〈〉（）()]*?(?:{_BODY}){_BRACKET}(?={_VERBS})")
# After a short name: others like it, and what they all are.
_SHORT_END = rf"(?:[、和及与][{_HAN}]{{2,10}})*?(?:等[{_HAN}]{{0,20}}|有关|相关)?(?:部门|机关)"


def is_heading(text: str) -> bool:
    """Whether a text is no duty but the heading of those after it: it is numbered in Han and is no sentence."""
    return _HEADING.fullmatch(text) is not None


def predicate(text: str) -> str:
    """A text from its subject on, without a circumstance before that."""
    return text[found.end() :] if (found := _CIRCUMSTANCE.match(text)) else text


def subject(text: str) -> str:
    """The body, registered or not, whose duty a text expressly is; empty where it does not begin with one."""
    return found[0] if (found := _SUBJECT.match(text)) else ""


def partners(text: str) -> str:
    """The words in which a text without a subject says with whom; empty where it does not begin so."""
    return found[0] if (found := _PARTNERS.match(text)) else ""


def short_name_pattern(name: str) -> str:
    """What finds a department by its short name: 公安 of 公安局 in 公安机关, 民政、公安等部门."""
    stem = re.sub(r"(?:局|委|办|部|大队|支队)$", "", name)
    return rf"{re.escape(stem)}(?={_SHORT_END})" if len(stem) > 1 else r"(?!)"
