"""Units and measure words: what each of them measures, and how much of it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache
from itertools import groupby


class Dimension(StrEnum):
    """What a quantity measures or counts.

    The counting ones classify measure words: 名 counts persons, 户 households, 次 events, 种 kinds,
    every other one things. 个 counts anything.
    """

    LENGTH = "length"
    AREA = "area"
    VOLUME = "volume"
    MASS = "mass"
    MONEY = "money"
    TIME = "time"
    AGE = "age"
    SHARE = "share"
    RATIO = "ratio"
    DEGREE = "degree"
    ENERGY = "energy"
    POWER = "power"
    SPEED = "speed"
    CALENDAR = "calendar"
    ANYTHING = "anything"
    PERSON = "person"
    HOUSEHOLD = "household"
    EVENT = "event"
    KIND = "kind"
    THING = "thing"


COUNTING = (
    Dimension.ANYTHING,
    Dimension.PERSON,
    Dimension.HOUSEHOLD,
    Dimension.EVENT,
    Dimension.KIND,
    Dimension.THING,
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in one of its senses.

    Attributes:
        name: as written, folded; "" for a bare number.
        dimension: what it measures.
        scale: how many of the dimension's base unit it is; measure words are 1.
    """

    name: str
    dimension: Dimension
    scale: Fraction = Fraction(1)

    @property
    def is_counting(self) -> bool:
        """Whether it is a measure word, which measures nothing."""
        return self.dimension in COUNTING


NO_UNIT = Unit("", Dimension.ANYTHING)
CURRENCIES = frozenset(
    [
        "美元",
        "美金",
        "欧元",
        "英镑",
        "日元",
        "韩元",
        "港元",
        "港币",
        "澳元",
        "加元",
        "卢布",
        "法郎",
        "大洋",
        "银元",
    ]
)
"""Units of money that no rate turns into another."""
PERCENT = Unit("%", Dimension.SHARE, Fraction(1, 100))

# Each dimension: its units with their scales. Old Chinese units are those of 1930 (市制); of other
# currencies than 元, the amounts compare with nothing else.
_SCALES: dict[Dimension, str] = {
    Dimension.LENGTH: "公里=1000 千米=1000 km=1000 米=1 公尺=1 m=1 分米=1/10 厘米=1/100"
    " 公分=1/100 cm=1/100 毫米=1/1000"
    " mm=1/1000 微米=1/1000000 纳米=1/1000000000 海里=1852 英里=1609.344 英尺=0.3048 英寸=0.0254"
    " 华里=500 里地=500 里路=500 里=500 丈=10/3 尺=1/3 寸=1/30 人多高=1.7 人高=1.7 层楼高=3",
    Dimension.AREA: "平方公里=1000000 平方千米=1000000 平方米=1 平米=1 ㎡=1 m2=1"
    " k㎡=1000000 平方厘米=1/10000 平方英里=2589988"
    " 公顷=10000 公亩=100 英亩=4046.856 亩=2000/3 顷=200000/3 平方=1",
    Dimension.VOLUME: "立方米=1000 立方=1000 方=1000 m3=1000 升=1 公升=1"
    " 毫升=1/1000 立方厘米=1/1000"
    " 石=100 斗=10 斛=50 加仑=3.785",
    Dimension.MASS: "吨=1000 公斤=1 千克=1 kg=1 克=1/1000 毫克=1/1000000"
    " 微克=1/1000000000 市斤=1/2 斤=1/2"
    " 公担=100 担=50 两=1/20 钱=1/200 盎司=0.02835 克拉=0.0002 石=60",
    Dimension.MONEY: "元人民币=1 块钱=1 块=1 元钱=1 元=1 圆=1 毛钱=1/10 毛=1/10 角钱=1/10"
    " 角=1/10 分钱=1/100 分=1/100"
    " 美元=1 美金=1 欧元=1 英镑=1 日元=1 韩元=1 港元=1 港币=1 澳元=1 加元=1 卢布=1 法郎=1"
    " 大洋=1 银元=1 文钱=1/1000",
    Dimension.TIME: "世纪=3155760000 周年=31536000 年时间=31536000 年=31536000 个年头=31536000"
    " 年头=31536000 载=31536000 个季度=7862400 个月=2592000 个星期=604800 星期=604800"
    " 个礼拜=604800 礼拜=604800 周=604800 个昼夜=86400 昼夜=86400 个工作日=86400 工作日=86400"
    " 天=86400 日=86400 夜=86400 个小时=3600 小时=3600 个钟头=3600 钟头=3600 个时辰=7200"
    " 时辰=7200 分钟=60 刻钟=900 分=60 秒钟=1 秒=1 毫秒=1/1000",
    Dimension.AGE: "周岁=1 岁=1",
    Dimension.SHARE: "个百分点=1/100 百分点=1/100 %=1/100 ‰=1/1000 个点=1/100 成=1/10 倍=1",
    Dimension.DEGREE: "摄氏度=1 ℃=1 °c=1 华氏度=1 度=1 °=1",
    Dimension.ENERGY: "千瓦时=1 kwh=1 度电=1 度=1 大卡=1/860 千卡=1/860 卡路里=1/860000"
    " 兆焦=1/4 焦耳=1/3600000",
    Dimension.POWER: "千瓦=1000 兆瓦=1000000 瓦=1 kw=1000 匹马力=735 马力=735 千伏=1 伏=1",
    Dimension.SPEED: "公里/小时=1 公里每小时=1 千米/小时=1 米/秒=3.6 米每秒=3.6",
    Dimension.CALENDAR: "年=1 月份=1 月=1 日=1 号=1",
    Dimension.PERSON: "人=1 名=1 位=1 口人=1 口=1 员=1 人次=1",
    Dimension.HOUSEHOLD: "户=1 户次=1 家=1 户人家=1",
    Dimension.EVENT: "次=1 户次=1 场次=1 场=1 届=1 期=1 轮=1 回=1 遍=1 趟=1 番=1 例=1 起=1",
    Dimension.KIND: "种=1 类=1 大类=1 小类=1 大项=1 小项=1 款=1 品种=1 样=1",
}
_COUNTS = (
    "座 支 件 篇 处 套 辆 台 块 张 份 本 部 册 批 组 队 度 层 级 门 只 头 棵 株 间 栋 幢 片"
    " 颗 句 字 页 步 点 班 站 枚 封 首 道"
    " 员 区 县 市 镇 村 架 艘 列 桌 杯 瓶 盒 袋 箱 包 根 条 项 所 家 篇 方面 双 副 把 盏 扇"
    " 顿 坛 罐 缸 壶 碗 捆 串 排 行 幅 簇"
    " 匹 峰 尾 羽 窝 具 宗 桩 笔 席 畦 场 局 阶 票 孔 口 眼 粒 滴 朵 束 节 段 卷 集 尊 盆"
    " 筐 篓 桶 床 针 剂"
    " 对 标准箱 箱次 架次 车次 册次 艘次 班次 班列 学时 课时 折 分 代 丛 亩次 号 章 款 编"
)
_BARE = re.compile(r"(.+)=(.+)")
# Where a unit is only the beginning of another word: 三方面, 三成立, 十里铺, 一月份.
_GOES_ON: dict[str, str] = {
    "方": "面向式法案针位便言阵才格程队同块略圆",
    "成": "立为员年长功效果品本交分就绩都份型熟千人家名",
    "里": "面外程头弄河铺店堡庄桥沟湾集",
    "人高": "兴声呼喊举校考中级位度速温唱歌",
    "人": "民员们才家口大生力工类均文物性",
    "户": "籍口外主型",
    "家": "庭长园属乡里具电中人务",
    "口": "号语碑",
    "分": "别析之布为配子局公类裂工流歧解区享期散居管行支两钟开",
    "角": "度落色",
    "块": "钱",
    "度": "过假电春",
    "石": "头油化家庄门拱桥",
    "头": "脑",
    "天": "然津堂空下地气",
    "日": "本常报益前后子",
    "号": "召称码",
    "条": "件例约",
    "年": "级轻龄会度底初终货间前代",
    "月": "亮饼嫂子光",
    "周": "边围转末岁期刊年一二三四五六日",
    "位": "于置居",
    "名": "称字单誉义列副",
    "级": "别",
    "部": "分门队署委",
    "点": "评燃击名击",
    "员": "工",
    "市": "民场委政区长",
    "村": "民委级",
    "镇": "长政",
    "县": "委长级政城区",
    "区": "域别委长级",
    "行": "动业为政驶走程人",
    "场": "地所馆面景",
    "起": "来到草点步",
    "例": "如外",
    "种": "植子田地养",
    "类": "似",
    "样": "本式子板品",
    "节": "日约能目水省电",
    "段": "时",
    "项": "目",
    "批": "评准发示",
    "步": "入伐行",
    "班": "级子长",
    "列": "入举为车",
    "首": "先都次届个家批",
    "本": "来报次市县区届村镇身地科",
    "把": "握关",
    "道": "路德",
    "代": "表替理码价",
    "回": "来到家收乡复",
    "桶": "油",
    "夜": "里间色市",
    "两": "个名位千百万亿人年天种级只条岁次所家头者边侧手国地省市委会岸",
    "钱": "财",
    "平方": "公千米厘英",
    "立方": "米厘",
    "秒": "杀",
    "集": "体中团合会",
    "组": "织成长建",
    "队": "伍员长",
    "层": "次面",
    "字": "体",
    "票": "据价房",
    "款": "项式",
    "章": "程",
    "编": "制辑",
    "站": "在",
    "包": "括含",
    "处": "理于罚长",
    "对": "一二三四五六七八九十比于外面内口手立应话付待象策方照阵冲我你他她它",
}


@cache
def list_senses(name: str) -> tuple[Unit, ...]:
    """Return the units called ``name``, the most usual one first: 度 is one of three."""
    return _read_table().get(name, ())


@cache
def list_units(dimension: Dimension) -> tuple[str, ...]:
    """Return the names of the units of ``dimension``, longer ones first."""
    names = (
        unit.name
        for senses in _read_table().values()
        for unit in senses
        if unit.dimension is dimension
    )
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


@cache
def build_unit_pattern() -> str:
    """Return a pattern for every unit in folded text, longer ones first."""
    names = sorted(_read_table(), key=lambda name: (name[0], -len(name), name))
    groups = groupby(names, key=lambda name: name[0])
    return "(?:" + "|".join(_build_group(first, list(group)) for first, group in groups) + ")"


def _build_group(first: str, names: list[str]) -> str:
    """Return a pattern for the units with the same first character, longer ones first."""
    rests = (_build_pattern(name).removeprefix(re.escape(first)) for name in names)
    return f"{re.escape(first)}(?:{'|'.join(rests)})"


def _build_pattern(name: str) -> str:
    goes_on = _GOES_ON.get(name, "")
    latin = "(?![a-z])" if name[-1].isascii() and name[-1].isalpha() else ""
    return re.escape(name) + (f"(?![{goes_on}])" if goes_on else "") + latin


@cache
def _read_table() -> dict[str, tuple[Unit, ...]]:
    table: dict[str, list[Unit]] = {"个": [Unit("个", Dimension.ANYTHING)]}
    for dimension, units in _SCALES.items():
        for entry in units.split():
            name, _, scale = entry.partition("=")
            table.setdefault(name, []).append(Unit(name, dimension, Fraction(scale)))
    for name in _COUNTS.split():
        table.setdefault(name, []).append(Unit(name, Dimension.THING))
    return {name: tuple(dict.fromkeys(senses)) for name, senses in table.items()}
