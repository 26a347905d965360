"""An open data folder: its library and index, and their maintenance, repair, backup and import."""
