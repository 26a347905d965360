"""What a tiny reader is trained on: questions on three articles."""

from pathlib import Path

from scripts.derivation.model_folder import write_floats, write_model
from scripts.finetuning.overlap import HeldOut
from tests.support.gzip_lines import write_lines
from tests.support.packed_models import random_bert

LIBRARY = "红星村图书室共有藏书三千二百册。图书室每天上午九点开门。"
BRIDGE = "跨江大桥将于十月一日通车。大桥全长一千六百米,由王大明设计。"
HALL = "老电影院改成了社区文化中心。中心周一闭馆,周末放映老电影。"
ARTICLES = {"a0": ("电影院", HALL), "a1": ("图书室", LIBRARY), "a2": ("大桥", BRIDGE)}
QUESTIONS = [
    ("a0", "老电影院改成了什么", ["社区文化中心"], "老电影院改成了社区文化中心"),
    ("a0", "文化中心有多少座位", [], ""),
    ("a1", "图书室有多少藏书", ["三千二百册"], "共有藏书三千二百册"),
    ("a1", "图书室几点开门", ["上午九点"], "每天上午九点开门"),
    ("a1", "图书室是谁捐的", [], ""),
    ("a2", "大桥什么时候通车", ["十月一日"], "将于十月一日通车"),
    ("a2", "谁设计了大桥", ["王大明"], "由王大明设计"),
]
NONE = HeldOut([])
CHARACTERS = sorted({*"".join(f"{q}" for q in QUESTIONS), *LIBRARY, *BRIDGE, *HALL})


def write_weights(folder: Path) -> Path:
    """Write the floats of a tiny encoder over single characters; return the folder."""
    write_model(folder, random_bert(["▁", *CHARACTERS]))
    write_floats(folder)
    return folder


def write_data(folder: Path) -> Path:
    """Write the articles and the questions as a data set; return the folder."""
    folder.mkdir()
    articles = [{"id": key, "title": t, "text": text} for key, (t, text) in ARTICLES.items()]
    write_lines(folder / "reading_news_qa.articles.jsonl.gz", articles)
    asked = [question(*one) for one in QUESTIONS]
    write_lines(folder / "reading_news_qa.questions.jsonl.gz", asked)
    return folder


def question(article: str, text: str, answers: list[str], evidence: str) -> dict[str, object]:
    fields = {"article": article, "question": text, "answers": answers, "evidence": evidence}
    return {**fields, "kind": "thing" if answers else "none_attribute"}
