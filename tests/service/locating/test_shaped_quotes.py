"""Quotes and items of answers, by their shape."""

from embeddings.documents import Span
from service.answers.shape import AnswerKind
from service.locating.enumeration import split_items
from service.locating.shaped_quotes import LIST_CHARACTERS, find_items, find_quotes


def at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def quoted(text: str, words: str, kind: AnswerKind) -> list[str]:
    return [text[slice(*span)] for span in find_quotes(text, at(text, words), kind)]


def listed(text: str, words: str) -> list[str]:
    answer = at(text, words)
    items = find_items(text, answer, find_quotes(text, answer, AnswerKind.LIST))
    return [text[slice(*item)] for item in items]


def test_words_between_separators_are_items_and_brackets_stay_whole() -> None:
    text = "镇里有东街、西街(南段、北段)和《南、北》报社。"
    words = "东街、西街(南段、北段)和《南、北》报社"
    assert listed(text, words) == ["东街", "西街(南段、北段)", "《南、北》报社"]
    assert [text[slice(*item)] for item in split_items(text, at(text, "东街"))] == ["东街"]


def test_numbered_statements_are_all_quoted_with_their_first_clauses_as_items() -> None:
    text = (
        "镇里有三项做法。一是修路架桥,用了三年时间才把山里的村子都连了起来;二是办学;"
        "三是种树。\n今年雨水多。"
    )
    assert listed(text, "办学") == ["修路架桥", "办学", "种树"]
    [quote] = quoted(text, "办学", AnswerKind.LIST)
    assert quote.startswith("一是修路")
    assert quote.endswith("三是种树。")


def test_numbered_lines_are_quoted_one_by_one() -> None:
    text = "任务如下:\n(一)修路;\n(二)办学;\n(三)种树。\n完。"
    assert quoted(text, "修路", AnswerKind.LIST) == ["(一)修路;", "(二)办学;", "(三)种树。"]
    assert listed(text, "修路") == ["修路", "办学", "种树"]


def test_long_list_is_cut_to_its_first_clauses_and_stays_within_the_limit() -> None:
    filler = "这一条说得很长" * 12
    text = "做法如下。" + "".join(f"{n}是办事{n},{filler};" for n in "一二三四五六七")
    quotes = find_quotes(text, at(text, "办事二"), AnswerKind.LIST)
    assert sum(end - start for start, end in quotes) <= LIST_CHARACTERS
    assert listed(text, "办事二") == [f"办事{n}" for n in "一二三四五六七"]


def test_quote_that_ends_in_a_colon_goes_on_to_what_follows() -> None:
    text = "开工的项目是:\n东街学校。\n天气很好。"
    for kind in (AnswerKind.FACT, AnswerKind.LIST):
        assert quoted(text, "开工的项目", kind) == ["开工的项目是:", "东街学校。"]


def test_reason_takes_the_sentences_that_go_on_with_it() -> None:
    first, second = "因为" + "雨水很多" * 20 + "。", "其次,桥也" + "很旧" * 20 + "。"
    text = f"{first}{second}天气很好。"
    [quote] = quoted(text, "雨水很多雨水", AnswerKind.REASON)
    assert quote.startswith(first)
    [fact] = quoted(text, "雨水很多雨水", AnswerKind.FACT)
    assert len(fact) <= 160
    long = f"{first}其次,{'桥很旧' * 30}。天气很好。"
    [quote] = quoted(long, "雨水很多雨水", AnswerKind.REASON)
    assert quote == long.removesuffix("天气很好。")
