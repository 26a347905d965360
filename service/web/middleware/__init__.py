"""Middleware that every request passes before it reaches its route."""
