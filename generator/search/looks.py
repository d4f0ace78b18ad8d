"""Looks: characters that are taken for one another by their look, which scripts read to tell slips.

In handwriting, in print that is read by a machine, or from a list of characters to choose from.
"""

from generator.search.columns import name_of

# Groups, with spaces between; a character may be in several.  Not those of one sound: that is enough.
LOOKS = (
    "未末 本术 土士 士干 贫贪 大太犬 太夫 干千 午牛 天夭无元 日曰目 田由甲申 力刀 刀刃 九丸 折拆析 "
    "免兔 鸟乌 贷货 厂广 户尸 复夏 卷券 治冶 准淮 推椎堆 锥维唯惟难 挂桂 抗坑杭 扬杨场 扑朴补仆 技枝 "
    "投没设 林杯 坏坯怀环还 住往佳 旁房 危厄 监临 苹革 照熙 社杜 求救 险脸 肓育盲 诚减 染柒 氷水 永水 "
    "恬活话括 早旱 丰车 扮粉 素索 编骗偏遍 侍传 待侍持特 诗持 厲属 赔陪倍培 债责绩 清消 税脱悦说锐 "
    "租祖组粗阻 根跟恨狠很 银眼 吸圾 位泣粒 且具县 导异 改攻政 效救 放故 致数 狗拘 炉护沪 炊饮饭 "
    "饱抱炮跑泡 妇扫 动劝功助 劳营荣 初衬 被披波坡 破皮 铺捕辅 失夫 养美 差着看 春奉 捉促 眠眼 民氏 "
    "墓基 基甚 熊能 态恋 息急 急意 暖缓援 鲁鱼 森林 坟坎 塌榻 汇江 江红 灭灰 炎灾 焚禁 核该 校较 "
    "格络 桥挢 梅海 悔海 梯递 棚绷 棉绵锦 标际 村衬 障幛 隐稳 隆降 阵陈 限艰 除徐 申电 电甩 亩亡 "
    "庄压 床庆 应座 庙届 度席 康唐 延廷 异弃 弃奔 弱羽 强张 归旧 时肘 星皇 晋普 晒洒 候修 修俢 "
    "借惜错 债侦 仟任 件仵 伏优 输愉 轻经径 软欠 载戴栽裁 戒戎 成戍 减咸 粮根 精情 累素 紧系 纠叫 "
    "红缸 纵织 织职识 给拾 绿缘录 缴激邀 网冈 罚罪 罢罪 美羔 群郡 耕耘 肥胞 股投 脏胀 良食 苗笛 茶荼 "
    "草早 药约 营莺 虫虽 街衔 衣农 表衰 袋装 角用 解懈 认从 讨付 训川 许午 诉拆 语浯 读续赎 贝见 "
    "负贡 败贩 路洛 身射 辞乱 迁迂 运远 适括 造浩 遗遣 部倍 郊效 都堵 配酿 酒洒 重童 量童 野墅 铅船 "
    "锁销消 锅祸 镇慎 隶录 集焦 雪雷 需雷 非韭 首道 高亮 鲜鱼 鸡鸣 麻床 黄寅 黑墨"
)


def shapes() -> str:
    """The groups as a browser has them: in digits (`columns.py`), which packs smaller by a quarter."""
    return " ".join(map(name_of, LOOKS.split()))
