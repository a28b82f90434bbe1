"""How amclient tells that something went wrong."""

from __future__ import annotations

from typing import Any, Callable

from bench import NOBODY, Bench
from command import CommandError

NOWHERE = 'http://127.0.0.1:9'


def drive(bench: Bench) -> None:
    bench.remark(
        'what a server refuses comes back as the number 1, and what cannot be reached as 3',
        lambda: (
            (bench.client(am_api_key='wrong').completed_transfers(), bench.client(ss_api_key='wrong').get_pipelines()) == (1, 1)
            and (bench.client(am_url=NOWHERE).completed_transfers(), bench.client(ss_url=NOWHERE).get_pipelines()) == (3, 3)
        ),
    )
    bench.remark(
        'on the command line every failure reads “Unknown return from amclient”, as looking for its message fails',
        lambda: (
            unknown(lambda: bench.command('completed-transfers')(am_api_key='wrong'))
            and unknown(lambda: bench.command('get-pipelines')(ss_url=NOWHERE))
            and unknown(lambda: bench.command('get-transfer-status')(transfer_uuid=NOBODY))
        ),
    )
    bench.remark('an answer that is no JSON raises AttributeError in its handling of errors', lambda: no_json(bench))


def unknown(call: Callable[[], Any]) -> bool:
    try:
        call()
    except CommandError as error:
        return str(error) == 'Unknown return from amclient, check logs'
    return False


def no_json(bench: Bench) -> bool:
    bench.fault(kind='status', status=200, body='<p>Try again later</p>', path='/api/transfer/completed*', times=1)
    try:
        bench.client().completed_transfers()
    except AttributeError as error:
        return "'NoneType' object has no attribute 'text'" in str(error)
    return False
