"""Disk access: atomic writes, locks, checksums, and the failpoints that test them."""
