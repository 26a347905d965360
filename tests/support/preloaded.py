"""Import this and what ``wenbao serve`` and all commands load from files is in memory."""

import gc

from embeddings.text.pinyin import load_confusable
from embeddings.text.terms import load_segmenter
from service import cli
from service.ingestion import watched_folder
from service.web import server

LOADED = (cli, watched_folder, server)

load_confusable()
load_segmenter(()).load_whole()
gc.freeze()  # a child's collector need not look at it, or copy its pages
