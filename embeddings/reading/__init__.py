"""From a file of any kind to its articles.

``sandbox`` reads files that nobody vouches for; ``read`` does the same within this process.
"""
