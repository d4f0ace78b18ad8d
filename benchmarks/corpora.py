"""Content of any number of townships, made of the real ones, to measure with.

    .venv/bin/python benchmarks/corpora.py FOLDER --townships 50 [--per-county 30] [--seed 19]

The first of each real township is itself; the others are copies with other ids and names, in the same province, and
with other words: in a copy each word of a group of `WORDS` stands for another one of the group, and each number of
persons, days … is another.  The lists and source.txt change alike, character by character, so that the audit finds as
much to compare as in the real ones, and nothing wrong.  The same call gives the same bytes.  Fewer than the five real
ones are no good content: the vocabulary has words that only the others say.

Of a county with several townships all are copies of one real township, as the townships of a real county have much the
same lists; every corpus has as many copies of one real township as of another, but for a rest.

`tests/support/many.py` makes townships of three duties that all say the same, for tests to build a hundred of them.
"""

import argparse
import random
import re
import shutil
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.model import SourceDocument
from generator.project import PROJECT

CONTENT = PROJECT / "content"
SEED = 19

# Words of about the same meaning, none of which makes a department, a topic or a label of the form.
WORDS = tuple(
    tuple(group.split())
    for group in """
        及时 按时 适时 尽早
        开展 推行 举办
        做好 抓好 办好 搞好
        加强 强化 加大
        上报 呈报 汇报
        相关 有关
        情况 状况 情形
        辖区 本地 当地
        日常 平日 经常
        协助 帮助
        制定 拟定 起草
        协调 协商 商议
        按照 根据 依照 依据
        提供 给予 供给
        建立 设立 建好
        群众 百姓 民众
        使用 运用 采用
        推动 推进
        定期 按期 每月 每季
        重点 要点 关键
        收集 搜集 归集
        核实 核查 核验 查实
        统筹 通盘
        通过 经由 借助
        各类 各种 各样
        公示 公布 张贴
        动态 动向 变化
        反馈 回复 答复 回应
        现场 实地
        参与 参加 加入
        报送 递交 送交
        完善 改进 健全
        确保 保证 力求
        发布 公告 刊登
        提高 提升 增进
        周边 四周 附近
        积极 主动 踊跃
        解决 化解 平息
        召开 举行
        立即 马上 立刻
        意见 建议
        摸排 摸查 摸底
        全面 整体
        涉及 牵涉
        指导 辅导 引导
        实行 施行 实施
        审核 审查 复核 审阅
        整改 纠正 改正
        线索 苗头 迹象
        研判 分析
        完成 做完 办完
        利用 借用
        推广 普及
        变更 变动 更改
        规范 规整
        擅自 私自
        录入 填入 输入
        发放 分发 派发
        确定 商定
        初审 初核 预审
        查询 查阅
        培育 培养 扶植
        指标 目标
        维护 养护
        汇总 归总
        参保 投保
    """.strip().splitlines()
)
_GROUP_OF = {word: (number, place) for number, group in enumerate(WORDS) for place, word in enumerate(group)}

# One or two digits between Han and a unit.
_NUMBER = re.compile(r"(?<=[一-鿿])[0-9]{1,2}(?=(?:名|人|户|岁|天|日|年|个月|小时|万元|次|%|％))")

# The names of the real places, as they are changed: the prefecture's, the county's, the township's.
PLACES = {
    "jidong": ("鸡西", "鸡东", ""),
    "jishou": ("湘西", "吉首", "河溪"),
    "kuitun": ("伊犁", "奎屯", "开干齐"),
    "tuquan": ("兴安盟", "突泉", "突泉镇"),
    "yunyang": ("", "云阳", "龙角"),
}
# Counties of one prefecture; a real one has about as many.
_IN_PREFECTURE = 8
# Characters of rivers, and of what lies at them: of them the other names are made.
_FIRST = "沅浔澧涪沂潢漳淇渭沭睢汝汾洮沁沩浈淄洱滁泗濮漯浏涞涿滦沽泾漓漾瀍沔沣浐灞滏滹洺洹"
_SECOND = "川阳陵溪台浦源原塘渡坪岭湾庄屯桥岗洲丘墟坡堰亭城山门关井谷峪坝坊圩垸垭坳埠寨"
_UNNAMED = re.compile(r"name: null\nname_status: unknown\nname_evidence: .*")
_NAMED = "name: {}乡\nname_status: inferred\nname_evidence: 测量用的仿制清单，名称是编的"


@dataclass(frozen=True)
class Slot:
    """A place in a text where copies differ: a word of a group, a number, or a name; and it as it is printed."""

    kind: str
    word: str
    printed: str

    def of(self, word: str) -> str:
        """Another word as this one is printed: with the same white space between its characters."""
        if self.printed == self.word:
            return word
        characters = iter(word)
        inside = "".join(one if one.isspace() else next(characters, "") for one in self.printed)
        return inside + "".join(characters)


@dataclass(frozen=True)
class Change:
    """What makes a copy another township: its names, and by how far the words of each group and the digits turn."""

    names: dict[str, str]
    turns: tuple[int, ...]
    digits: dict[int, int]

    @classmethod
    def drawn(cls, names: dict[str, str], seed: str) -> "Change":
        """A change of all that there is, another one for each seed."""
        drawn = random.Random(seed)
        digits = list("123456789")
        drawn.shuffle(digits)
        return cls(
            names,
            tuple(drawn.randrange(len(group)) for group in WORDS),
            str.maketrans("123456789", "".join(digits)),
        )

    def made(self, slot: Slot) -> str:
        """What stands in a slot."""
        match slot.kind:
            case "name":
                return slot.of(self.names[slot.word])
            case "number":
                return slot.printed.translate(self.digits)
            case _:
                group, place = _GROUP_OF[slot.word]
                return slot.of(WORDS[group][(place + self.turns[group]) % len(WORDS[group])])


def cut(text: str, names: Iterable[str], words: Collection[str] = tuple(_GROUP_OF)) -> tuple[str | Slot, ...]:
    """A text cut at its slots; a word may be printed on two lines."""
    places = [place for place, character in enumerate(text) if not character.isspace()]
    bare = "".join(text[place] for place in places)
    # The longest first: a township's name may begin with its county's.
    named = sorted((name for name in names if name), key=len, reverse=True)
    kinds = {"name": named, "word": words}
    pattern = "|".join(f"(?P<{kind}>{'|'.join(words)})" for kind, words in kinds.items() if words)
    parts: list[str | Slot] = []
    at = 0
    for found in re.finditer(f"{pattern}|(?P<number>{_NUMBER.pattern})", bare):
        first, last = places[found.start()], places[found.end() - 1] + 1
        parts += [text[at:first], Slot(found.lastgroup or "", found[0], text[first:last])]
        at = last
    return (*parts, text[at:])


def copied(parts: Iterable[str | Slot], change: Change) -> str:
    """A text as a copy has it."""
    return "".join(part if isinstance(part, str) else change.made(part) for part in parts)


class Original:
    """A real county with its township, cut where copies differ."""

    def __init__(self, folder: Path) -> None:
        self.id = folder.name
        (own,) = (one for one in folder.iterdir() if one.is_dir())
        self.township_id = own.name
        self._files = {path.name: path.read_bytes().decode() for path in sorted(own.iterdir())}
        self._cut = {name: cut(text, PLACES[self.id]) for name, text in self._files.items()}
        self._county_file = cut((folder / "county.yml").read_bytes().decode(), PLACES[self.id], words=())

    def county_file(self, county: int) -> str:
        """county.yml of the copy of this number; the names of the departments change with the place alone."""
        return copied(self._county_file, Change(self._names(county, 0), (), {}))

    def files(self, county: int, township: int, seed: int) -> dict[str, str]:
        """The files of a township of a county; the first one of the first is the real one."""
        if county == township == 0:
            return self._files
        change = Change.drawn(self._names(county, township), f"{seed} {self.id} {county} {township}")
        files = {name: copied(parts, change) for name, parts in self._cut.items()}
        old, new = (SourceDocument.digest(one["source.txt"]) for one in (self._files, files))
        named = _NAMED.format(self._name(2, county + township))
        files["township.yml"] = _UNNAMED.sub(named, files["township.yml"].replace(old, new))
        return files

    def _names(self, county: int, township: int) -> dict[str, str]:
        """What the names of the places become; the first county and its first township keep theirs."""
        numbers = (-(-county // _IN_PREFECTURE), county, county + township)
        return {
            old: self._name(kind, number, old) if number else old
            for kind, (old, number) in enumerate(zip(PLACES[self.id], numbers, strict=True))
            if old
        }

    def _name(self, kind: int, number: int, old: str = "") -> str:
        """Another name for a prefecture, county or township, with the same word for what it is."""
        word = old[-1] if old.endswith(("盟", "镇")) else ""
        return _name((number * len(PLACES) + [*PLACES].index(self.id)) * 3 + kind, len(old) - len(word)) + word


def write_corpus(folder: Path, townships: int, per_county: int = 1, seed: int = SEED) -> list[str]:
    """Write a content folder of so many townships; their ids."""
    for name in ("vocabulary", "pages", "schema"):
        shutil.copytree(CONTENT / name, folder / name)
    originals = [Original(one) for one in sorted((CONTENT / "townships").iterdir()) if one.is_dir()]
    counties = -(-townships // (len(originals) * per_county))
    ids = []
    for number in range(townships):
        copy, place = divmod(number, len(originals))
        township, county = divmod(copy, counties)
        original = originals[place]
        own = folder / "townships" / _id(original.id, county)
        if not own.is_dir():
            _write(own / "county.yml", original.county_file(county))
        name = _id(original.township_id, township)
        for file, text in original.files(county, township, seed).items():
            _write(own / name / file, text)
        ids.append(f"{own.name}/{name}")
    return ids


def _id(name: str, number: int) -> str:
    return f"{name}-{number}" if number else name


def _name(number: int, length: int) -> str:
    """The name of a number, of at least so many characters; each number has one of its own."""
    rest, first = divmod(number, len(_FIRST))
    name = _FIRST[first]
    while rest or len(name) < max(2, length):
        rest, place = divmod(rest, len(_SECOND))
        name += _SECOND[place]
    return name


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def main() -> None:
    """Write a corpus and say how many townships it has."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the content folder to write; must not exist")
    parser.add_argument("--townships", type=int, default=50)
    parser.add_argument("--per-county", type=int, default=1, help="at most so many townships in a county")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    if options.folder.exists():
        parser.error(f"{options.folder} is there already")
    ids = write_corpus(options.folder, options.townships, options.per_county, options.seed)
    print(f"{len(ids)} townships in {options.folder}")


if __name__ == "__main__":
    main()
