"""What is indexed: real articles, further ones of their sentences, one long text, passages."""

import json
import re
from pathlib import Path

from scripts.benchmarks.benchmark import Document
from scripts.speed.corpora import (
    document_of,
    join,
    split_plainly,
    take,
    write_articles,
    write_passages,
)

DOCUMENTS = (
    Document("a", "", "图书馆展出古籍。读者排队参观！\n讲解员介绍修复技艺。"),
    Document("b", "", "高速公路今天通车。"),
)


def test_few_articles_are_the_first_ones() -> None:
    assert take(DOCUMENTS, 1).documents == DOCUMENTS[:1]


def test_further_articles_consist_of_real_sentences() -> None:
    corpus = take(DOCUMENTS, 20)
    assert len(corpus.documents) == 20
    assert corpus.documents[:2] == DOCUMENTS
    real = {"图书馆展出古籍。", "读者排队参观！", "讲解员介绍修复技艺。", "高速公路今天通车。"}
    made = "".join(document.text for document in corpus.documents[2:])
    assert set(re.findall("[^。！\n]+[。！]", made)) <= real
    assert len({document.id for document in corpus.documents}) == 20


def test_the_same_articles_are_made_every_time() -> None:
    assert take(DOCUMENTS, 20) == take(DOCUMENTS, 20)


def test_a_long_text_has_the_wanted_length_and_no_paragraphs() -> None:
    [document] = join(DOCUMENTS, 1000).documents
    assert len(document.text) == 1000
    assert "\n" not in document.text
    assert document.text.startswith("图书馆展出古籍。读者排队参观！讲解员")


def test_passages_are_whole_sentences_as_many_as_fit() -> None:
    sentence = "甲" * 139 + "。"
    assert split_plainly(5 * sentence) == [2 * sentence, 2 * sentence, sentence]


def test_a_sentence_that_fits_nowhere_is_cut() -> None:
    assert [len(each) for each in split_plainly("乙" * 700)] == [300, 300, 100]


def test_what_has_no_letter_is_no_passage() -> None:
    assert split_plainly("……\n——") == []


def test_several_articles_are_json_lines_that_tell_their_ids(tmp_path: Path) -> None:
    path = write_articles(take(DOCUMENTS, 2), tmp_path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["source"] for line in lines] == ["a", "b"]
    assert json.loads(lines[1])["text"] == "高速公路今天通车。"


def test_one_article_is_a_text_file(tmp_path: Path) -> None:
    path = write_articles(take(DOCUMENTS, 1), tmp_path)
    assert path.suffix == ".txt"
    assert path.read_text(encoding="utf-8") == DOCUMENTS[0].text


def test_a_passage_tells_its_document(tmp_path: Path) -> None:
    path = tmp_path / "passages.jsonl"
    write_passages(take((Document("x#1", "", "通车。"),), 1), path)
    [line] = path.read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == {"id": "x#1#0", "text": "通车。"}
    assert document_of("x#1#0") == "x#1"
