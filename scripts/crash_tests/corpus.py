"""Made-up articles and questions: towns, each with a platform, a bridge and a library."""

import json
from pathlib import Path

QUESTIONS = (
    "绿湖街道开通的微信公共平台叫什么名字?",
    "青山大桥全长多少米?",
    "青山大桥是哪一年通车的?",
    "白沙街道开通的微信公共平台叫什么名字?",
    "红石图书馆有多少册图书?",
    "银杏大桥全长多少米?",
    "金桥图书馆有多少册图书?",
    "柳林街道开通的微信公共平台叫什么名字?",
    "桃源大桥是哪一年通车的?",
    "新村图书馆有多少册图书?",
)
ROWS = ("金桥", "柳林", "桃源", "石塘", "枫林", "鹿寨", "云台", "松江")
DELETED_ROW = "桃源街道的新事"


def story(town: str, number: int) -> str:
    """Return a text of some 500 characters whose figures all depend on ``number``."""
    return (
        f"{town}街道开通了“{town}播报”微信公共平台,居民可以随时了解街道动态和办事流程。"
        f"平台开通以来,已经有{1200 + number}名居民关注,每天发送活动信息{10 + number}条。"
        f"居民说,有了{town}播报,不出家门就能知道社区里的大事小事,办证前也能先查清要带的材料。\n\n"
        f"{town}大桥横跨清水河,全长{1600 + number}米,{1950 + number}年10月通车。"
        f"大桥通车以前,两岸居民只能靠渡船来往,遇上大风就要停航。"
        f"如今每天有{3000 + number}辆汽车从桥上经过,桥头还建起了一座小公园,供居民散步休息。\n\n"
        f"{town}图书馆位于人民路{number}号,有{40000 + number}册图书,每周开放6天。"
        f"馆里专门为孩子们设了一间阅览室,周末常有老师来讲故事。"
        f"去年共有{8000 + number}人次到馆,比前年增加了一成,馆长说今年还要添置一批新书。\n"
    )


def write_page(path: Path, town: str, number: int) -> Path:
    """Write a file with the title and the story of a town."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{town}街道的新事\n\n{story(town, number)}", encoding="utf-8")
    return path


def write_collection(folder: Path) -> Path:
    """Write the initial collection, a single file."""
    return write_page(folder / "绿湖.txt", "绿湖", 1).parent


def write_six(folder: Path) -> Path:
    """Write six files, two of them identical, one with eight rows."""
    for number, name in enumerate(("青山.txt", "白沙.md", "红石.txt", "银杏.txt"), 2):
        write_page(folder / name, name[:2], number)
    (folder / "红石副本.txt").write_bytes((folder / "红石.txt").read_bytes())
    rows = [
        {"id": str(n), "title": f"{town}街道的新事", "text": story(town, n)}
        for n, town in enumerate(ROWS, 10)
    ]
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "街道.jsonl").write_text("".join(lines), encoding="utf-8")
    return folder
