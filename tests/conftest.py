"""How the suite is run: many tests wait for a terminal or a process, so a core serves two workers.

How long an example of hypothesis takes says something about the machine alone: it fails no test.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_xdist_auto_num_workers() -> int:
    """Return the workers of `-n auto`: two for each core that this process may use, sixteen at most."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(2 * cores, 16)
