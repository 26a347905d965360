"""Building blocks of ``scripts.train_answers`` and ``scripts.evaluate_answers``."""
