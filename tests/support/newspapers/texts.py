"""News made up of patterns and word lists: no two sentences of a paper are the same."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

_PLACES = (
    "青石镇",
    "柳河县",
    "白鹭湖区",
    "临江市",
    "松岭乡",
    "云台村",
    "东渡口",
    "南坪街道",
    "古槐社区",
    "梧桐里",
    "沙洲岛",
    "望海镇",
    "石桥铺",
    "红枫谷",
    "北塘村",
    "金沙滩",
    "杏花营",
    "长堤路",
    "西渠乡",
    "半山街",
)
_PEOPLE = (
    "周明远",
    "何淑芬",
    "梁启航",
    "谢雨桐",
    "邓国梁",
    "潘秀英",
    "顾长青",
    "韩晓东",
    "罗永昌",
    "薛梅",
    "宋建业",
    "冯玉兰",
    "袁立群",
    "蒋文博",
    "卢海燕",
    "汪思齐",
    "范德顺",
    "姚静怡",
    "石大勇",
    "孔令辉",
)
_JOBS = (
    "工程师",
    "水利站站长",
    "小学教师",
    "社区医生",
    "合作社理事长",
    "图书馆馆员",
    "渡船船工",
    "养护队队长",
    "果农",
    "退休邮递员",
    "气象员",
    "博物馆讲解员",
)
_TOPICS: dict[str, tuple[str, ...]] = {
    "水库除险": (
        "{place}水库的除险加固工程于{date}开工，计划工期{count}个月。",
        "大坝迎水坡将铺设{count}块混凝土护面，总面积{large}平方米。",
        "“汛期之前必须完成主体施工。”{job}{person}说。",
        "水库灌溉着下游{large}亩稻田，也是{place}居民的饮用水源。",
        "工地上每天有{count}名工人分两班作业，夜里由{person}值守。",
        "据测算，加固以后水库的调蓄能力可以提高{percent}。",
        "上一次大修还是{year}年，当时用去水泥{large}吨。",
        "{place}的村民把自家的{count}间空屋腾出来给施工队住。",
        "沿岸的{count}处渗漏点已经全部登记，逐一编号处理。",
    ),
    "老街修缮": (
        "{place}的老街修缮进入收尾阶段，{count}栋木楼恢复了原貌。",
        "木匠{person}带着徒弟更换了{count}根立柱和{large}片青瓦。",
        "街上最老的茶馆开办于{year}年，如今由{person}经营。",
        "“一砖一瓦都要对得上老照片。”{job}{person}告诉记者。",
        "电线和水管改走地下，总长{large}米，{date}通过验收。",
        "修缮期间，{count}家商铺临时搬到{place}营业。",
        "游客比去年同期增加了{percent}，周末常常一座难求。",
        "街口那棵银杏树龄超过{count}年，施工时专门围栏保护。",
        "拆下来的旧木料编了号，存放在{place}的仓库里。",
    ),
    "乡村学校": (
        "{place}小学新教学楼{date}启用，{count}名学生搬进了新教室。",
        "学校图书室藏书{large}册，其中绘本占{percent}。",
        "{job}{person}每周三下午来给孩子们上自然课。",
        "校车线路从{count}条增加到十条，最远的一站在{place}。",
        "“孩子们最喜欢的是楼顶的小菜园。”校长{person}说。",
        "新食堂可以同时容纳{large}人就餐，菜谱每周公布。",
        "全校教师平均年龄{count}岁，去年有{person}等人调入。",
        "操场铺了塑胶跑道，是{year}年建校以来的头一回。",
        "寄宿生的宿舍装上了热水器，每层{count}间。",
    ),
    "果园丰收": (
        "{place}的蜜橘{date}开园采摘，预计总产量{large}吨。",
        "果农{person}家的{count}亩果园今年每亩增收{large}元。",
        "合作社统一供应有机肥，农药用量减少了{percent}。",
        "分选线每小时处理{large}公斤果子，按大小分成{count}级。",
        "“今年雨水少，糖度比往年高。”{job}{person}剥开一个橘子说。",
        "从{place}发出的冷链车第二天一早就能到达省城批发市场。",
        "这个品种是{year}年从外省引进的，起初只试种了{count}棵。",
        "网上订单占销量的{percent}，包装箱不得不加印{large}只。",
        "采摘季里，周边{count}个村的妇女都来帮工。",
    ),
    "渡轮航线": (
        "{place}至{place}的渡轮航线{date}恢复通航，每天{count}班。",
        "新渡轮载客{large}人，船长{person}已经在江上跑了{count}年。",
        "单程票价{count}元，学生和老人减免{percent}。",
        "码头候船厅面积{large}平方米，设有{count}个座位。",
        "“雾大的早晨我们宁可晚开，也不冒险。”{person}说。",
        "这条航线最早开于{year}年，大桥通车后一度停航。",
        "第一天共有{large}名乘客登船，其中{percent}是上班族。",
        "{job}{person}赶来拍下了首航的照片。",
        "船上救生衣比核定人数多备了{count}件。",
    ),
    "社区医院": (
        "{place}卫生服务中心新增{count}张康复床位，{date}开始收治病人。",
        "家庭医生团队由{person}牵头，签约居民{large}人。",
        "高血压患者的规范管理率达到{percent}，比上年有所提高。",
        "“不出社区就能做检查，省了半天工夫。”居民{person}说。",
        "中心购置的超声设备每月检查{large}人次。",
        "巡诊车每逢周二开到{place}，车上备有{count}种常用药。",
        "{job}{person}义务为老人量血压已经坚持了{count}年。",
        "中心的前身是{year}年成立的保健站，只有两间平房。",
        "今年的体检报告有{large}份已经送到居民手中。",
    ),
    "观测候鸟": (
        "{date}，志愿者在{place}湿地数到{large}只越冬候鸟。",
        "其中白琴鹤{count}只，为{year}年有记录以来最多。",
        "“望远镜架好以后不能出声。”领队{person}提醒大家。",
        "湿地保护区面积{large}公顷，核心区不对游客开放。",
        "{job}{person}连续{count}年记录下每一批候鸟到达的日子。",
        "今年水位比常年高出{count}厘米，浅滩面积减少了{percent}。",
        "保护站在{place}设了{count}台红外相机。",
        "附近的稻田特意留下{large}斤谷子不收，供鸟儿取食。",
        "观鸟屋可以容纳{count}人，需要提前一周预约。",
    ),
    "道路养护": (
        "{place}大道的路面养护{date}完工，全长{count}公里。",
        "施工采用再生沥青，节约石料{large}吨，成本下降{percent}。",
        "养护队队长{person}说：“夜里施工，白天不影响通车。”",
        "沿线更换路灯{large}盏，增设公交站台{count}座。",
        "路口的信号灯按车流量重新配时，通行时间缩短{percent}。",
        "这条路修建于{year}年，最近一次大修在{count}年前。",
        "人行道铺设了盲道，{place}的盲人{person}走了一遍才放心。",
        "雨水井由{count}个增加到九十个，低洼路段不再积水。",
        "工程总投资{large}万元，由两级财政共同承担。",
    ),
    "戏曲演出": (
        "{place}剧团{date}在祠堂前的戏台连演{count}场。",
        "台下坐了{large}名观众，最远的来自{place}。",
        "花旦{person}今年{count}岁，学戏从{year}年开始。",
        "“锣鼓一响，腿就不听使唤了。”{job}{person}笑着说。",
        "剧团的{count}只戏箱里有{large}件行头，一半是手工绣的。",
        "年轻观众占到{percent}，不少人是头一次看地方戏。",
        "新编的剧目讲的是{place}修渠的故事，编剧是{person}。",
        "演出收入的{percent}用来给少年班添置乐器。",
        "琴师{person}拉了{count}年胡琴，琴弓换过无数根。",
    ),
    "电站检修": (
        "{place}水电站{date}完成年度检修，{count}台机组恢复发电。",
        "检修更换密封件{large}件，机组效率提高{percent}。",
        "值班长{person}说，全站年发电量约{large}万千瓦时。",
        "转轮上的{count}处空蚀用氩弧焊逐一补平。",
        "电站建成于{year}年，是{place}的第一座电站。",
        "检修期间的用电由邻县调入，共{large}千瓦。",
        "“听声音就知道轴承好不好。”{job}{person}把耳朵贴近外壳。",
        "中控室的{count}块旧仪表换成了屏幕，只留下一只作纪念。",
        "下一步将清理拦污栅前的漂浮物，约{large}立方米。",
    ),
}
_TITLES: dict[str, tuple[str, ...]] = {
    "水库除险": ("{place}水库加固开工", "{place}赶在汛前修好大坝", "一座水库的第{count}个春天"),
    "老街修缮": ("{place}老街重现旧时模样", "{count}栋木楼等来好木匠", "修旧如旧留住{place}"),
    "乡村学校": ("{place}小学搬进新楼", "山里孩子有了{count}间教室", "{place}的操场变了样"),
    "果园丰收": ("{place}蜜橘今日开园", "{count}亩果园变成聚宝盆", "{place}果农尝到甜头"),
    "渡轮航线": ("{place}渡轮今起复航", "江上{count}班船送走晨雾", "{place}码头重新热闹起来"),
    "社区医院": ("{place}看病不用出社区", "{count}张床位开到家门口", "巡诊车开进{place}"),
    "观测候鸟": ("{place}湿地迎来候鸟", "{count}只白琴鹤在此越冬", "{place}稻田给鸟儿留口粮"),
    "道路养护": ("{place}大道养护完工", "{count}公里老路换新颜", "{place}路灯亮了起来"),
    "戏曲演出": ("{place}祠堂连唱{count}天大戏", "老戏台坐满年轻人", "{place}锣鼓又响了"),
    "电站检修": ("{place}水电站恢复发电", "{count}台机组迎来体检", "{place}老电站有了新耳目"),
}
_KICKERS = (
    "各地深入基层见实效", "本报记者蹲点见闻", "重点工程系列报道之{count}", "走进{place}",
    "民生实事追踪", "新春走基层",
)  # fmt: skip
_SUBTITLES = (
    "{person}等{count}人参与其中", "总投入超过{large}万元", "预计{date}见成效",
    "——来自{place}的报道", "惠及{place}等{count}个村镇",
)  # fmt: skip
_CAPTIONS = (
    "图为{place}一角，{person}在现场。", "{date}，{job}{person}在{place}忙碌。 {other} 摄",
    "俯瞰{place}。 {other} 摄",
)  # fmt: skip
_DIGITS = dict(zip("0123456789", "〇一二三四五六七八九", strict=True))


@dataclass(frozen=True, slots=True)
class News:
    """A text for a story: more sentences than it needs.

    Attributes:
        title: the headline.
        kicker: a line above it.
        subtitle: a line below it.
        reporter: a person's name.
        caption: of a picture.
        paragraphs: the sentences of each.
    """

    title: str
    kicker: str
    subtitle: str
    reporter: str
    caption: str
    paragraphs: tuple[tuple[str, ...], ...]


@dataclass
class Newsroom:
    """Writes news; the same seed gives the same news, and no sentence twice."""

    random: random.Random
    is_vertical: bool = False
    _used: set[str] = field(default_factory=set)
    _topics: list[str] = field(default_factory=list)

    def write(self, characters: int) -> News:
        """Return a text of at least so many characters, in paragraphs of one to five sentences."""
        if not self._topics:
            self._topics = self.random.sample(sorted(_TOPICS), len(_TOPICS))
        topic = self._topics.pop()
        return News(
            self._fill_new(_TITLES[topic]),
            self._fill_new(_KICKERS),
            self._fill_new(_SUBTITLES),
            self.random.choice(_PEOPLE),
            self._fill_new(_CAPTIONS),
            tuple(self._write_paragraphs(topic, characters)),
        )

    def _write_paragraphs(self, topic: str, characters: int) -> Iterator[tuple[str, ...]]:
        patterns: list[str] = []
        length = 0
        while length < characters:
            sentences = []
            for _ in range(self.random.randint(1, 5)):
                if not patterns:
                    patterns = self.random.sample(_TOPICS[topic], len(_TOPICS[topic]))
                sentences.append(self._fill_new([patterns.pop()]))
            length += sum(map(len, sentences))
            yield tuple(sentences)

    def _fill_new(self, patterns: tuple[str, ...] | list[str]) -> str:
        for _ in range(30):
            text = self._fill(self.random.choice(patterns))
            if text not in self._used:
                break
        self._used.add(text)
        return text

    def _fill(self, pattern: str) -> str:
        pick = self.random
        while "{" in pattern:
            start, end = pattern.index("{"), pattern.index("}")
            word = {
                "place": lambda: pick.choice(_PLACES),
                "person": lambda: pick.choice(_PEOPLE),
                "other": lambda: pick.choice(_PEOPLE),
                "job": lambda: pick.choice(_JOBS),
                "count": lambda: str(pick.randint(11, 99)),
                "large": lambda: str(pick.randint(105, 9870)),
                "percent": lambda: f"{pick.randint(2, 98)}%",
                "year": lambda: str(pick.randint(1931, 2019)),
                "date": lambda: f"{pick.randint(1, 12)}月{pick.randint(1, 28)}日",
            }[pattern[start + 1 : end]]()
            pattern = pattern[:start] + word + pattern[end + 1 :]
        return self._spell_vertically(pattern) if self.is_vertical else pattern

    @staticmethod
    def _spell_vertically(text: str) -> str:
        """Return the text with Chinese digits, as vertical lines print them."""
        for digit, word in _DIGITS.items():
            text = text.replace(digit, word)
        return text.replace("%", "个百分点")
