"""Read the articles in a file of any supported type.

``sandbox`` reads untrusted files; ``read`` does the same within this process.
"""
