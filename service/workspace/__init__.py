"""A data folder, opened: its library, its index, and how they are kept, mended and carried away."""
