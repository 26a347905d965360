"""Training the reader: questions on passages → where the answer stands, or that there is none."""
