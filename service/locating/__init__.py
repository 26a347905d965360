"""Where the answer stands: read the hits, find the words that answer, choose what to quote."""
