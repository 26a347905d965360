"""Input for ``scripts.mutate_files``: randomly damaged files, and files made to do harm."""
