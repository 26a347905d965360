"""Text itself: normalised, cut into sentences, words and terms."""
