"""What ``scripts/kill_points.py`` does: a session of changes, ended everywhere, and looked at."""
