"""Training of the shipped static encoder: pairs, vocabulary, tokens, batches, loss, folder."""
