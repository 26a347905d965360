"""The models behind the shipped weights, and how they are fitted."""
