"""Building blocks of ``scripts.train_confidence`` and ``scripts.evaluate_answers``."""
