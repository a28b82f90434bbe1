"""What amclient has without any server."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from importlib import metadata
from typing import Any

from bench import Bench
from command import run


def drive(bench: Bench) -> None:
    c = bench.client()
    version = metadata.version('amclient')
    bench.check(c.version, agrees=lambda said: said == version)
    bench.remark('--version tells the version', lambda: run(['--version'], bench.folder).split()[-1] == version)

    bench.check(c.list_location_purposes, agrees=lambda purposes: sorted(purposes) == sorted(purposes_of(bench)))
    for path, compressed in (('a/b-1.7z', True), ('a/b-1', False), ('a/b-1.tar.gz', None), ('a/b-1.tar.bz2', None)):
        bench.check(c.find_compressed, path, agrees=lambda said: said is compressed)

    value = {'name': 'Étude', 'size': [1, None]}
    for mode, parse in (('json', json.loads), ('JSON', json.loads), ('python', eval)):
        printer = bench.client(output_mode=mode)
        bench.check(printer.stdout, value, agrees=lambda _: parse(printed_by(printer, value)) == value)


def purposes_of(bench: Bench) -> Any:
    """Fonds says them by name."""
    said = bench.ours('locationPurposes')
    return said if isinstance(said, list) else list(said)


def printed_by(printer: Any, value: Any) -> str:
    with redirect_stdout(io.StringIO()) as printed:
        printer.stdout(value)
    return printed.getvalue()
