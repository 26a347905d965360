"""What a tiny transformer is fine-tuned on: a dozen questions with their passages."""

from collections.abc import Iterable
from pathlib import Path

import torch

from scripts.benchmarks.benchmark import Benchmark, Document, Half, Query
from scripts.finetuning.examples import ExampleSet
from scripts.finetuning.overlap import HeldOut
from scripts.finetuning.sources import Read, Source, cut_first, read_pairs
from scripts.finetuning.token_set import TokenSet
from scripts.finetuning.tokenizing import load_tokenizer, tokenize
from scripts.finetuning.withheld import Withheld

CPU = "cpu"
PAIRS = "zhihu_hot_question_excerpt"  # the data set that holds them
QUESTIONS = {
    "路边摊为什么被清走了": "城管整治占道经营，要求商户把桌椅搬回店内，恢复人行道。",
    "古籍在哪里能看到": "图书馆本月举办善本展览，读者可以参观珍贵的古籍原件。",
    "大桥什么时候通车": "跨江大桥将于十月一日通车，两地行程缩短一小时。",
    "义诊能查些什么": "医院大夫在广场为老人测量血压和血糖，提醒按时吃药。",
    "孩子们学游泳要花钱吗": "学校开设免费的游泳课程，教练在旁保护初学的学生。",
    "今年苹果收成怎么样": "果园里一片忙碌，苹果丰收，收购商上门装车。",
    "地铁几点停运": "地铁末班车延长到夜里十一点半，方便晚归的乘客。",
    "谁赢了龙舟赛": "端午龙舟比赛结束，红星村代表队以半个船身夺得冠军。",
    "停水要停多久": "因管道检修，城东片区明日停水八小时，请居民提前储水。",
    "老电影院改成了什么": "关闭多年的老电影院经过改造，成为社区的文化活动中心。",
    "垃圾分类怎么奖励": "居民正确投放垃圾可以积分，积分能够兑换洗衣液和大米。",
    "机场新开了哪条航线": "机场新增飞往昆明的航线，每周一三五各有一班。",
}
CHARACTERS = "".join(sorted({*"".join(f"{a}{b}" for a, b in QUESTIONS.items()), *"querypassage: "}))
NOTHING = Withheld([], HeldOut([]), cut_first)


def write_weights(folder: Path) -> Path:
    """Write a one-layer BERT with random weights below ``folder``; return its folder."""
    from tests.support.tiny_transformers import write_bi_encoder  # noqa: PLC0415 - slow to load

    torch.manual_seed(1)
    write_bi_encoder(folder, CHARACTERS, {})
    return folder / "bert"


def make_bench(pairs: Iterable[tuple[str, str]]) -> Benchmark:
    """Return a benchmark whose documents all belong to the half "tuning"."""
    keys = (key for key in map(str, range(10**6)) if Half.of(key) is Half.TUNING)
    rows = [(next(keys), question, text) for question, text in pairs]
    documents = tuple(Document(key, "", text) for key, _, text in rows)
    queries = tuple(Query(key, question, frozenset([key])) for key, question, _ in rows)
    return Benchmark("bench", documents, queries)


def source(name: str, read: Read = read_pairs, most: int = 1000) -> Source:
    return Source(name, 1.0, most, read)


def token_set(data: ExampleSet, weights: Path, skipped: int = 0) -> TokenSet:
    return tokenize(data, 1.0, skipped, load_tokenizer(weights))
