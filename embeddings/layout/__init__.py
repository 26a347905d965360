"""Printed pages: characters with their places → lines, columns, paragraphs, tables. No IO.

Lengths are in points or pixels, all of one page in the same unit; y grows downwards.
"""
