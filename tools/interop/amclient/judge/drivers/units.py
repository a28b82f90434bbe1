"""Hiding what is over."""

from __future__ import annotations

from typing import Any, List

import compare
from bench import Bench

from .transfers import wanted


def drive(bench: Bench) -> None:
    one_by_one(bench)
    for kind in ('transfer', 'ingest'):
        all_at_once(bench, kind, getattr(bench.client(), f'close_completed_{kind}s'))
    transfer = bench.client(**wanted(bench, 'Hidden by command', 'letters')).create_package()['id']
    bench.stored(transfer)
    for kind in ('transfer', 'ingest'):
        all_at_once(bench, kind, bench.command(f'close-completed-{kind}s'))
        bench.check(bench.command(f'close-completed-{kind}s'), agrees=lambda said: said is None)


def one_by_one(bench: Bench) -> None:
    c = bench.client()
    for kind in ('transfer', 'ingest'):
        uuid = completed(bench, kind)[0]
        bench.check(c.hide_unit, uuid, kind, agrees=lambda said: said == {'removed': True} and uuid not in completed(bench, kind))
        bench.check(c.hide_unit, uuid, kind, agrees=lambda said: said == 1)
        bench.remark('what amclient hides still has its status', lambda: bench.ours(f'{kind}Status', uuid=uuid)['status'] == 'COMPLETE')


def all_at_once(bench: Bench, kind: str, call: Any) -> None:
    before = completed(bench, kind)
    bench.check(
        call,
        agrees=lambda said: (
            compare.same(said[f'completed_{kind}s'], before)
            and compare.same(said['close_succeeded'], before)
            and 'close_failed' not in said
            and len(before) > 0
            and completed(bench, kind) == [] == bench.raw(f'/api/{kind}/completed')['results']
        ),
    )


def completed(bench: Bench, kind: str) -> List[str]:
    return bench.ours(f'completed{kind.capitalize()}s')
