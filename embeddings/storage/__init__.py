"""What touches the disk: atomic writes, locks, checksums, and the failpoints that test them."""
