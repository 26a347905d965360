"""Import this and what ``wenbao serve`` and all commands load from files is in memory."""

import gc
from importlib import import_module

from embeddings.text.pinyin import load_confusable
from embeddings.text.terms import load_segmenter
from service import cli
from service.console import local_replies
from service.console.lazy_commands import LazyCommands
from tests.support.shipped_encoders import keep_static_encoder

LOADED = (
    cli,
    local_replies,
    *(import_module(f"service.console.{name}") for name in set(LazyCommands.modules.values())),
)

load_confusable()
load_segmenter(()).load_whole()
keep_static_encoder()
gc.freeze()  # a child's collector need not look at it, or copy its pages
