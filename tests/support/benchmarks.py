"""A tiny retrieval benchmark of ten articles, and how to write one to disk."""

import gzip
import json
from collections.abc import Iterable
from pathlib import Path

from scripts.benchmarks.benchmark import Benchmark, Document, Query

TOPICS = {
    "城管清理路边摊贩": "执法人员整治占道经营的摊贩，商户把桌椅搬回店内。",
    "图书馆举办古籍展览": "读者在图书馆参观珍贵善本，专家讲解古籍修复技艺。",
    "高速公路建成通车": "车辆驶过高速公路大桥，两地行程缩短一小时。",
    "医院开展义诊服务": "医院的大夫为老人义诊，测量血压，提醒按时吃药。",
    "学校开设游泳课程": "孩子们在游泳课上练习换气，教练在旁保护。",
    "果农迎来苹果丰收": "苹果园里一片忙碌，果农摘果，收购商上门装车。",
    "社区成立合唱队": "退休居民每周三在社区排练合唱，歌声传遍楼院。",
    "地铁延长运营时间": "末班地铁推迟到零点，夜归市民出行更方便。",
    "气象台发布暴雨预警": "今夜有暴雨，气象台提醒市民减少外出。",
    "消防员救下被困小猫": "消防员架起云梯，从树上救下一只小猫。",
}
QUERIES = {
    "q0": ("城管清理摊贩", ["d0"]),
    "q1": ("图书馆的古籍展览", ["d1"]),
    "q2": ("高速公路通车", ["d2"]),
    "q3": ("医院义诊", ["d3"]),
    "q4": ("学校的游泳课", ["d4"]),
    "q5": ("果农苹果丰收", ["d5"]),
    "q6": ("社区合唱队", ["d6"]),
    "q7": ("地铁运营时间", ["d7"]),
    "q8": ("暴雨预警", ["d8"]),
    "q9": ("消防员救小猫", ["d9"]),
    "q10": ("图书馆和医院", ["d1", "d3"]),
    "q11": ("城管清理路边摊贩", ["d9"]),  # d9 is about something else: never ranked first
}


def write_lines(path: Path, lines: Iterable[dict[str, str]]) -> None:
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())


def write_benchmark(folder: Path, bench: Benchmark, ending: str = "jsonl.gz") -> Path:
    folder.mkdir(exist_ok=True)
    corpus = ({"id": doc.id, "title": doc.title, "text": doc.text} for doc in bench.documents)
    queries = ({"id": query.id, "text": query.text} for query in bench.queries)
    right = (
        {"query": query.id, "doc": doc} for query in bench.queries for doc in sorted(query.right)
    )
    for part, lines in {"corpus": corpus, "queries": queries, "qrels": right}.items():
        write_lines(folder / f"{bench.name}.{part}.{ending}", lines)
    return folder


def tiny_benchmark(name: str = "tiny") -> Benchmark:
    documents = (Document(f"d{n}", *topic) for n, topic in enumerate(TOPICS.items()))
    queries = (Query(key, text, frozenset(right)) for key, (text, right) in QUERIES.items())
    return Benchmark(name, tuple(documents), tuple(queries))
