"""Code that the console commands share."""
