"""
Drives every public method of an unmodified pyPreservica against a sandbox.

    python tools/interop/judge <folder to work in>

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
from typing import Any, Dict

# What is expected to fail is told by the drivers, not by the client's own log; nothing of this machine's settings gets in.
logging.disable(logging.CRITICAL)
for name in [name for name in os.environ if name.startswith(('PRESERVICA_', 'AWS_'))]:
    del os.environ[name]

from bench import Bench, Row
from drivers import DRIVERS, exchange
from methods import public_methods
from reasons import BROKEN, NEEDS, NOTES, NOT_DRIVEN

#: Seconds after which it says where it hangs.
TIME_LIMIT = 240


def main() -> None:
    faulthandler.dump_traceback_later(TIME_LIMIT, exit=True)
    folder = Path(sys.argv[1])
    plan: Dict[str, Any] = json.loads(os.environ.pop('FONDS_INTEROP'))
    os.chdir(folder)
    bench = Bench(plan['greeting'], folder)
    for driver in DRIVERS:
        run(driver, bench)
    exchange.read_theirs(bench, plan['assets'])
    assets = exchange.send_ours(bench)
    (folder / 'outcome.json').write_text(json.dumps({**outcome_of(bench), 'assets': assets}), encoding='utf-8')


def run(driver: ModuleType, bench: Bench) -> None:
    """A driver that breaks off is a problem of its own; the others go on."""
    try:
        driver.drive(bench)
    except Exception:
        bench.remarks[f'{driver.__name__} runs to its end'] = Row(checks=1, problems=[traceback.format_exc()])


def outcome_of(bench: Bench) -> Dict[str, Any]:
    return {
        'client': metadata.version('pyPreservica'),
        'methods': public_methods(),
        'rows': {name: asdict(row) for name, row in bench.rows.items()},
        'remarks': {what: asdict(row) for what, row in bench.remarks.items()},
        'notDriven': NOT_DRIVEN,
        'broken': BROKEN,
        'needs': {name: reason for name, (_, _, reason) in NEEDS.items()},
        'notes': NOTES,
    }


main()
