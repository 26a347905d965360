"""The short answer: the words of a quote that answer on their own."""

import json

import pytest

from embeddings.text.terms import Segmenter
from service.questions.query_terms import QueryTerms, Term, TermSet
from service.questions.question import QuestionKind, read_question
from service.short_answers.candidates import find_candidates, tokenize
from service.short_answers.features import measure_spans
from service.short_answers.finder import SHORT_KINDS, WEIGHTS, find_short_answer
from service.workspace.workspace import Workspace


@pytest.fixture(scope="module")
def segmenter(seeds_workspace: Workspace) -> Segmenter:
    return seeds_workspace.analyzer.segmenter


def query_terms(question: str, segmenter: Segmenter) -> QueryTerms:
    read = read_question(question, segmenter)
    runs = read.content.split()
    pairs = [run[i : i + 2] for run in runs for i in range(len(run) - 1)]
    return QueryTerms(
        read,
        words=TermSet.of(Term(word, 3.0) for word in read.words),
        bigrams=TermSet.of(Term(pair, 3.0) for pair in pairs),
        characters=TermSet.of(()),
    )


def answered(question: str, quote: str, segmenter: Segmenter) -> str:
    span = find_short_answer(quote, query_terms(question, segmenter), segmenter)
    return quote[span.start : span.end] if span else ""


@pytest.mark.parametrize(
    ("question", "quote", "short"),
    [
        ("全县有多少所小学?", "全县共有中学12所、小学86所,在校学生3.2万人。", "86所"),
        ("去年的粮食产量是多少?", "去年粮食产量达到40.92万吨,棉花产量1200吨。", "40.92万吨"),
        ("图书馆是什么时候建成的?", "新图书馆于2015年6月建成,2016年1月开放。", "2015年6月"),
        ("大会的主持人是谁?", "大会由县长李建国主持,书记王海涛讲话。", "李建国"),
        ("哪个社区建了托儿所?", "春风社区去年建了托儿所,明月社区开了食堂。", "春风社区"),
        ("剧团演出的新戏叫什么?", "县豫剧团演出了新戏《黄河谣》,观众有三千人。", "黄河谣"),
        (
            "“四好”指的是哪四好?",
            "村里评“四好”:邻里好、婆媳好、家风好、环境好。",
            "邻里好、婆媳好、家风好、环境好",
        ),
        (
            "三审制指的是哪三审?",
            "实行“三审制”(编辑初审、主任复审、总编终审)。",
            "编辑初审、主任复审、总编终审",
        ),
        ("路面为什么下沉?", "因连日暴雨冲刷路基,路面下沉,车辆绕行。", "连日暴雨冲刷路基"),
    ],
)
def test_words_that_answer_are_cut_out(
    question: str, quote: str, short: str, segmenter: Segmenter
) -> None:
    assert short in answered(question, quote, segmenter)
    assert len(answered(question, quote, segmenter)) <= len(short) + 6


def test_number_nearest_to_what_is_asked_wins_over_its_neighbours(segmenter: Segmenter) -> None:
    quote = "新增自行车位1.5万个,新增汽车停车位2000多个,新建公园3处。"
    assert answered("新增了多少个自行车位?", quote, segmenter) == "1.5万个"
    assert answered("新增了多少个汽车停车位?", quote, segmenter) == "2000多个"
    assert answered("新建了几处公园?", quote, segmenter) == "3处"


def test_statement_wants_no_short_answer(segmenter: Segmenter) -> None:
    assert (
        find_short_answer("全县共有小学86所。", query_terms("全县小学", segmenter), segmenter)
        is None
    )


@pytest.mark.parametrize("quote", ["。", ",", "的", " \n"])
def test_quote_without_a_word_has_no_short_answer(quote: str, segmenter: Segmenter) -> None:
    assert find_short_answer(quote, query_terms("书记是谁?", segmenter), segmenter) is None


@pytest.mark.parametrize("kind", SHORT_KINDS)
def test_candidates_lie_in_the_quote_are_distinct_and_balanced(
    kind: QuestionKind, segmenter: Segmenter
) -> None:
    quote = '2021年3月,"老街坊"社区(东区)书记张伟说:“党员、群众一起,干了86件事!”'
    spans = find_candidates(quote, tokenize(quote, segmenter), kind)
    assert spans == sorted(set(spans))
    assert all(0 <= span.start < span.end <= len(quote) for span in spans)
    texts = [quote[span.start : span.end] for span in spans]
    assert all(text.count("“") == text.count("”") for text in texts if kind is QuestionKind.NAME)


def test_every_kind_has_a_weight_for_every_feature(segmenter: Segmenter) -> None:
    quote = "全县共有小学86所。"
    tokens = tokenize(quote, segmenter)
    asked = query_terms("全县有多少所小学?", segmenter)
    columns = measure_spans(
        quote, tokens, find_candidates(quote, tokens, QuestionKind.NUMBER), asked
    )
    weights = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    assert set(weights) == {str(kind) for kind in SHORT_KINDS}
    assert all(list(named) == list(columns) for named in weights.values())
    assert len({column.shape for column in columns.values()}) == 1


def test_quote_shows_its_short_answer_as_printed(segmenter: Segmenter) -> None:
    quote = "全縣共有小學８６所。"
    span = find_short_answer(quote, query_terms("全县有多少所小学?", segmenter), segmenter)
    assert span is not None
    assert "８６" in quote[span.start : span.end]


@pytest.mark.parametrize("question", ["图书馆是哪一年建成的?", "图书馆有多少本书?"])
def test_quote_without_a_number_has_no_short_answer_to_how_many_or_when(
    question: str, segmenter: Segmenter
) -> None:
    assert answered(question, "图书馆的读者深入了解了“三同一创”的历史。", segmenter) == ""


def test_time_in_words_answers_when(segmenter: Segmenter) -> None:
    assert "去年" in answered("食堂是什么时候开的?", "食堂去年开张,老人都来吃饭。", segmenter)
