"""What the console commands print and share."""
