"""E-mails: subject, sender, day, text as shown, attachments, forwarded messages."""

import email.policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from embeddings.documents import Article, Origin
from embeddings.reading.read import read
from embeddings.reading.results import PartFailure, ReadingWarning
from tests.support.documents import make_pdf, make_zip, reason_against

LETTER = "各位同事：\n\n周五下午三点在二楼会议室开会，请带上各村的秋收报表。\n"


def compose(subject: str = "秋收会议", text: str = LETTER) -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"] = subject, "云小荷 <yun@example.com>"
    message["Date"] = "Fri, 18 Oct 2024 23:10:00 +0800"
    message.set_content(text)
    return message


def read_message(folder: Path, data: EmailMessage | bytes) -> tuple[list[Article], list[object]]:
    path = folder / "通知.eml"
    path.write_bytes(data if isinstance(data, bytes) else data.as_bytes(policy=email.policy.SMTP))
    results = list(read(path, path.name))
    articles = [item for item in results if isinstance(item, Article)]
    return articles, [item for item in results if isinstance(item, PartFailure | ReadingWarning)]


def test_message_is_an_article_with_sender_and_day(tmp_path: Path) -> None:
    [article], _ = read_message(tmp_path, compose())
    assert (article.title, article.byline, article.date) == ("秋收会议", "云小荷", "2024-10-18")
    assert article.date_origin is Origin.GIVEN
    assert article.text.split("\n") == [
        "各位同事：",
        "周五下午三点在二楼会议室开会，请带上各村的秋收报表。",
    ]


def test_text_is_read_once_though_it_is_there_as_html_too(tmp_path: Path) -> None:
    message = compose()
    table = "<table><tr><th>村</th><th>亩数</th></tr><tr><td>石桥</td><td>1200</td></tr></table>"
    message.add_alternative(f"<p>各村亩数如下。</p>{table}", subtype="html")
    [article], _ = read_message(tmp_path, message)
    assert article.text == "各村亩数如下。\n村:石桥;亩数:1200"


def test_attachments_are_read_as_files_and_others_named(tmp_path: Path) -> None:
    message = compose()
    rows = "标题,正文\n石桥收稻,石桥村收稻一千二百亩。\n".encode("gb18030")
    message.add_attachment(rows, maintype="text", subtype="csv", filename="报表.csv")
    for _ in range(2):
        data = "通告\n\n桥梁限高三米五。".encode()
        message.add_attachment(data, maintype="text", subtype="plain", filename="通告.txt")
    packed = make_zip({"一月/甲.txt": "修渠\n\n水渠修了八里。".encode()})
    message.add_attachment(packed, maintype="application", subtype="zip", filename="旧稿.zip")
    message.add_attachment(b"\xff\xd8\xff", maintype="video", subtype="mp4", filename="会场.mp4")
    message.add_attachment(b"\x00\x01", maintype="application", subtype="pdf", filename="坏.pdf")
    articles, others = read_message(tmp_path, message)
    assert [(article.source, article.title) for article in articles] == [
        ("通知.eml", "秋收会议"),
        ("通知.eml/报表.csv", "石桥收稻"),
        ("通知.eml/通告.txt", "通告"),
        ("通知.eml/通告.txt (2)", "通告"),
        ("通知.eml/旧稿.zip/一月/甲.txt", "修渠"),
    ]
    assert len({article.id for article in articles}) == len(articles)
    assert [item.part for item in others if isinstance(item, PartFailure)] == ["坏.pdf"]
    [skipped] = [item.text for item in others if isinstance(item, ReadingWarning)]
    assert skipped == "Skipped (files of type '.mp4' cannot be read): 会场.mp4."


def test_forwarded_message_is_an_article_of_its_own(tmp_path: Path) -> None:
    message = compose("转发：秋收会议", "请看下面的通知。")
    message.add_attachment(compose())
    articles, _ = read_message(tmp_path, message)
    assert [article.title for article in articles] == ["转发：秋收会议", "秋收会议"]
    assert "二楼会议室" not in articles[0].text


def test_message_of_an_old_chinese_program_is_read(tmp_path: Path) -> None:
    head = "Subject: 停水通知\r\nFrom: 水厂\r\nContent-Type: text/plain; charset=gb2312\r\n\r\n"
    body = "石䶮巷周日停水，值班员邵建国。\r\n"
    [article], _ = read_message(tmp_path, (head + body).encode("gb18030"))
    assert (article.title, article.byline) == ("停水通知", "水厂")
    assert article.text == body.strip()


def test_wrapped_lines_of_a_message_are_paragraphs(tmp_path: Path) -> None:
    text = "各村要在周五以前报送秋收进度，包括已收亩数、在田亩数和机具数量，不得迟报漏报"
    lines = [text[place : place + 18] for place in range(0, len(text), 18)]
    [article], _ = read_message(tmp_path, compose(text="\n".join(lines) + "。\n"))
    assert article.text == text + "。"


def test_archive_attached_to_a_message_in_an_archive_is_not_opened(tmp_path: Path) -> None:
    message = compose()
    packed = make_zip({"甲.txt": "修渠\n\n水渠修了八里。".encode()})
    message.add_attachment(packed, maintype="application", subtype="zip", filename="内.zip")
    path = tmp_path / "外.zip"
    path.write_bytes(make_zip({"通知.eml": message.as_bytes(policy=email.policy.SMTP)}))
    results = list(read(path, path.name))
    assert [item.title for item in results if isinstance(item, Article)] == ["秋收会议"]
    [failure] = [item for item in results if isinstance(item, PartFailure)]
    assert failure.part == "通知.eml 内.zip"
    assert "not opened" in failure.reason


def test_what_is_no_message_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes("就是一段文字，没有信头。".encode())
    assert "no header" in reason_against(path)


def test_attachment_without_a_name_is_read_or_named(tmp_path: Path) -> None:
    message = compose()
    message.add_attachment("水渠修好了，全村用上了渠水。", subtype="plain")
    message.add_attachment(b"\0", "application", "zip")
    articles, others = read_message(tmp_path, message)
    assert "水渠修好了，全村用上了渠水。" in articles[-1].text
    assert any("附件.zip" in str(other) for other in others)


@pytest.mark.parametrize("charset", ["punycode", "undefined", "idna", "nonsense"])
def test_codec_that_is_none_for_text_is_not_believed(tmp_path: Path, charset: str) -> None:
    head = f"Subject: =?{charset}?B?{'秋收'.encode('gbk').hex()}?=\n"
    kind = f"Content-Type: text/plain; charset={charset}\n\n"
    [article], _ = read_message(tmp_path, (head + kind).encode() + LETTER.encode("gb18030"))
    assert LETTER.splitlines()[0] in article.text


def test_name_of_an_attachment_in_a_codec_that_is_none_for_text_is_left_out(tmp_path: Path) -> None:
    head = "Content-Type: text/plain\nContent-Disposition: attachment; filename*=idna''%ff.csv\n\n"
    [article], _ = read_message(tmp_path, head.encode() + "水渠修好了，全村用上了。".encode())
    assert article.text == "水渠修好了，全村用上了。"


def test_part_that_nobody_calls_an_attachment_is_read_or_named(tmp_path: Path) -> None:
    message = compose()
    message.add_attachment(make_pdf([["水渠修好了，全村用上了渠水。"]]), "application", "pdf")
    message.add_attachment(b"\x00\x00\x00\x18ftyp", "video", "mp4")
    for part in message.iter_parts():
        del part["Content-Disposition"]
    articles, others = read_message(tmp_path, message)
    assert [article.source for article in articles] == ["通知.eml", "通知.eml/附件.pdf"]
    assert "全村用上了渠水" in articles[1].text
    [skipped] = [item.text for item in others if isinstance(item, ReadingWarning)]
    assert skipped == "Skipped (no suffix): 附件 (video/mp4)."


@pytest.mark.parametrize("name", ["渠水报告", "渠水报告第1.2期", "渠水报告.pdf"])
def test_attachment_without_a_suffix_is_read_as_what_it_is_declared(
    tmp_path: Path, name: str
) -> None:
    message = compose()
    data = make_pdf([["水渠修好了，全村用上了渠水。"]])
    message.add_attachment(data, "application", "pdf", filename=name)
    articles, others = read_message(tmp_path, message)
    assert others == []
    assert articles[1].source == f"通知.eml/{name}"
    assert "全村用上了渠水" in articles[1].text


@pytest.mark.parametrize(
    ("kind", "suffix"),
    [
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
        ("IMAGE/JPG", ".jpg"),
        ("application/x-ndjson", ".ndjson"),
        ("text/markdown", ".md"),
    ],
)
def test_nameless_attachment_is_named_by_its_type_on_every_machine(
    tmp_path: Path, kind: str, suffix: str
) -> None:
    message = compose()
    message.add_attachment(b"\x00", *kind.split("/"))
    _, [failure] = read_message(tmp_path, message)
    assert isinstance(failure, PartFailure)
    assert failure.part == f"附件{suffix}"


@pytest.mark.parametrize("name", ["渠水报告", ""])
def test_attachment_of_no_stated_type_is_recognised_by_its_first_bytes(
    tmp_path: Path, name: str
) -> None:
    message = compose()
    data = make_pdf([["水渠修好了，全村用上了渠水。"]])
    message.add_attachment(data, "application", "octet-stream", filename=name or None)
    message.add_attachment(b"\x00\x01\x02", "application", "octet-stream", filename="会场录音")
    articles, others = read_message(tmp_path, message)
    assert "全村用上了渠水" in articles[1].text
    [skipped] = [item.text for item in others if isinstance(item, ReadingWarning)]
    assert skipped == "Skipped (no suffix): 会场录音."
