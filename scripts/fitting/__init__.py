"""What scripts/train_ranker.py is made of."""
