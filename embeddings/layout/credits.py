"""The words by which bylines, credits and captions are known on a printed page."""

import re

_REPORTER = "记者|通讯员"
_PICTURE = "(?<!拍)摄|供图|资料图片"
BYLINE = re.compile(
    rf"[□■◎●○]?(?:(?:本报|见习|实习|特约|首席)*(?:{_REPORTER})|作者|(?:文|图)[/／])[^。，；！？（）()]{{2,24}}"
)
"""A line that names who wrote a story."""
CREDIT = re.compile(rf"{_REPORTER}|[文图]\s?[/:：]|摄影")
"""In a line that names who wrote something, or took a picture."""
CAPTION_START = re.compile(r"[▲▼△▽↑↓→←◀▶\s]*(?:图[为：:①-⑨]|上图|下图|左图|右图|资料图)")
"""The beginning of a caption."""
PICTURE_CREDIT = re.compile(rf"(?:{_PICTURE})[）)。]?$")
"""The end of a caption that names who took the picture."""
CAPTION_END = re.compile(rf"(?:{_PICTURE}|[。）)])[）)。]?$")
"""The end of a caption, with or without that."""
