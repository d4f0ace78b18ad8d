"""Reading: the rules that the reading itself enforces, documented beside those that are functions."""

from generator.check.rule import documented
from generator.model import Problem

file_readable = documented(
    "file-readable",
    Problem.ERROR,
    "文件要能读：UTF-8 编码的文字，不空，不过大。 正：UTF-8 文本 误：GBK 文本、空文件、图片",
)
file_encoding = documented(
    "file-encoding", Problem.WARNING, "文件应是无 BOM 的 UTF-8，换行用 LF。 正：UTF-8、LF 误：带 BOM 的 UTF-8、CRLF"
)
control_characters = documented(
    "control-characters", Problem.ERROR, "文字里不能有看不见的控制字符。 正：县财政局 误：县财政局后面藏着一个零宽空格"
)
invisible_characters = documented(
    "invisible-characters",
    Problem.ERROR,
    "文字里没有看不见的字符：软连字符、异体字选择符、填充符等；官方文本必须保留的，用 allow 写明。 "
    "正：组织开展 误：“组织开”后面藏着 U+00AD 软连字符",
)
private_use_characters = documented(
    "private-use-characters",
    Problem.ERROR,
    "文字里没有私用区字符：它在各台电脑上显示得不一样，读的人多半只看到方框。 "
    "正：• 或字本身 误：U+E5E5，从 Word、PDF 复制来的图形符号",
)
replacement_characters = documented(
    "replacement-characters",
    Problem.ERROR,
    "文字里没有替换符 U+FFFD：它表示这里的字在转码时已经丢失。 正：组织开展 误：组织�展",
)
object_replacement_characters = documented(
    "object-replacement-characters",
    Problem.ERROR,
    "文字里没有对象占位符 U+FFFC：它的地方原来是图片、公式或批注。 正：写出图里的文字 误：U+FFFC",
)
radical_characters = documented(
    "radical-characters",
    Problem.ERROR,
    "文字里不用部首、笔画代替字：样子一样，查找时却找不到。 正：工作（U+5DE5） 误：⼯作（U+2F2F 康熙部首）",
)
compatibility_ideographs = documented(
    "compatibility-ideographs",
    Problem.ERROR,
    "文字里不用兼容汉字代替普通的字：样子一样，查找时却找不到。 正：例（U+4F8B） 误：U+F9B5 兼容汉字",
)
odd_spaces = documented(
    "odd-spaces",
    Problem.WARNING,
    "文字里没有特殊的空格：不换行空格 U+00A0、全角空格 U+3000 等。 正：组织开展 误：组织　开展",
)
spaces_in_chinese = documented(
    "spaces-in-chinese",
    Problem.WARNING,
    "汉字和汉字、标点之间不空格；汉字和西文、数字之间可以空。 正：组织开展 误：组织 开展",
)
texts_wrapped = documented(
    "texts-wrapped",
    Problem.WARNING,
    "一条文字写在一行里，不折行：折行的地方发布出来是一个空格。 "
    "正：组织开展志愿服务活动。 误：“组织开展”换行“志愿服务活动。”",
)
texts_cut_by_hash = documented(
    "texts-cut-by-hash",
    Problem.WARNING,
    "文字里的“空格加 #”会把后面的都变成注释；整段加引号，注释另写一行，或在 # 前空两格、后空一格。 "
    "正：name: '负责 #12345 热线转办件的办理。' 误：name: 负责 #12345 热线转办件的办理。",
)
items_apart = documented(
    "items-apart",
    Problem.ERROR,
    "方括号里的各项用英文逗号加空格分开。 正：[县民政局, 县财政局] 误：[县民政局，县财政局]",
)
conflict_markers = documented(
    "conflict-markers", Problem.ERROR, "不能留下合并冲突的标记。 正：冲突已解决 误：<<<<<<< HEAD"
)
yaml_syntax = documented("yaml-syntax", Problem.ERROR, "文件要符合 YAML 语法。 正：name: 征兵 误：name 征兵")
yaml_safe = documented(
    "yaml-safe", Problem.ERROR, "不用锚点、引用和类型标签，嵌套不过深。 正：name: 征兵 误：name: &x 征兵"
)
duplicate_keys = documented(
    "duplicate-keys", Problem.ERROR, "同一层的键不能重复。 正：一个 name 误：同一事项里有两个 name"
)
shape = documented("shape", Problem.ERROR, "每个值要是规定的类型，必填的键不能缺。 正：number: 3 误：number: 三")
known_keys = documented("known-keys", Problem.ERROR, "只能用规定的键。 正：name: 征兵 误：nmae: 征兵")
files_as_expected = documented(
    "files-as-expected", Problem.ERROR, "文件和文件夹要用规定的名字，放在规定的地方。 正：basic.yml 误：basic.yaml"
)
