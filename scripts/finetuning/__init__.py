"""Fine-tuning of the transformer encoder: examples, hard negatives, batches, loss, validation."""
