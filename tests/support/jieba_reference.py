"""Jieba itself, for comparison."""

import jieba


def reference_tokenizer() -> jieba.Tokenizer:
    """Return jieba's tokenizer with its own dictionary, read without the shared cache."""
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer
