"""Stories to write into the files of a data folder, and questions about them."""

import re

_PLACES = ("绿东村", "须水街道", "惠济区", "桐柏路", "棉纺路", "晶华城社区", "古荥镇", "碧沙岗")
_DEEDS = ("开通了微信公共平台", "修好了路灯", "清理了河道", "成立了托老服务中心", "办了读书会")
_ENDS = ("居民们都说好", "志愿者每周来三次", "投资二百万元", "党员带头参加", "明年还要扩大")
COUNT = 15
QUERIES = tuple(
    [f"{place}{deed}吗?" for place in _PLACES for deed in _DEEDS]
    + [f"哪里{deed}?" for deed in _DEEDS]
    + [f"{place} {end}" for place in _PLACES for end in _ENDS]
    + [f"编号{n}" for n in range(COUNT)]
)


def story(n: int) -> str:
    """Return story number ``n`` as it stands on a page; some of them read nearly the same."""
    places = [_PLACES[(n + step) % len(_PLACES)] for step in range(2 + n % 4)]
    events = [f"{place}{_DEEDS[n % 5]},{_ENDS[(n + k) % 5]}。" for k, place in enumerate(places)]
    return f"{places[0]}近况之{n % 7}\n\n本报讯 {''.join(events)}编号{n}。\n"


def numbers(text: str) -> set[int]:
    """Return the numbers of the stories in a text."""
    return {int(number) for number in re.findall(r"编号(\d+)", text)}
