"""The stories of newspaper pages as articles."""

from collections.abc import Iterator

from embeddings.articles.content import Element, Paragraph, Role
from embeddings.articles.imprint import read_page_imprint
from embeddings.articles.paragraph_imprint import take_imprint
from embeddings.documents import Article
from embeddings.layout.line_places import PageSizes, find_places
from embeddings.layout.newspaper import PrintedStory
from embeddings.reading.article_builder import ArticleBuilder, Imprint, derive_title
from embeddings.reading.formats.pdf_elements import build_paragraphs


def build_article(story: PrintedStory, sizes: PageSizes, builder: ArticleBuilder) -> Article | None:
    """Return a story as an article; None if it is only a headline.

    ``sizes`` are those of the printed pages.
    """
    title = " ".join(paragraph.join(as_headline=True)[0] for paragraph in story.title)
    title = title or derive_title(builder.source)
    page = read_page_imprint(builder.source, (*story.head.lines, story.head.date))
    printed, paragraphs = take_imprint(list(_build_elements(story, sizes)), title, page)
    return builder.build(Imprint(title).complete(printed), paragraphs)


def _build_elements(story: PrintedStory, sizes: PageSizes) -> Iterator[Element]:
    for line in story.imprint:
        if line.text:
            yield Paragraph(line.text, page=line.page)
    for paragraph in story.paragraphs:
        yield from build_paragraphs(paragraph, 0, sizes)
    for caption in story.captions:
        text, _ = caption.join()
        if text:
            places = find_places(caption, sizes)
            yield Paragraph(text, Role.CAPTION, page=caption.page, places=places)
