"""Remove from plain text what was left of the web page it came from: entities, tags, adverts."""

import html
import re

_TAG_NAMES = (
    "p|br|div|span|font|b|i|u|a|strong|em|h[1-6]|table|tbody|tr|td|th|ul|ol|li|hr|img|center"
    "|blockquote"
)
_TAG = re.compile(rf"</?(?:{_TAG_NAMES})(?:\s[^<>\n]{{0,300}})?/?>", re.IGNORECASE)
_BREAK = re.compile(r"<(?:/?(?:p|div|tr|li|h[1-6])\b|br|hr)[^<>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9a-f]{2,5}|[a-z]{2,8}\d?);", re.IGNORECASE)
_ADDRESS = re.compile(
    r"https?://|www\s?[.．]|(?<![A-Za-z0-9])[A-Za-z0-9-]{1,40}[.．]"
    r"(?:com|net|org|cc|cn|info|xyz|top|vip|me)\b",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[【\[〖（(][^【\[〖（(】\]〗）)\n]{4,80}[】\]〗）)]")
_INVITATION = re.compile(
    r"更多.{0,12}(?:请|尽在|就在|访问|关注)|(?:本[书文]|内容|资源)由.{1,30}(?:整理|收集|提供|制作|上传|发布)"
    r"|最新章节|(?:请|记得).{0,4}(?:收藏|加入书签|记住)|一秒记住|手机(?:用户|阅读|版)"
    r"|(?:免费|全文|txt)(?:下载|阅读)|访问|登[录陆]|百度搜索|欢迎光临|尽在",
    re.IGNORECASE,
)
_LONGEST_ADVERT = 100  # characters of a line
_MOST_WORDS = 20  # characters besides the address in a line that is only an address


def remove_web_residue(text: str) -> str:
    """Return a text without the marks and adverts of a web page; any other text unchanged."""
    has_marks = bool(_TAG.search(text) or _ENTITY.search(text))
    if has_marks:
        text = html.unescape(_TAG.sub("", _BREAK.sub("\n", text)))
    if not _ADDRESS.search(text):
        return text
    text = _BRACKETED.sub(lambda match: "" if _ADDRESS.search(match[0]) else match[0], text)
    lines = text.split("\n")
    return "\n".join(line for line in lines if not _is_advert(line, is_page=has_marks))


def _is_advert(line: str, *, is_page: bool) -> bool:
    """Return whether a line only invites to a site; of a page, also if it only names one."""
    address = _ADDRESS.search(line) if len(line) <= _LONGEST_ADVERT else None
    if address is None or "。" in line.rstrip("。 \t"):
        return False
    is_bare = is_page and len(line.strip()) - len(address[0]) <= _MOST_WORDS
    return is_bare or _INVITATION.search(line) is not None
