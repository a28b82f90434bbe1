"""What amclient does, in an order in which the later find what the earlier have made; each has `drive(bench)`."""

from __future__ import annotations

from . import approvals, deletions, downloads, errors, ingests, itself, packages, places, reingests, transfers, units

DRIVERS = (itself, places, transfers, approvals, ingests, packages, downloads, reingests, units, deletions, errors)
