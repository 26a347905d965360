"""Word documents: all text that Word shows and only that, with its structure.

References are to ECMA-376-1:2016, Office Open XML.
"""
