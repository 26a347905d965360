"""What a model expects before questions and passages."""

import re
from collections.abc import Mapping

# Known models whose configuration has no prompts: (name, query, passage), from their model cards:
# huggingface.co/BAAI/bge-small-zh-v1.5 and huggingface.co/intfloat/multilingual-e5-small.
_PROMPTS = (
    (r"bge-(small|base|large)-zh(-v1\.5)?", "为这个句子生成表示以用于检索相关文章：", ""),
    (r"(multilingual-)?e5-(small|base|large)(-v2)?", "query: ", "passage: "),
)


def choose_prompts(configured: Mapping[str, str | None], name: str) -> tuple[str, str]:
    """Return the prompts for questions and passages: the configured ones if any, else known ones.

    ``name`` is the model's folder or hub name.
    """
    own = {key: prompt for key, prompt in configured.items() if prompt}
    passages = [own[key] for key in ("document", "passage", "corpus") if key in own]
    if own:
        return own.get("query", ""), passages[0] if passages else ""
    last = name.rpartition("/")[2]
    known = ((query, passage) for name, query, passage in _PROMPTS if re.fullmatch(name, last))
    return next(known, ("", ""))
