"""Articles of several years about one bridge, and about schools, as rows of JSON lines."""

import json
from pathlib import Path

from tests.support.workspaces import write_pages

NAME = "望江大桥"
_YEARBOOK = (
    "望江大桥6月18日通车，当天有三万人走上桥面，老人和孩子都来合影。\n"
    "通车仪式在大桥东头举行，建设者代表和沿江两岸的居民代表一起剪彩，广场上的锣鼓响了一个上午。"
    "县里说，今后两岸往来不再绕行，公交车也将开上大桥，十分钟就能过江。"
)
ARTICLES = [
    {
        "source": "2018.txt",
        "title": "望江大桥开工",
        "date": "2018-03-12",
        "text": "本报讯 3月10日，望江大桥在县城东门外开工。\n"
        "望江大桥全长2.4公里，总投资6亿元，计划2020年建成。",
    },
    {
        "source": "2019.txt",
        "title": "江上传来好消息",
        "date": "2019-12-20",
        "text": "望江大桥昨天合龙。工程人员说，大桥去年停工两个月。去年，望江大桥遇上了大汛。",
    },
    {"source": "日报.txt", "title": "2020年大事", "date": "2021-01-15", "text": _YEARBOOK},
    {"source": "晚报.txt", "title": "2020年大事", "date": "2021-01-16", "text": _YEARBOOK},
    {
        "source": "往事.txt",
        "title": "桥头往事",
        "date": "",
        "text": "老人们说起望江大桥，总要说到渡船。",
    },
    {
        "source": "2022.txt",
        "title": "=HYPERLINK(1)",
        "date": "2022-05-01",
        "byline": "@记者 周明",
        "text": "-望江大桥_加装_隔音屏，桥上安静多了。",
    },
    {
        "source": "青溪.txt",
        "title": "青溪小学迁入新址",
        "date": "2022-09-01",
        "text": "青溪小学昨天迁入新址，新校舍有三十间教室。",
    },
    {
        "source": "甲.txt",
        "title": "县里的学校",
        "date": "2018-09-01",
        "text": "2018年，青石县有小学86所，学生3万人。",
    },
    {
        "source": "乙.txt",
        "title": "青石县教育",
        "date": "2021-09-01",
        "text": "2021年，青石县有小学79所，学生2万人。",
    },
]


def write_bridge_pages(folder: Path) -> Path:
    """Write the articles to a folder of pages, and return it."""
    rows = (json.dumps(article, ensure_ascii=False) for article in ARTICLES)
    return write_pages(folder, {"all.jsonl": "\n".join(rows)})
