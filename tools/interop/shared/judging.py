"""
How a judge runs: a program in Python that drives a library, unmodified, against a sandbox.

    python tools/interop/<library>/judge <folder to work in>

FONDS_INTEROP has what the sandbox said of itself, and what was uploaded by others, as JSON; the outcome is written to
`outcome.json` in the folder.
"""

from __future__ import annotations

import faulthandler
import json
import logging
import os
import sys
import traceback
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any, Dict, Iterable, List, Tuple

from checks import Checks, Row

#: Seconds after which it says where it hangs.
TIME_LIMIT = 240


def begin(own_settings: Tuple[str, ...]) -> Tuple[Path, Dict[str, Any]]:
    """
    Gives the folder, which is the current one from now on, and the plan. Call it before the library is imported.

    What is expected to fail is told by the drivers, not by the library's own log; settings of this machine, which begin with
    `own_settings`, do not get in.
    """
    logging.disable(logging.CRITICAL)
    for name in [name for name in os.environ if name.startswith(own_settings)]:
        del os.environ[name]
    faulthandler.dump_traceback_later(TIME_LIMIT, exit=True)
    folder = Path(sys.argv[1])
    os.chdir(folder)
    return folder, json.loads(os.environ.pop('FONDS_INTEROP'))


def drive(drivers: Iterable[ModuleType], checks: Checks) -> None:
    """A driver that breaks off is a problem of its own; the others go on."""
    for driver in drivers:
        try:
            driver.drive(checks)
        except Exception:
            checks.remarks[f'{driver.__name__} runs to its end'] = Row(checks=1, problems=[traceback.format_exc()])


def end(distribution: str, methods: List[str], checks: Checks, **more: Any) -> None:
    """Writes what was found. `methods` are all that are to be driven; `more` is what this judge has to say besides."""
    reasons = checks.reasons
    outcome = {
        'client': metadata.version(distribution),
        'methods': methods,
        'rows': {name: asdict(row) for name, row in checks.rows.items()},
        'remarks': {what: asdict(row) for what, row in checks.remarks.items()},
        'notDriven': reasons.not_driven,
        'broken': reasons.broken,
        'needs': {name: reason for name, (_, _, reason) in reasons.needs.items()},
        'notes': reasons.notes,
        **more,
    }
    Path('outcome.json').write_text(json.dumps(outcome), encoding='utf-8')
