"""Times at either end of the calendar can be read and judged, whatever texts and questions tell."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from embeddings.documents import Article, Origin, Span
from service.locating.time_fit import Fit, judge_time
from service.questions.times import read_asked_time
from service.times.validity import Chronology

# fmt: off
TIMES = [
    "去年", "今年", "前年", "明年", "上月", "本月12日", "昨日", "前天", "近日", "2022年",
    "2021年3月", "年底", "年末", "上半年", "同期", "次年", "当月", "上周五", "十四五期间",
    "二十世纪八十年代", "十年前", "三天前", "1年", "0001年", "9999年", "9999年12月31日",
    "近三年", "2018年以来", "2019年至2021年", "2月29日", "2月30日", "31日", "下个月", "后天",
    "九十九年前", "第一季度",
]
WORDS = [
    "由", "原来的", "调整为", "1元", "完成", "预计", "接替", "张林", "出任", "，", "。", "\n",
    "一、", "工作回顾\n", "比", "的", "多", "以来", "之前", "后", "达到", "三万人",
]
ASKED = [
    "现在", "最新", "去年", "2018年以来", "1年之前", "9999年以后", "截至2020年底", "since",
    "1", "before", "0001", "明年", "十年前", "昨天", "2月29日",
]
# fmt: on
DATES = ["", "0001-01-01", "0001", "9999-12-31", "9999", "2020-02-29", "2021-03", "2022"]


@given(
    st.lists(st.sampled_from([*TIMES, *WORDS]), min_size=2, max_size=30).map("".join),
    st.sampled_from(DATES),
    st.lists(st.sampled_from(ASKED), min_size=1, max_size=2).map("".join),
    st.sampled_from([date.min, date.max, date(2024, 2, 29)]),
    st.data(),
)
def test_every_time_is_judged(
    text: str, written: str, asked: str, today: date, data: st.DataObject
) -> None:
    article = Article("a", "a.txt", "题", "", written, text, date_origin=Origin.PRINTED)
    chronology = Chronology(article)
    start = data.draw(st.integers(0, len(text) - 1))
    words = Span(start, min(len(text), start + 4))
    validity = chronology.find_validity(words)
    time = read_asked_time(f"{asked}多少人？", today)
    assert judge_time(time, chronology, words, validity) in Fit
    told = validity.period if validity else None
    for period in filter(None, (told, chronology.find_tenure(words))):
        assert period.first <= period.last
        assert period.iso
        assert period.widen(14).days >= period.days
