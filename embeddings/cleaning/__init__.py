"""From a page as scanned to clean blocks: heading, paragraph, caption, byline. Pure text, no IO."""

from embeddings.cleaning.blocks import Block, BlockKind
from embeddings.cleaning.clean import CleanPage, clean, render

__all__ = ["Block", "BlockKind", "CleanPage", "clean", "render"]
