"""Evaluation of answers on questions with known answers."""
