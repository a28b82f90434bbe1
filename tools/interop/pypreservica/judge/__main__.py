"""Drives every public method of an unmodified pyPreservica against a sandbox; `judging` has how."""

from __future__ import annotations

from judging import begin, drive, end

folder, plan = begin(own_settings=('PRESERVICA_', 'AWS_'))

from bench import Bench
from drivers import DRIVERS, exchange
from methods import public_methods, public_names

bench = Bench(plan['greeting'], folder)
drive(DRIVERS, bench)
exchange.read_theirs(bench, plan['sent'])
sent = exchange.send_ours(bench)
end('pyPreservica', public_methods(), bench, names=public_names(), **sent)
