"""The keys of the YAML files, and which of them somebody meant who wrote another word: 事项名称, Name, ｎａｍｅ."""

import difflib
import re
from collections.abc import Iterator

from pydantic import BaseModel

from generator import model as nouns
from generator.model import Model
from generator.words.characters import differ, looks, ordinary

# What people call a key, besides what its description begins with.
_ALSO_CALLED = {
    "id": "编号 事项编号 永久编号 代码",
    "number": "序号 顺序号 次序 号码 编号",
    "name": "名称 事项名称 类别名称 事项类别 部门名称 县名 乡镇名称 事项",
    "title": "标题 清单标题 文件标题 名称",
    "categories": "类别 事项类别 分类",
    "declared": "项数 事项数 原文项数 声明项数",
    "duties": "事项 职责 职责内容 部门职责 事项清单",
    "departments": "部门 对应部门 上级部门 对应上级部门 承接部门 承办部门 承接单位 牵头部门 责任部门",
    "superior": "上级 上级职责 上级部门职责",
    "support": "保障 履职保障",
    "township": "乡镇 乡镇职责 配合职责 镇配合职责 乡配合职责 乡镇配合职责 街道配合职责",
    "method": "方式 工作方式 承接方式 履职方式 工作措施 履职方式及工作措施",
    "status": "状态 收回状态",
    "source": "来源 出处 来源文件",
    "lines": "行号 行数 起止行号",
    "notes": "说明 备注 注",
    "allow": "允许 例外 豁免 允许的偏差",
    "reason": "原因 理由",
    "rule": "规则 规则编号",
    "why": "依据 理由 原因 为什么",
    "printed": "印作 原文 原文印作",
    "meant": "应为 疑应为 更正",
    "aliases": "别名 其他写法 简称",
    "full_name": "全称",
    "kind": "类型 部门类型",
    "province": "省 省份 自治区 直辖市",
    "prefecture": "市 州 盟 地级市",
    "date": "日期 时间",
    "contact": "联系方式 联系 联系办法",
    "phones": "电话 电话号码 联系电话 座机 手机 号码",
    "address": "地址 办公地址",
    "hours": "办公时间 上班时间 时间",
    "web": "网页 网址 网站",
    "as_of": "核实日期 核实的日期 核对日期",
    "extras": "附栏 其他栏",
    "head": "表头 栏名",
    "texts": "文字 内容",
    "set_aside": "另放 不收 不属于清单",
    "columns": "栏 栏目 表头",
    "column": "第几栏 栏",
    "means": "意思 是什么",
    "list": "清单 哪一张清单",
    "category": "类别 事项类别",
    "owned": "部门及职责",
    "extra": "别的栏 附栏",
    "format": "形式 格式",
    "sha256": "校验值",
    "unused": "没有再用的 不用的",
    "retired": "停用 停用编号",
    "topics": "主题",
    "name_status": "名称状态 名称依据",
    "name_evidence": "依据 名称依据 名称的依据",
}


def _models() -> Iterator[type[BaseModel]]:
    for noun in vars(nouns).values():
        if isinstance(noun, type) and issubclass(noun, Model):
            yield noun


# Every key that some file of the content has.
KEYS = frozenset(name for noun in _models() for name in noun.model_fields)


def words_for(key: str, descriptions: tuple[str, ...] = ()) -> set[str]:
    """The Chinese words that mean a key."""
    begins = {re.split("[，：；（。、]", one)[0] for one in descriptions}
    return set(_ALSO_CALLED.get(key, "").split()) | begins


# What people call any key at all.
CHINESE = frozenset(word for key in KEYS for word in words_for(key))


def english_key(word: str) -> str:
    """The key that a Chinese or a full-width word means, wherever it stands."""
    plain = ordinary(word).lower()
    return next((key for key in _ALSO_CALLED if key == plain or plain in words_for(key)), plain)


def meant(word: str, fields: dict[str, str]) -> str:
    """The key that a word means, of those that may stand there with their descriptions; empty where none is near."""
    plain = re.sub(r"[\s\-]+", "_", ordinary(word).strip(" \"'“”‘’")).lower()
    for key in fields:
        if key == plain or looks(key) == looks(plain):
            return key
    bare = re.sub(r"\s|的", "", ordinary(word))
    named = {key: words_for(key, (text,)) for key, text in fields.items()}
    exact = [key for key, words in named.items() if bare in words]
    if exact:
        return exact[0]
    within = [
        key
        for key, words in named.items()
        if any(len(known) > 1 and (known in bare or bare in known) for known in words)
    ]
    if within and re.search("[\u4e00-\u9fff]", bare):
        return within[0]
    return next(iter(difflib.get_close_matches(plain, list(fields), 1, 0.6)), "")


def hint(word: str, fields: dict[str, str]) -> str:
    """“是否指…？” for an unknown key, with what is wrong about how it is written."""
    key = meant(word, fields)
    if not key:
        return f"；这里可以写的键：{'、'.join(fields)}" if fields else ""
    if re.search("[\u4e00-\u9fff]", word):
        return f"；是否指“{key}”？键用英文，请写成 {key}:"
    if word != key and word.lower() == key:
        return f"；是否指“{key}”？键用小写英文字母"
    return f"；是否指“{key}”？{differ(word, key)}"
