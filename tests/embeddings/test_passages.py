"""Passages are ranges of the article's own text, split at natural boundaries."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.documents import Article, Heading, Span
from embeddings.passages import PassageSettings, build_context, build_contexts, split_passages
from embeddings.text.sentences import split_sentences

SMALL = PassageSettings(minimum=15, maximum=30, overlap=8)
SENTENCE_ENDS = "。!?！？…”’」』\"')）"

LINES = st.lists(
    st.tuples(
        st.booleans(),  # whether the line is a heading
        st.text(st.sampled_from("党建工作1,，;。!?“” \u3000A"), min_size=1, max_size=90),
    ),
    max_size=12,
)
SETTINGS = st.tuples(st.integers(1, 40), st.integers(0, 60), st.integers(0, 39)).map(
    lambda drawn: PassageSettings(drawn[0], drawn[0] + drawn[1], min(drawn[2], drawn[0] - 1))
)


def article_of(lines: list[tuple[bool, str]], title: str = "标题") -> Article:
    """Return an article with each line as a paragraph, or as a heading where it is marked so."""
    headings: list[Heading] = []
    start = 0
    for is_heading, line in lines:
        if is_heading:
            headings.append(Heading(start, start + len(line)))
        start += len(line) + 1
    text = "\n".join(line for _, line in lines)
    return Article("0123456789abcdef", "a.txt", title, "", "", text, tuple(headings))


def prose(text: str) -> Article:
    return article_of([(False, line) for line in text.split("\n")])


def texts(article: Article, settings: PassageSettings) -> list[str]:
    return [passage.text_in(article) for passage in split_passages(article, settings)]


@given(lines=LINES, settings=SETTINGS)
def test_passage_is_a_range_of_the_text_no_longer_than_the_maximum(
    lines: list[tuple[bool, str]], settings: PassageSettings
) -> None:
    article = article_of(lines)
    for passage in split_passages(article, settings):
        assert 0 <= passage.start < passage.end <= len(article.text)
        assert passage.text_in(article) == article.text[passage.start : passage.end]
        assert passage.end - passage.start <= settings.maximum


@given(lines=LINES, settings=SETTINGS)
def test_passage_has_no_white_space_at_its_ends(
    lines: list[tuple[bool, str]], settings: PassageSettings
) -> None:
    for text in texts(article_of(lines), settings):
        assert text
        assert text == text.strip()


@given(lines=LINES, settings=SETTINGS)
def test_every_visible_character_outside_headings_is_in_a_passage(
    lines: list[tuple[bool, str]], settings: PassageSettings
) -> None:
    article = article_of(lines)
    passages = split_passages(article, settings)
    covered = {index for passage in passages for index in range(passage.start, passage.end)}
    in_heading = {index for h in article.headings for index in range(h.start, h.end)}
    visible = {index for index, c in enumerate(article.text) if not c.isspace()}
    assert visible - in_heading <= covered


@given(lines=LINES, settings=SETTINGS)
def test_no_passage_touches_a_heading_and_each_knows_the_one_above(
    lines: list[tuple[bool, str]], settings: PassageSettings
) -> None:
    article = article_of(lines)
    for passage in split_passages(article, settings):
        assert all(passage.end <= h.start or passage.start >= h.end for h in article.headings)
        above = [h for h in article.headings if h.end <= passage.start]
        expected = article.text[above[-1].start : above[-1].end] if above else ""
        assert passage.heading == expected


@given(lines=LINES, settings=SETTINGS)
def test_passages_are_numbered_and_move_forward(
    lines: list[tuple[bool, str]], settings: PassageSettings
) -> None:
    article = article_of(lines)
    passages = split_passages(article, settings)
    assert [passage.ordinal for passage in passages] == list(range(len(passages)))
    assert [passage.id for passage in passages] == [f"{article.id}-{p.ordinal}" for p in passages]
    starts = [passage.start for passage in passages]
    assert starts == sorted(set(starts))


@given(lines=LINES, settings=SETTINGS)
def test_passage_ends_with_a_sentence_or_inside_one_that_is_too_long(
    lines: list[tuple[bool, str]], settings: PassageSettings
) -> None:
    article = article_of(lines)
    cut = list(split_sentences(article.text))
    ends = {sentence.end for sentence in cut}
    too_long = [s for s in cut if s.end - s.start > settings.maximum]
    for passage in split_passages(article, settings):
        inside = any(s.start < passage.end < s.end for s in too_long)
        assert passage.end in ends or inside


@given(text=st.text(max_size=200), settings=SETTINGS)
def test_any_text_at_all_is_covered(text: str, settings: PassageSettings) -> None:
    article = prose(text)
    joined = "".join(texts(article, settings))
    assert {c for c in text if not c.isspace()} <= set(joined)


def test_short_paragraphs_of_a_section_are_joined() -> None:
    assert texts(prose("一句短话。\n又一句话。\n再来一句长一些的话。"), SMALL) == [
        "一句短话。\n又一句话。\n再来一句长一些的话。"
    ]


def test_paragraph_is_not_joined_once_the_minimum_is_reached() -> None:
    first = "这一段正好有十五个字的样子嘛。"
    assert len(first) == SMALL.minimum
    assert texts(prose(f"{first}\n后一段。"), SMALL) == [first, "后一段。"]


def test_long_paragraph_is_cut_at_sentence_ends() -> None:
    text = "第一句话讲了会议的安排。第二句话讲了学习的内容。第三句话讲了整改的办法。"
    passages = texts(prose(text), SMALL)
    assert len(passages) == 2
    assert all(passage[-1] in SENTENCE_ENDS for passage in passages)


def test_next_passage_repeats_whole_sentences_up_to_the_overlap() -> None:
    text = "第一句话讲了会议的安排。第二句话很长讲了学习。好。第三句话讲了整改的办法。"
    assert texts(prose(text), SMALL) == [
        "第一句话讲了会议的安排。第二句话很长讲了学习。好。",
        "好。第三句话讲了整改的办法。",
    ]


def test_without_overlap_nothing_is_repeated() -> None:
    text = "第一句话讲了会议的安排。第二句话讲了学习。好。第三句话讲了整改的办法。" * 5
    passages = split_passages(prose(text), PassageSettings(15, 30, 0))
    assert all(a.end <= b.start for a, b in pairwise(passages))
    assert "".join(texts(prose(text), PassageSettings(15, 30, 0))) == text


def test_sentence_longer_than_the_maximum_is_cut_at_commas() -> None:
    text = "成立了党代表活动室,组建了社区合唱队,开办了科普大学,丰富了居民的文化生活。"
    assert texts(prose(text), PassageSettings(15, 30, 0)) == [
        "成立了党代表活动室,组建了社区合唱队,开办了科普大学,",
        "丰富了居民的文化生活。",
    ]


def test_clause_longer_than_the_maximum_is_cut_into_blocks() -> None:
    assert texts(prose("党" * 70), SMALL) == ["党" * 30, "党" * 30, "党" * 10]


def test_article_without_text_has_no_passages() -> None:
    assert split_passages(prose(""), SMALL) == ()
    assert split_passages(article_of([(True, "只有标题")]), SMALL) == ()


@pytest.mark.parametrize(
    ("minimum", "maximum", "overlap"), [(31, 30, 0), (10, 30, 10), (10, 30, -1), (0, 30, 0)]
)
def test_settings_that_contradict_each_other_are_refused_with_their_values(
    minimum: int, maximum: int, overlap: int
) -> None:
    with pytest.raises(ValueError, match=f"overlap {overlap}, minimum {minimum}, maximum"):
        PassageSettings(minimum, maximum, overlap)


def test_context_holds_title_heading_and_the_lead_of_a_paragraph_begun_earlier() -> None:
    text = "绿东村街道党工委不断创新。第二句话讲了学习的内容和方法。第三句话讲了整改的办法。"
    article = article_of([(True, "基层动态"), (False, text)], title="组织工作")
    first, second = split_passages(article, SMALL)
    assert build_context(article, first) == "组织工作\n基层动态"
    assert build_context(article, second) == "组织工作\n基层动态\n绿东村街道党工委不断创新。"


def test_context_of_an_article_without_title_and_heading_is_empty() -> None:
    article = article_of([(False, "一句话。")], title="")
    assert build_context(article, split_passages(article, SMALL)[0]) == ""


@given(LINES, SETTINGS)
def test_contexts_of_all_passages_are_those_of_each(
    lines: list[tuple[bool, str]], settings: PassageSettings
) -> None:
    article = article_of(lines)
    passages = split_passages(article, settings)
    each = [build_context(article, passage) for passage in passages]
    assert list(build_contexts(article, passages)) == each


def test_contexts_of_a_long_text_take_as_long_as_it_is() -> None:
    sentence = "绿东村街道党工委不断创新，讲了学习的内容和方法。"

    def measure(count: int) -> float:
        article = article_of([(False, count * sentence)])
        passages = split_passages(article, PassageSettings())
        start = time.process_time()
        assert sum(1 for _ in build_contexts(article, passages)) == len(passages)
        return time.process_time() - start

    measure(1000)
    # Eight times as long; it took 64 times as long when each passage read the whole text before it.
    assert measure(40_000) < 24 * measure(5000)


def test_heading_ranges_are_never_indexed_as_text() -> None:
    article = article_of([(False, "导语。"), (True, "小标题"), (False, "正文。")])
    assert [Span(p.start, p.end) for p in split_passages(article, SMALL)] == [
        Span(0, 3),
        Span(8, 11),
    ]
