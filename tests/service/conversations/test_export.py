"""ExportedFile transcripts: text from a conversation is never interpreted as markup."""

import io
import re
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from embeddings.documents import Article, PageStart
from embeddings.reading.formats.docx import read_docx
from service.answers.answer import Answer, Reason
from service.answers.conversation import SourceReference, Turn
from service.conversations.choices import Choices
from service.conversations.export.export import Format, export
from service.conversations.past_turns import PastTurn
from service.conversations.transcript import Transcript, transcribe
from service.exported_file import ExportedFile
from service.language import Language
from service.retrieval.filters import Filters
from service.strictness import Strictness

BASE = "http://127.0.0.1:8000/"
TEXT = "青石桥昨日通车。\n全桥长86米，总投资两千万元。"
BRIDGE = Article(
    "a1", "桥.txt", "青石桥“通车”", "王小明", "2017-10-11", TEXT, pages=(PageStart(0, 4),)
)
ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[点我](javascript:alert(1))",
    "![图](http://evil.example/x.png)",
    "**粗** _斜_ `码` ~~删~~",
    "# 标题",
    "1. 一",
    "- 一",
    "[^1]: 假的出处",
    "http://evil.example www.evil.example a@evil.example",
    "<http://evil.example>",
    "&lt;b&gt; \\",
    "前\n\n# 后\n---\n***",
    "坏\x00字\x08符\x1b\ufffe",
)


def reference(start: int, end: int, article_id: str = "a1") -> SourceReference:
    return SourceReference(article_id, f"{article_id}-0", "青石桥“通车”", "桥.txt", start, end)


TURNS = [
    Turn(0.0, "桥长多少?", "桥长多少?", "", TEXT[9:], "86米", (reference(9, len(TEXT)),)),
    Turn(60.0, "投资呢?", "桥的投资是多少?", "桥", TEXT[9:], "", (reference(9, len(TEXT)),)),
    Turn(120.0, "谁设计的?", "谁设计的?", "", "", ""),
]


def find(article_id: str) -> Article | None:
    return BRIDGE if article_id == "a1" else None


def transcript(turns: list[Turn] = TURNS, title: str = "青石桥") -> Transcript:
    return transcribe(title, [PastTurn(turn) for turn in turns], find, BASE)


def exported(form: Format, made: Transcript, language: Language = Language.CHINESE) -> ExportedFile:
    return export(made, form, language)


def text_of(form: Format, made: Transcript, language: Language = Language.CHINESE) -> str:
    return exported(form, made, language).content.decode("utf-8")


def test_place_that_is_quoted_twice_is_one_note_with_its_page_and_permanent_link() -> None:
    made = transcript()
    [note] = made.notes
    assert (note.n, note.title, note.byline, note.date) == (
        1,
        "青石桥“通车”",
        "王小明",
        "2017-10-11",
    )
    assert (note.source, note.page) == ("桥.txt", 4)
    assert note.link == f"{BASE}#/article/a1?q=9-{len(TEXT)}"
    assert [line.notes for entry in made.entries for line in entry.lines] == [(1,), (1,)]


def test_each_line_of_an_answer_has_the_note_that_it_was_quoted_from() -> None:
    quotes = (reference(0, 8), reference(9, len(TEXT)))
    made = transcript([Turn(0.0, "讲讲桥", "讲讲桥", "", TEXT, "", quotes)])
    assert [(line.text, line.notes) for line in made.entries[0].lines] == [
        (TEXT[:8], (1,)),
        (TEXT[9:], (2,)),
    ]


def test_article_that_was_deleted_is_named_as_such_and_not_linked() -> None:
    turn = Turn(0.0, "桥?", "桥?", "", "青石桥通车。", "", (reference(0, 6, "gone"),))
    made = transcript([turn])
    assert made.notes[0].link == ""
    markdown = text_of(Format.MARKDOWN, made)
    assert "[^1]: 青石桥“通车” · 桥.txt · 文章已从馆藏中删除" in markdown
    assert "<a href=" not in text_of(Format.HTML, made).partition('<section class="notes">')[2]


def test_answer_that_has_lost_its_articles_says_so_instead_of_having_declined() -> None:
    lost = Answer("桥?", (), None, 0, Reason.NOT_TOLD, (), dropped=2)
    turn = Turn(0.0, "桥?", "桥?", "", "", "", reply="{}")
    made = transcribe("桥", [PastTurn(turn, lost)], find, BASE)
    for form in (Format.MARKDOWN, Format.HTML):
        text = text_of(form, made)
        assert "回答引用的文章后来已删除或改动" in text
        assert "没有作答" not in text
    [article] = read_docx(io.BytesIO(exported(Format.WORD, made).content), "导出.docx")
    assert isinstance(article, Article)
    assert "回答引用的文章后来已删除或改动" in article.text


def test_markdown_shows_question_reading_answer_and_sources() -> None:
    text = text_of(Format.MARKDOWN, transcript())
    assert text.startswith("# 青石桥\n\n*问报导出")
    assert "## 桥长多少?\n" in text
    assert "全桥长**86米**，总投资两千万元。[^1]\n" in text
    assert "> 理解为：桥的投资是多少?\n" in text
    assert "*没有作答：馆藏里没有找到可靠的答案。*" in text
    note = f"[^1]: [青石桥“通车”](<{BASE}#/article/a1?q=9-{len(TEXT)}>) · 王小明 · 2017-10-11"
    assert f"{note} · 桥.txt · 第 4 页\n" in text
    assert text.count("[^1]:") == 1
    times = re.findall(r"^\d{4}-\d\d-\d\d \d\d:\d\d UTC[+-]\d\d:\d\d$", text, re.MULTILINE)
    assert len(times) == 3


def test_words_around_it_are_english_on_demand() -> None:
    text = text_of(Format.MARKDOWN, transcript(), Language.ENGLISH)
    assert "> Read as: 桥的投资是多少?" in text
    assert "page 4" in text
    assert 'lang="en"' in text_of(Format.HTML, transcript(), Language.ENGLISH)


def test_bold_holds_beside_quotation_marks() -> None:
    turn = Turn(0.0, "叫什么?", "叫什么?", "", "它叫“青石桥”。", "“青石桥”")
    shown = MarkdownIt().render(text_of(Format.MARKDOWN, transcript([turn])))
    assert "它叫“<strong>青石桥</strong>”。" in shown


@pytest.mark.parametrize("attack", ATTACKS)
def test_markdown_shows_every_attack_as_its_own_words(attack: str) -> None:
    turn = Turn(0.0, attack, f"{attack}呢", "", attack, attack, (reference(0, 8, "gone"),))
    source = text_of(Format.MARKDOWN, transcript([turn], attack))
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(source)
    inner = [child for token in tokens for child in token.children or ()]
    found = {token.type for token in (*tokens, *inner)}
    allowed = {"heading", "paragraph", "blockquote", "em", "strong"}
    assert {name.removesuffix("_open").removesuffix("_close") for name in found} <= allowed | {
        "inline",
        "text",
        "text_special",
    }
    assert sum(token.type == "heading_open" for token in tokens) == 2
    assert re.findall(r"(?<!\\)(?:://|www\.|\w@)", source) == []
    words = "".join(child.content for child in inner)
    assert "".join(attack.split()).replace("\x00", "\ufffd") in "".join(words.split())


class Tags(HTMLParser):
    """Notes the tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags = set[str]()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags |= {tag, *(f"{tag} {name}" for name, _ in attrs)}

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("attack", ATTACKS)
def test_html_shows_every_attack_as_its_own_words(attack: str) -> None:
    turn = Turn(0.0, attack, f"{attack}呢", "", attack, attack, (reference(0, 8),))
    plain, attacked = Tags(), Tags()
    plain.feed(text_of(Format.HTML, transcript()))
    attacked.feed(text_of(Format.HTML, transcript([turn], attack)))
    assert attacked.tags <= plain.tags
    assert not attacked.tags & {"script", "img", "a onclick"}
    assert "".join(attack.split()) in "".join(attacked.text.split())


@pytest.mark.parametrize("attack", ATTACKS)
def test_word_document_holds_every_attack_as_its_own_words(attack: str) -> None:
    turn = Turn(0.0, attack, f"{attack}呢", "", f"见 {attack} 。", attack, (reference(0, 8),))
    content = exported(Format.WORD, transcript([turn], f"题 {attack}")).content
    [article] = read_docx(io.BytesIO(content), "导出.docx")
    assert isinstance(article, Article)
    plain = re.sub(r"[\s\x00\x08\x1b\ufffe]+", "", attack)
    assert plain in re.sub(r"\s+", "", article.text)


def test_word_document_is_read_back_with_its_questions_as_headings() -> None:
    content = exported(Format.WORD, transcript()).content
    [article] = read_docx(io.BytesIO(content), "导出.docx")
    assert isinstance(article, Article)
    assert article.title == "青石桥"
    headings = [article.text[heading.start : heading.end] for heading in article.headings]
    assert headings == ["桥长多少?", "投资呢?", "谁设计的?", "出处"]
    assert "全桥长86米，总投资两千万元。[1]" in article.text
    assert "[1] 青石桥“通车” · 王小明 · 2017-10-11 · 桥.txt · 第 4 页" in article.text


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("桥长多少?", "桥长多少.md"),
        ("../../etc/passwd", "etc passwd.md"),
        ('a"b\\c/d:e*f<g>h|i\r\nj', "a b c d e f g h i j.md"),
        ("\u202egnp.exe", "gnp.exe.md"),
        ("...", "wenbao.md"),
        ("问" * 200, "问" * 60 + ".md"),
    ],
)
def test_file_is_named_by_its_title_without_what_a_disk_refuses(title: str, name: str) -> None:
    assert exported(Format.MARKDOWN, transcript(title=title)).name == name


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.CHINESE, "范围：来源：晚报 · 2017起 · 只问：青石桥“通车” · 从严作答"),
        (Language.ENGLISH, "Scope: Source: 晚报 · Since 2017 · Only: 青石桥“通车” · Strict"),
    ],
)
def test_what_a_question_was_asked_with_is_told_in_every_format(
    language: Language, said: str
) -> None:
    filters = Filters(source="晚报", date_from="2017", article_ids=("a1",))
    past = PastTurn(TURNS[0], choices=Choices(filters, Strictness.STRICT))
    told = transcribe("青石桥", [past, PastTurn(TURNS[1])], find, BASE)
    markdown = export(told, Format.MARKDOWN, language).content.decode("utf-8")
    assert markdown.count(said) == 1
    html = export(told, Format.HTML, language).content.decode("utf-8")
    assert html.count(said) == 1
    content = export(told, Format.WORD, language).content
    [article] = read_docx(io.BytesIO(content), "导出.docx")
    assert isinstance(article, Article)
    assert article.text.count(said) == 1
