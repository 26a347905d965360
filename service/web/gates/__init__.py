"""What each request passes on its way to its route."""
