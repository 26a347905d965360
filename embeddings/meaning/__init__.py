"""Find by meaning: vectors of a transformer, added to an index in the background."""
