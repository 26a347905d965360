"""Questions to ask next: made of what the articles of an answer say elsewhere."""
