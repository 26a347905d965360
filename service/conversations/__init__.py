"""Conversations: answering their turns, storing and exporting them, and feedback."""
