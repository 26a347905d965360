"""What the library no longer holds verbatim is dropped from an answer before it is returned."""

import shutil
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from embeddings.documents import Article, Span
from embeddings.encoding.vectors import FloatVector
from embeddings.library.library import Library
from embeddings.library.records import Contents, StoredFile
from service.answers.answer import Answer, Generated, Reason, Sentence
from service.answers.hits import Quote
from service.assistant import Assistant
from service.conversations.conversation_service import AskOptions, ConversationService
from service.conversations.conversation_store import ConversationStore
from service.ingestion.ingestion import Ingestion
from service.web.metrics import Metrics
from service.workspace.workspace import Workspace
from tests.support.workspaces import open_workspace, write_pages

QUESTION = "绿东村街道开通的微信公共平台叫什么名字?"
LISTING = "哪些文章提到公共平台?"
PAGES = {
    "绿东.txt": "绿东村街道\n\n绿东村街道开通了“绿东播报”微信公共平台。\n",
    "须水.txt": "须水街道\n\n须水街道开通微信“欣欣须水”公共平台。\n",
}
WRITTEN = "平台叫“绿东播报”[1]。"


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("verified")
    pages = write_pages(folder / "pages", PAGES)
    return open_workspace(folder / "data", collection=pages)


@pytest.fixture
def asking(indexed: Workspace, tmp_path: Path) -> Assistant:
    """Two articles in a library that the test may change; the index stays what it was."""
    data = shutil.copytree(indexed.settings.data, tmp_path / "data")
    settings = indexed.settings.model_copy(update={"data": data})
    return Assistant(Workspace(settings, Library(settings.library_path), indexed.current))


def store(library: Library, source: str, *articles: Article) -> None:
    """Put ``articles`` in the place of what a file holds."""
    library.replace(Contents(StoredFile(source, "", "changed"), articles))


def article_of(asking: Assistant, source: str) -> Article:
    [found] = [
        article for article in asking.workspace.library.articles.page() if article.source == source
    ]
    return found


def sources_of(answer: Answer) -> list[tuple[int, str]]:
    return [(source.n, source.hit.article.source) for source in answer.sources]


def two_quotes(asking: Assistant) -> Answer:
    """Return an answer with a quote of each article, the short answer being in the second."""
    answer = asking.ask(QUESTION)
    assert sources_of(answer) == [(1, "绿东.txt"), (2, "须水.txt")]
    first, second = answer.sources
    text = second.hit.article.text
    start = text.index("欣欣须水")
    quote = Quote(second.hit.article.id, text.index("须水街道开通"), len(text.rstrip()), "")
    quote = replace(quote, text=text[quote.start : quote.end])
    assert answer.short is not None
    return replace(
        answer,
        quotes=(*answer.quotes, quote),
        short=replace(answer.short, n=2, start=start, end=start + 4, text="欣欣须水"),
        sources=(first, replace(second, highlights=(quote.span,))),
    )


def test_answer_from_unchanged_articles_is_unchanged(asking: Assistant) -> None:
    for answer in (asking.ask(QUESTION), asking.ask(LISTING), two_quotes(asking)):
        assert answer.answered
        assert asking.verify(answer) == answer
        assert answer.dropped == 0


def test_answer_from_a_deleted_article_is_declined_with_the_sources_that_are_left(
    asking: Assistant,
) -> None:
    before = asking.ask(QUESTION)
    assert "绿东播报" in before.text
    store(asking.workspace.library, "绿东.txt")
    after = asking.verify(before)
    assert (after.reason, after.confidence) == (Reason.NOT_TOLD, 0)
    assert (after.text, after.short) == ("", None)
    assert sources_of(after) == [(1, "须水.txt")]
    assert after.dropped == 4  # the quote, its highlight, its source, and the short answer in it


@pytest.mark.parametrize("changed", ["text", "title", "date"])
def test_article_changed_by_one_character_is_not_quoted(asking: Assistant, changed: str) -> None:
    before, article = asking.ask(QUESTION), article_of(asking, "绿东.txt")
    differing = {
        "text": replace(article, text=article.text.replace("播报", "播扱")),
        "title": replace(article, title=f"{article.title}。"),
        "date": replace(article, date="2017"),
    }
    store(asking.workspace.library, "绿东.txt", differing[changed])
    after = asking.verify(before)
    assert not after.answered
    assert sources_of(after) == [(1, "须水.txt")]


def test_article_stored_again_unchanged_is_quoted_on(asking: Assistant) -> None:
    before = asking.ask(QUESTION)
    store(asking.workspace.library, "绿东.txt", article_of(asking, "绿东.txt"))
    assert asking.verify(before) == before


def test_short_answer_follows_its_source_to_a_new_number(asking: Assistant) -> None:
    before = two_quotes(asking)
    store(asking.workspace.library, "绿东.txt")
    after = asking.verify(before)
    assert after.answered
    assert after.text == "须水街道开通微信“欣欣须水”公共平台。"
    assert sources_of(after) == [(1, "须水.txt")]
    assert after.short is not None
    assert (after.short.n, after.short.text) == (1, "欣欣须水")
    assert after.dropped == 3


def test_short_answer_leaves_with_its_source(asking: Assistant) -> None:
    before = two_quotes(asking)
    store(asking.workspace.library, "须水.txt")
    after = asking.verify(before)
    assert (after.answered, after.short) == (True, None)
    assert after.quotes == before.quotes[:1]
    assert sources_of(after) == [(1, "绿东.txt")]


@pytest.mark.parametrize("shift", [(-1000, 0), (0, 1000), (1, 1), (0, -1)])
def test_quote_that_is_not_verbatim_leaves_with_its_highlight(
    asking: Assistant, shift: tuple[int, int]
) -> None:
    right = two_quotes(asking)
    first = right.quotes[0]
    wrong = replace(first, start=first.start + shift[0], end=first.end + shift[1])
    source = replace(right.sources[0], highlights=(wrong.span,))
    before = replace(right, quotes=(wrong, right.quotes[1]), sources=(source, right.sources[1]))
    after = asking.verify(before)
    assert after.quotes == right.quotes[1:]
    assert [source.highlights for source in after.sources] == [(), (right.quotes[1].span,)]
    assert after.dropped == 2


@pytest.mark.parametrize("span", [(-3, 2), (2, 2), (5, 3), (0, 10_000)])
def test_highlight_outside_the_article_is_dropped(asking: Assistant, span: tuple[int, int]) -> None:
    right = asking.ask(QUESTION)
    first = right.sources[0]
    marked = replace(first, highlights=(*first.highlights, Span(*span)))
    after = asking.verify(replace(right, sources=(marked, *right.sources[1:])))
    assert after == replace(right, dropped=1)


@pytest.mark.parametrize("change", [{"start": 0}, {"end": 9999}, {"text": "绿东播报。"}, {"n": 3}])
def test_short_answer_that_is_not_verbatim_leaves(
    asking: Assistant, change: dict[str, int | str]
) -> None:
    right = asking.ask(QUESTION)
    assert right.short is not None
    wrong = replace(right, short=replace(right.short, **change))  # type: ignore[arg-type]
    assert asking.verify(wrong) == replace(right, short=None, dropped=1)


def test_passage_beyond_the_end_of_its_article_leaves(asking: Assistant) -> None:
    right = asking.ask(QUESTION)
    hit = right.sources[1].hit
    wrong = replace(right.sources[1], hit=replace(hit, passage=replace(hit.passage, end=9999)))
    after = asking.verify(replace(right, sources=(right.sources[0], wrong)))
    assert after == replace(right, sources=right.sources[:1], dropped=1)


def test_nearest_passages_of_a_declined_question_are_checked_too(asking: Assistant) -> None:
    before = asking.ask("xyzzy")
    assert before.reason is Reason.NO_MATCH
    assert len(before.sources) == 2
    store(asking.workspace.library, "绿东.txt")
    after = asking.verify(before)
    assert (after.reason, sources_of(after)) == (Reason.NO_MATCH, [(1, "须水.txt")])


def test_deleted_article_is_neither_listed_nor_counted(asking: Assistant) -> None:
    before = asking.ask(LISTING)
    assert before.text.startswith("共有 2 篇文章")
    store(asking.workspace.library, "绿东.txt")
    after = asking.verify(before)
    assert after.text == "共有 1 篇文章提到“公共平台”：《须水街道》。"
    assert sources_of(after) == [(1, "须水.txt")]
    store(asking.workspace.library, "须水.txt")
    none = asking.verify(after)
    assert (none.answered, none.reason) == (False, Reason.NO_MATCH)
    assert none.text == "收录的文章里没有提到“公共平台”。"
    assert none.dropped == before.dropped + 8


class ReplacingReader:
    """A reranker during whose reading a file is emptied, as by another process."""

    name = "replacing"

    def __init__(self, library: Library) -> None:
        self._library = library

    def scores(self, query: str, texts: Sequence[str]) -> FloatVector:
        store(self._library, "绿东.txt")
        return np.linspace(1, 0, len(texts), dtype=np.float32)


def test_article_deleted_between_search_and_answer_is_not_quoted(asking: Assistant) -> None:
    old = asking.workspace
    reader = ReplacingReader(old.library)
    answer = Assistant(Workspace(old.settings, old.library, old.current, reranker=reader)).ask(
        QUESTION
    )
    assert "绿东播报" not in answer.text
    assert "绿东.txt" not in [source for _, source in sources_of(answer)]
    assert answer.dropped > 0


def keep_generated(asking: Assistant, tmp_path: Path, deleted: str) -> Answer:
    """Return what is given when ``deleted`` is emptied while a language model writes."""
    conversations = ConversationService(
        asking, ConversationStore.open(tmp_path / "conversations.sqlite3"), days=0
    )
    asked = conversations.ask(QUESTION, AskOptions())
    written = Generated(WRITTEN, (Sentence(0, len(WRITTEN), (1,), supported=True),))
    generated = replace(asked.reply.answer, quotes=(), short=None, generated=written)
    if deleted:
        store(asking.workspace.library, deleted)
    return conversations.keep(asked, generated).answer


def test_generated_answer_stands_while_its_sources_do(asking: Assistant, tmp_path: Path) -> None:
    answer = keep_generated(asking, tmp_path, "")
    assert (answer.answered, answer.text, answer.dropped) == (True, WRITTEN, 0)


@pytest.mark.parametrize("deleted", ["绿东.txt", "须水.txt"])
def test_generated_answer_is_withheld_when_a_source_was_deleted_meanwhile(
    asking: Assistant, tmp_path: Path, deleted: str
) -> None:
    answer = keep_generated(asking, tmp_path, deleted)
    assert (answer.reason, answer.text, answer.generated) == (Reason.NOT_TOLD, "", None)
    assert len(answer.sources) == 1


def test_metric_counts_what_was_dropped(asking: Assistant) -> None:
    metrics = Metrics(Ingestion.of(asking.workspace))
    before = asking.ask(QUESTION)
    metrics.count_question(before, 0.012)
    assert b"\nwenbao_quotes_dropped_total 0.0\n" in metrics.render()
    store(asking.workspace.library, "绿东.txt")
    metrics.count_question(asking.verify(before), 0.012)
    assert b"\nwenbao_quotes_dropped_total 4.0\n" in metrics.render()


def test_check_costs_little(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTION)
    assert len(answer.sources) == 5
    spent = []
    for _ in range(200):
        start = time.perf_counter()
        assistant.verify(answer)
        spent.append(time.perf_counter() - start)
    assert sorted(spent)[100] < 0.003  # ten times what it takes on a free machine
