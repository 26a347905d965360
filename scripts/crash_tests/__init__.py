"""Building blocks of ``scripts.kill_points``: a workload is killed, recovered and checked."""
