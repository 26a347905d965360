"""From texts to vectors, and from pairs of texts to scores."""
