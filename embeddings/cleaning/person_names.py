"""Whether a few characters are the name of a person, by their family name."""

import re

from embeddings.text.middle_dots import MIDDLE_DOTS

HAN = r"\u4e00-\u9fff"
NAME = rf"[{HAN}]{{2,4}}(?:[{MIDDLE_DOTS}][{HAN}]{{1,6}})*"
_NAME = re.compile(NAME)
# The one-character family names of the Baijiaxing (百家姓, 11th century), plus common ones missing
# from it.
_FAMILY = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤"
    "花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄"
    "米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万"
    "支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松"
    "井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰"
    "从鄂索咸籍赖卓蔺屠蒙池乔阴鬱胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏"
    "柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛"
    "阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖闫付覃代佘尧"
    "趙錢孫吳鄭馮陳衛蔣韓楊許呂張嚴華魏謝鄒蘇魯韋馬鳳貝計龐紀項閔賈婁顏鐘駱萬盧莫單龔陸榮劉龍葉鄧"
)
_COMMON_FAMILY = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩邓冯曹彭曾肖董潘袁蔡蒋"
)
_COMPOUND = """
欧阳 司马 上官 诸葛 夏侯 皇甫 尉迟 公孙 慕容 令狐 申屠 司徒 司空 轩辕 长孙 宇文 东方 独孤 南宫 端木
百里 呼延 东郭 西门 闻人 赫连 澹台 公冶 宗政 濮阳 淳于 单于 太叔 仲孙 钟离 鲜于 闾丘 亓官 拓跋
歐陽 司馬 諸葛 東方
"""
_COMPOUND_FAMILY = frozenset(_COMPOUND.split())
# Family names that far more often begin another word: 时间, 安全, 水利, 文化.
_WORDLIKE_FAMILY = frozenset(
    "和平安成时方文金高于乐全国公通红相后查向应明计元常空能温经解干关路白水满万连双毛包山从都居支车农别简谈益"
    "封权云章季景东广沙师利武边步容暴终宣丰强麻项单游那曾盛井段怀束印宿充慕易古习花柏党"
)
_NOT_A_NAME = re.compile(
    r"[的了是在与不有等为及]|[省市县区乡镇村街店站厂校院局社会部所网报台组队]$"
)
_SHORTEST, _LONGEST = 2, 3  # characters of a name with a family name of one


def is_person(name: str) -> bool:
    """Return whether a name that is announced as one begins with a family name."""
    if not _NAME.fullmatch(name):
        return False
    return (
        name[0] in _FAMILY
        or name[:2] in _COMPOUND_FAMILY
        or any(dot in name for dot in MIDDLE_DOTS)
    )


def is_common_person(name: str) -> bool:
    """Return whether a name begins with one of the commonest family names."""
    return bool(_NAME.fullmatch(name)) and name[0] in _COMMON_FAMILY


def is_surely_person(name: str) -> bool:
    """Return whether characters that nothing announces can only be a name: 郭兴旺, 欧阳晓雪."""
    if not _NAME.fullmatch(name) or _NOT_A_NAME.search(name):
        return False
    if any(dot in name for dot in MIDDLE_DOTS):
        return True
    if name[:2] in _COMPOUND_FAMILY:
        return len(name) > _SHORTEST
    if len(name) == _SHORTEST:
        return name[0] in _COMMON_FAMILY
    return len(name) == _LONGEST and name[0] in _FAMILY - _WORDLIKE_FAMILY
