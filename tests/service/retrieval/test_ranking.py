"""The learned ranking of hits."""

from collections.abc import Sequence
from dataclasses import asdict, fields, replace

import pytest

from embeddings.documents import Article, Passage, Span
from embeddings.passages import PassageSettings, split_passages
from service.answers.hits import Hit, Scores
from service.questions.focus import Focus
from service.questions.query_terms import QueryTerms, Term, TermSet
from service.questions.question import Question, QuestionKind
from service.retrieval import ranking
from service.retrieval.ranking import RankFeatures, measure_features

TEXT = "绿东村街道开通了绿东播报。党员群众都说好。\n须水街道开通了微信。"


def query_terms(
    *words: str, kind: QuestionKind = QuestionKind.ANY, names: tuple[str, ...] = ()
) -> QueryTerms:
    focus = Focus(Span(0, 0), "")
    question = Question("".join(words), kind, (), words, names, (), words, " ".join(words), focus)
    pairs = [word[i : i + 2] for word in words for i in range(len(word) - 1)]
    return QueryTerms(
        question,
        words=TermSet.of(Term(word, 1.0) for word in words),
        bigrams=TermSet.of(Term(pair, 1.0) for pair in pairs),
        characters=TermSet.of(Term(item, 1.0) for item in "".join(words)),
    )


def hit(article_id: str, text: str, terms: float, vectors: float, ordinal: int = 0) -> Hit:
    article = Article(article_id, "a.txt", "标题", "", "", text)
    passage = Passage(f"{article_id}-{ordinal}", article_id, ordinal, "", 0, len(text))
    return Hit(passage, article, Scores(terms, vectors, 0.0, 0.0))


def rank(hits: Sequence[Hit], asked: QueryTerms) -> list[Hit]:
    return ranking.rank(hits, measure_features(hits, asked), asked.question)


def test_features_of_a_passage_by_hand() -> None:
    asked = query_terms("绿东播报", "开通", "金水区", names=("金水区",))
    [features] = measure_features([hit("a", TEXT, 8.0, 0.5)], asked)
    assert asdict(features) == pytest.approx(
        {
            "terms": 1.0,
            "vectors": 0.5,
            "characters": 7 / 9,  # 水 stands in 须水
            "context_words": 2 / 3,
            "sentence": 4 / 6,
            "opening": 1.0,
            "length": len(TEXT) / 300,
            "lead_words": 2 / 3,
            "article_bigrams": 4 / 6,
            "article_terms": 1.0,
            "article_vectors": 0.5,
            "names": 0.0,
            "order": 0.0,
            "meaning": 0.0,
            "article_meaning": 0.0,
            "unread": 1.0,
        }
    )


def test_words_in_the_order_of_the_question_score_higher() -> None:
    found = [hit("a", TEXT, 1.0, 0.0)]
    [same] = measure_features(found, query_terms("绿东村", "开通", "须水"))
    [other] = measure_features(found, query_terms("须水", "微信", "绿东村"))
    assert (same.order, other.order) == (1.0, 0.5)


def test_an_article_gathers_what_its_passages_hold() -> None:
    first = hit("a", "绿东播报很好。", 4.0, 0.2)
    second = hit("a", "欣欣须水也好。", 8.0, 0.6, ordinal=1)
    one, two = measure_features([first, second], query_terms("绿东播报", "欣欣须水"))
    assert one.article_bigrams == two.article_bigrams == 1.0
    assert (one.article_terms, one.article_vectors) == (1.0, 0.6)
    assert (one.opening, two.opening) == (1.0, 0.0)


@pytest.mark.parametrize("kind", [QuestionKind.ANY, QuestionKind.NUMBER])
@pytest.mark.parametrize("name", [f.name for f in fields(RankFeatures) if f.name != "length"])
def test_more_of_what_speaks_for_a_passage_never_pushes_it_down(
    kind: QuestionKind, name: str
) -> None:
    weights = ranking.STATEMENT if kind is QuestionKind.ANY else ranking.QUESTION
    assert getattr(weights, name) >= 0


def test_better_passage_comes_first_and_carries_its_final_score() -> None:
    better, worse = hit("b", TEXT, 8.0, 0.5), hit("a", "今天天气很好。", 1.0, 0.0)
    ranked = rank([worse, better], query_terms("绿东播报", "开通"))
    assert [item.article.id for item in ranked] == ["b", "a"]
    assert ranked[0].scores.final > ranked[1].scores.final
    assert replace(ranked[0].scores, final=0.0) == better.scores


def test_equal_passages_come_in_the_order_of_their_ids() -> None:
    twins = [hit(name, TEXT, 1.0, 0.1) for name in "cab"]
    assert [item.article.id for item in rank(twins, query_terms("开通"))] == ["a", "b", "c"]


def test_nothing_is_ranked_to_nothing() -> None:
    assert rank([], query_terms("开通")) == []


def test_question_without_content_ranks_all_the_same() -> None:
    article = Article("a" * 16, "a.txt", "", "", "", TEXT)
    [passage] = split_passages(article, PassageSettings())
    found = Hit(passage, article, Scores(0.0, 0.0, 0.0, 0.0))
    assert rank([found], query_terms())[0].passage == passage
