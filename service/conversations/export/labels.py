"""The labels of an exported transcript, and the lines that all formats share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from service.conversations.transcript import Entry, Note
from service.language import Language


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels in one language; ``page`` and ``asked_with`` have placeholders."""

    tag: str
    understood: str
    declined: str
    incomplete: str
    sources: str
    page: str
    untitled: str
    gone: str
    made_by: str
    asked_with: Mapping[str, str]


LABELS = {
    Language.CHINESE: Labels(
        tag="zh-CN",
        understood="理解为：",
        declined="没有作答：馆藏里没有找到可靠的答案。",
        incomplete="回答引用的文章后来已删除或改动，这些引文不再显示。",
        sources="出处",
        page="第 {} 页",
        untitled="（无标题）",
        gone="文章已从馆藏中删除",
        made_by="问报导出；回答均引自所列出处，请以原文为准。",
        asked_with={
            "scope": "范围：{}",
            "comma": "、",
            "collection": "文集：{}",
            "tags": "标签：{}",
            "source": "来源：{}",
            "title": "标题含“{}”",
            "since": "{}起",
            "until": "至{}",
            "only": "只问：{}",
            "strict": "从严作答",
            "balanced": "适中作答",
            "lenient": "从宽作答",
            "extractive": "只引原文",
            "llm": "由语言模型作答",
        },
    ),
    Language.ENGLISH: Labels(
        tag="en",
        understood="Read as: ",
        declined="Not answered: the collection has no reliable answer.",
        incomplete="Articles that this answer quoted have since been deleted or changed; "
        "what it quoted from them is no longer shown.",
        sources="Sources",
        page="page {}",
        untitled="(untitled)",
        gone="the article has since been deleted from the collection",
        made_by="Exported by Wenbao. The answers come from the sources listed, which prevail.",
        asked_with={
            "scope": "Scope: {}",
            "comma": ", ",
            "collection": "Collection: {}",
            "tags": "Tags: {}",
            "source": "Source: {}",
            "title": "Title contains “{}”",
            "since": "Since {}",
            "until": "Until {}",
            "only": "Only: {}",
            "strict": "Strict",
            "balanced": "Balanced",
            "lenient": "Lenient",
            "extractive": "Quotes only",
            "llm": "Language model",
        },
    ),
}


def format_lack(entry: Entry, words: Labels) -> str:
    """Return why there is no answer or only part of one; "" if it is whole."""
    if entry.is_incomplete:
        return words.incomplete
    return "" if entry.lines else words.declined


def format_note_title(note: Note, words: Labels) -> str:
    """Return the link text of a note."""
    return collapse_whitespace(note.title) or words.untitled


def format_imprint(note: Note, words: Labels) -> list[str]:
    """Return what follows the title: byline, date, file, page, and whether it was deleted."""
    page = words.page.format(note.page) if note.page is not None else ""
    gone = "" if note.link else words.gone
    parts = (
        collapse_whitespace(part) for part in (note.byline, note.date, note.source, page, gone)
    )
    return [part for part in parts if part]


def format_time(moment: datetime) -> str:
    """Return a time to the minute, with its UTC offset."""
    day, _, clock = moment.isoformat(timespec="minutes").partition("T")
    return f"{day} {clock[:5]} UTC{clock[5:]}"


def collapse_whitespace(text: str) -> str:
    """Return ``text`` stripped, with each run of white space as one space."""
    return " ".join(text.split())
