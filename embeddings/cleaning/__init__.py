"""From a scanned page to clean blocks: headings, paragraphs, captions, bylines. No IO."""

from embeddings.cleaning.blocks import Block, BlockKind
from embeddings.cleaning.clean import clean, render

__all__ = ["Block", "BlockKind", "clean", "render"]
