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
_ADDRESS = r"(?:https?://|www\s?[.．]|[\w-]+[.．](?:com|net|org|cc|cn|info|xyz|top|vip|me)\b)"
_INLINE_ADVERT = re.compile(
    rf"[【\[〖（(](?=[^】\]〗）)\n]{{0,60}}{_ADDRESS})[^】\]〗）)\n]{{0,80}}[】\]〗）)]"
)
_INVITATION = (
    r"(?:更多.{0,12}(?:请|尽在|就在|访问|关注)|(?:本[书文]|内容|资源)由.{1,30}(?:整理|收集|提供|制作|上传|发布)|最新章节|"
    r"(?:请|记得).{0,4}(?:收藏|加入书签|记住)|一秒记住|手机(?:用户|阅读|版)|免费(?:下载|阅读)|全文(?:下载|阅读)|txt下载|"
    r"(?:访问|登[录陆]|百度搜索|欢迎光临|尽在).{0,20})"
)
_ADVERT_LINE = re.compile(
    rf"^(?=[^\n]*{_INVITATION})(?=[^\n]*{_ADDRESS})[^\n。]{{4,90}}[。！!]?[ \t]*$", re.M | re.I
)
_ADDRESS_LINE = re.compile(
    rf"^[ \t　]*[^\n。，,]{{0,20}}{_ADDRESS}[\w./?=&%#-]{{0,60}}[^\n。，,\w]{{0,6}}$", re.M | re.I
)


def remove_web_residue(text: str) -> str:
    """Return a text without the marks and adverts of a web page; any other text unchanged."""
    has_marks = _TAG.search(text) or _ENTITY.search(text)
    if has_marks:
        text = html.unescape(_TAG.sub("", _BREAK.sub("\n", text)))
    text = _ADVERT_LINE.sub("", _INLINE_ADVERT.sub("", text))
    return _ADDRESS_LINE.sub("", text) if has_marks else text
