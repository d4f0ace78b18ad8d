"""Of each part of the search, a case in which it decides: what is found, and in what order.

The contents are in `support/ranking.py`'s form; the index is the site's, and the browser's own scripts rank (node).
"""

from pathlib import Path

import pytest

from generator.model import ListKind
from support.ranking import Case, Item, write
from support.scripts import SCRIPTS, node

BASIC, COOPERATIVE, RECLAIMED = ListKind


def named(*names: str) -> tuple[Item, ...]:
    """Duties that have nothing but a name."""
    return tuple(map(Item, names))


# Where two duties weigh the same, the first of the list comes first: what must win stands below.
FIELDS = (
    Case(
        "a name says what a duty is, a text mentions things",
        "打井",
        (Item("水源管护", "打井，打井。"), Item("打井管护", "水源，水源。")),
        ("打井管护", "水源管护"),
    ),
    Case(
        "a name before a topic",
        "打井",
        (Item("水源管护", topic="打井"), Item("打井管护", topic="水源")),
        ("打井管护", "水源管护"),
        topics=(("打井", "㿾"), ("水源", "㿾")),
    ),
    Case(
        "a topic before a department",
        "林木",
        (Item("采伐", department="林木局", topic="树苗"), Item("栽种", department="树苗局", topic="林木")),
        ("栽种", "采伐"),
        topics=(("树苗", "㿾"), ("林木", "㿾")),
    ),
    Case(
        "a question about a topic before a department",
        "砍树",
        (Item("采伐", department="砍树局", topic="伐木"), Item("栽种", department="种草局", topic="植树")),
        ("栽种", "采伐"),
        topics=(("伐木", "种草"), ("植树", "砍树")),
    ),
    Case(
        "a department tells more than a category",
        "文化",
        (
            Item("文化站", department="电影", category="文化旅游"),
            Item("文化馆", department="文化", category="党的建设"),
        ),
        ("文化馆", "文化站"),
    ),
    Case(
        "a category tells more than a text",
        "旅游",
        (Item("旅游甲", "种植，养殖，加工，运输，旅游。"), Item("旅游乙", category="文化旅游")),
        ("旅游乙", "旅游甲"),
    ),
    Case(
        "everyday words of a name before a topic",
        "豆腐渣",
        (Item("修桥", topic="豆腐渣"), Item("工程质量", topic="修路")),
        ("工程质量", "修桥"),
        synonyms=(("豆腐渣", "工程质量"),),
        topics=(("豆腐渣", "㿾"), ("修路", "㿾")),
        why="便民词：豆腐渣 → 工程质量",
    ),
    Case(
        "a single character of a name, and not of a text",
        "犬",
        (Item("管狗", "管理犬只。"), Item("犬只管理", "管狗。")),
        ("犬只管理",),
    ),
    Case(
        "single characters of a topic's questions, but not of its name",
        "娃",
        (Item("幼儿园", topic="托儿"), Item("小学", topic="托娃")),
        ("幼儿园",),
        topics=(("托儿", "娃娃"), ("托娃", "㿾")),
        why="说到“娃”",
    ),
    Case(
        "what the town no longer does comes after what it does",
        "养蜂",
        (Item("养蜂补贴", kind=RECLAIMED), Item("养蜂补助", category="文化旅游")),
        ("养蜂补助", "养蜂补贴"),
    ),
)

EVERYDAY = (
    Case(
        "an official word in a name, a department, a text: so sure",
        "吃席",
        (
            Item("移风", "聚餐，聚餐。"),
            Item("易俗", department="聚餐局"),
            Item("聚餐", "摆酒。"),
        ),
        ("聚餐", "易俗", "移风"),
        synonyms=(("吃席", "摆酒 聚餐"),),
        why="便民词：吃席 → 聚餐、摆酒",
    ),
    Case(
        "twice in a text is surer than once, but often no surer than in a department",
        "盖楼",
        (
            Item("甲事", "高楼。"),
            Item("乙事", "高楼，高楼。"),
            Item("丙事", "高楼，高楼，高楼，高楼，高楼，高楼。"),
            Item("丁事", department="高楼局"),
        ),
        ("丁事", "乙事", "丙事", "甲事"),
        synonyms=(("盖楼", "高楼"),),
        why="便民词：盖楼 → 高楼",
    ),
    Case(
        "two official words are surer than one",
        "闹耗子",
        (Item("戊事", "灭鼠。"), Item("己事", "灭鼠，杀虫。")),
        ("己事", "戊事"),
        synonyms=(("闹耗子", "灭鼠 杀虫"),),
        why="便民词：闹耗子 → 杀虫、灭鼠",
    ),
    Case(
        "pairs across two of an everyday phrase's words lead nowhere",
        "水没",
        [Item("甲", department="停水局")],
        (),
        synonyms=(("家里水没了", "停水"),),
        exact=True,
    ),
)

WEIGHTS = (
    Case(
        "a rare word before a common one",
        "木耳 蘑菇",
        named("蘑菇甲", "蘑菇乙", "蘑菇丙", "木耳甲"),
        ("木耳甲", "蘑菇甲", "蘑菇乙", "蘑菇丙"),
    ),
    Case(
        "a short name before a long one",
        "渔船",
        named("渔船停泊港口码头安全", "渔船停泊"),
        ("渔船停泊", "渔船停泊港口码头安全"),
    ),
    Case(
        "often before once, where as much is said",
        "茶园",
        named("茶园果园花", "茶园茶园种"),
        ("茶园茶园种", "茶园果园花"),
    ),
    Case(
        "a word before a pair across two words",
        "农田水利",
        named("田水", "水利"),
        ("水利", "田水"),
    ),
    Case(
        "what many texts mention by the way is left out",
        "葡萄",
        [Item(f"果{one}", "葡萄。") for one in "甲乙丙丁戊己庚辛壬"],
        (),
    ),
    Case(
        "but what few texts mention is not",
        "核桃",
        [Item(f"果{one}", "核桃。") for one in "甲乙丙丁戊己庚辛"],
        [f"果{one}" for one in "甲乙丙丁戊己庚辛"],
    ),
    Case(
        "a long word is a term of its own",
        "自来水厂",
        named("水厂自来水自来", "自来水厂自来水"),
        ("自来水厂自来水", "水厂自来水自来"),
    ),
    Case(
        "alike ones as neighbours: by topic, then by category, then as the list has them",
        "蚕桑",
        (
            Item("蚕桑丁", category="文化旅游", kind=BASIC),
            Item("蚕桑甲", category="文化旅游", topic="缫丝"),
            Item("蚕桑乙", category="党的建设", topic="养蚕"),
            Item("蚕桑丙"),
        ),
        ("蚕桑丙", "蚕桑丁", "蚕桑乙", "蚕桑甲"),
        topics=(("养蚕", "㿾"), ("缫丝", "㿾")),
    ),
)

MATTERS = (
    Case(
        "duties of one list with one name are one result",
        "骆驼",
        (
            Item("放养骆驼"),
            Item("放养骆驼", town=2),
            Item("放养骆驼", kind=RECLAIMED, town=2),
        ),
        ("放养骆驼", "放养骆驼"),
    ),
    Case(
        "a matter has the words of all its duties",
        "马鞍",
        (Item("竞赛"), Item("竞赛", department="马鞍局", town=2)),
        ("竞赛",),
    ),
    Case(
        "only the county's own duties",
        "海带",
        (Item("晒海带"), Item("捞海带", town=2)),
        ("捞海带", "晒海带"),
    ),
    Case("only the township's own duties", "海带", named("海带结"), ("海带结",)),
)

# As many as the first file of a term keeps, of a county that has more townships than are few; and others without it.
_PATROLS = tuple(Item(f"巡逻{at:03}", category="党的建设", town=1 + at % 4) for at in range(128))
_MANY = tuple(Item(f"杂务{at:03}", category="党的建设") for at in range(300))
_LIGHT, _OTHER = "荷花睡莲芦苇菖蒲巡逻", "荷花睡莲芦苇菖蒲守护"
TIERS = (
    Case(
        "of a very common word the heaviest",
        "巡逻",
        (Item(_LIGHT), *_PATROLS, *_MANY),
        [item.name for item in _PATROLS],
    ),
    Case(
        "what has all of the query, light in a very common word",
        "巡逻 荷花睡莲",
        (Item(_OTHER), Item(_LIGHT), *_PATROLS, *_MANY),
        (_LIGHT, _OTHER),
    ),
)

QUERY = (
    Case(
        "what has all of the query before what has a part of it",
        "钓鱼 执照 年检",
        (Item("钓鱼"), Item("河湖", "钓鱼，执照，年检。")),
        ("河湖", "钓鱼"),
    ),
    Case(
        "a long letter: words before empty characters, there is not a request for each",
        "我就你或他但她的很吗呢吧于啊与及拐杖",
        named("拐杖"),
        ("拐杖",),
    ),
    Case(
        "a long letter: pairs that do not overlap before those that do",
        "枇杷柿子苹果西瓜南瓜冬瓜骆驼风筝灯笼，口罩",
        named("口罩"),
        ("口罩",),
    ),
    Case(
        "words that begin with a character of very many words",
        "老羊倌 老",
        (Item("老狗"), Item("老牧人", "牧羊。")),
        ("老牧人", "老狗"),
        synonyms=((" ".join(f"老{chr(0x5000 + at)}" for at in range(40)) + " 老羊倌", "牧羊"),),
    ),
    Case(
        "traditional, full-width and upper-case letters",
        "醫療ＤＮＡ",
        named("验血", "医疗dna"),
        ("医疗dna",),
    ),
    Case(
        "the longest filler first",
        "咋个办理驾照",
        named("办理", "驾照"),
        ("驾照",),
        fillers=("咋个", "咋个办理"),
    ),
    Case(
        "a filler tells nothing",
        "敢问茅台",
        named("敢问", "茅台"),
        ("茅台",),
        fillers=("敢问",),
    ),
    Case("a number is a word", "12366", named("热线12355", "热线12366"), ("热线12366",)),
)

SPELLING = (
    Case("pinyin in full", "maolv", named("山羊", "毛驴"), ("毛驴",), taken=("毛驴",)),
    Case("pinyin with its tones, in two parts", "máo lǘ", named("山羊", "毛驴"), ("毛驴",), taken=("毛驴",)),
    Case("pinyin by initials", "xfs", named("消防栓", "火锅底料"), ("消防栓",), taken=("消防栓",)),
    Case(
        "pinyin of several words", "zhusunlazhu", named("竹笋", "竹笋蜡烛"), ("竹笋蜡烛", "竹笋"), taken=("竹笋蜡烛",)
    ),
    Case(
        "pinyin: the word that is in most others, not the one that weighs more",
        "dibao",
        named(*(f"地保{one}" for one in "甲乙丙丁戊己庚辛"), "低保户", "低保金"),
        ("低保户", "低保金"),
        taken=("低保",),
    ),
    Case("pinyin of dialects", "liulai", named("山羊", "牛奶"), ("牛奶",), taken=("牛奶",)),
    Case(
        "pinyin among characters",
        "养ya",
        named(
            "养鸭",
        ),
        ("养鸭",),
        taken=("鸭",),
    ),
    Case("pinyin of words of names, not of texts", "pushan", (Item("甲", "蒲扇。"),), ()),
    Case("a word that nobody asks by is not taken for another", "灯聋", named("灯笼", "丰收"), ()),
    Case(
        "the right sound, the wrong character",
        "风争",
        named("风筝", "丰收"),
        ("风筝",),
        synonyms=(("放风筝 买风筝 风筝", "风筝"),),
        taken=("风筝",),
    ),
    Case(
        "one character of four, neither of the sound nor of the shape",
        "人山人江",
        named("垃圾", "长江", "人山人海"),
        ("人山人海",),
    ),
    Case(
        "a missing character is no slip of the sound",
        "七手脚",
        named("垃圾", "七手八脚"),
        (),
    ),
    Case("only what was typed", "maolv", named("毛驴"), (), exact=True),
)

CASES = (*FIELDS, *EVERYDAY, *WEIGHTS, *MATTERS, *TIERS, *QUERY, *SPELLING)


def test_ranking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In each case exactly the expected results come, in the expected order."""
    write(tmp_path / "ranking.json", CASES)
    monkeypatch.setenv("RANKING", str(tmp_path / "ranking.json"))
    answer = node("--test", "--test-reporter", "spec", SCRIPTS / "ranking.mjs")
    assert answer.returncode == 0, answer.stdout
