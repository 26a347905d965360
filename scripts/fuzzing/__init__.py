"""Files that were damaged by chance, and files made to do harm."""
