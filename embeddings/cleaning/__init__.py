"""From a page as scanned to clean blocks: heading, paragraph, caption, byline. Pure text, no IO."""

from embeddings.cleaning.blocks import Block, Kind
from embeddings.cleaning.clean import CleanPage, clean, render

__all__ = ["Block", "CleanPage", "Kind", "clean", "render"]
