"""What scripts/train_answers.py and scripts/evaluate_answers.py are made of."""
