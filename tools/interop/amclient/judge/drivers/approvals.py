"""Transfers that wait for approval."""

from __future__ import annotations

from typing import Any, Dict

import compare
from bench import SAMPLES, Bench


def drive(bench: Bench) -> None:
    c = bench.client(transfer_type='standard')
    started = [
        bench.ours('startClassic', name=name, location=bench.source, path=f'{SAMPLES}/pictures')
        for name in ('Approved by method', 'Approved by command')
    ]
    waiting = [{'type': 'standard', 'directory': each['directory'], 'uuid': each['transfer']} for each in started]
    bench.until(lambda: len(bench.ours('unapproved')) == 2)

    def agrees(said: Any) -> Any:
        return compare.same(said['results'], waiting) and compare.same(map(own, said['results']), map(own, bench.ours('unapproved')))

    bench.check(c.unapproved_transfers, agrees=agrees)
    bench.check(bench.command('unapproved-transfers'), agrees=agrees)

    c.transfer_directory = 'not there'
    bench.check(c.approve_transfer, agrees=lambda said: said == 1)
    c.transfer_directory = started[0]['directory']
    bench.check(c.approve_transfer, agrees=lambda said: goes_on(bench, said, started[0]['transfer']))
    command = bench.command('approve-transfer')
    bench.check(command, transfer_directory=started[1]['directory'], agrees=lambda said: goes_on(bench, said, started[1]['transfer']))
    bench.check(c.unapproved_transfers, agrees=lambda said: said['results'] == [] == bench.ours('unapproved'))


def own(row: Dict[str, Any]) -> Any:
    return row['type'], row['directory'], row['uuid']


def goes_on(bench: Bench, said: Dict[str, Any], transfer: str) -> bool:
    """It stops later, where the configuration of the pipeline, which is the default one, has no answer."""
    bench.until(lambda: bench.unit(transfer)['waitsFor'])
    status = bench.ours('transferStatus', uuid=transfer)
    return said == {'message': 'Approval successful.', 'uuid': transfer} and not status['microservice'].startswith('Approve')
