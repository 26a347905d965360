"""Each peer is a program of its own, run by the Python of its own environment.

None is imported by anything: what they import is not installed with the product.
"""
