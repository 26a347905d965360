"""Speed, memory and disk of the product beside its peers, for scripts/benchmark.py."""
