"""Time: periods, the times that texts tell, and when something that a text says holds."""
