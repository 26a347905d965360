"""How the shipped static encoder is trained: pairs, vocabulary, token arrays, loss, folder."""
