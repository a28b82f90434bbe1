"""Drives every public method and every sub-command of an unmodified amclient against a sandbox; `judging` has how."""

from __future__ import annotations

from judging import begin, drive, end

folder, plan = begin(own_settings=())

from bench import Bench
from drivers import DRIVERS
from methods import public_methods, sub_commands

with Bench(plan, folder) as bench:
    drive(DRIVERS, bench)
end('amclient', public_methods() + [f'Command line.{name}' for name in sub_commands()], bench, asked=bench.asked)
