"""AIPs that go through the pipeline again."""

from __future__ import annotations

from typing import Any, Dict

from bench import Bench

from .downloads import aips_by_name


def drive(bench: Bench) -> None:
    pipeline = bench.ours('server')['pipeline']
    known = aips_by_name(bench)
    full(bench, pipeline, known['Letters'])
    partial(bench, pipeline, known['Bag'])
    by_command(bench, pipeline, known['By command'])
    unknown_type(bench, pipeline, known['Default source'])


def full(bench: Bench, pipeline: str, aip: str) -> None:
    """A transfer of its own, that is approved as one, and ends as the same AIP."""
    c = bench.client(aip_uuid=aip, pipeline_uuid=pipeline, reingest_type='full', processing_config='automated', transfer_type='standard')
    bench.check(c.reingest_aip, agrees=lambda said: is_sent(bench, said, 'full') and said['reingest_uuid'] != aip)
    (waiting,) = c.unapproved_transfers()['results']
    c.transfer_directory = waiting['directory']
    bench.check(
        c.approve_transfer,
        agrees=lambda said: said['uuid'] == waiting['uuid'] and bench.ours('follow', transfer=said['uuid'])['aip'] == aip,
    )
    bench.remark('an AIP that amclient sends through the pipeline again is good', lambda: is_good(bench, aip))
    bench.check(c.reingest_aip, agrees=lambda said: is_sent(bench, said, 'full'))
    bench.check(c.reingest_aip, agrees=lambda said: said == 1)
    bench.send('PATCH', f'/api/v2/file/{aip}/', {'reingest': None})


def partial(bench: Bench, pipeline: str, aip: str) -> None:
    c = bench.client(aip_uuid=aip, sip_uuid=aip, pipeline_uuid=pipeline, reingest_type='objects', processing_config='automated')
    bench.check(c.approve_partial_reingest, agrees=lambda said: said == 1)
    bench.check(c.reingest_aip, agrees=lambda said: is_sent(bench, said, 'partial') and said['reingest_uuid'] == aip)
    bench.check(c.approve_partial_reingest, agrees=lambda said: ends_as(bench, said, aip))


def by_command(bench: Bench, pipeline: str, aip: str) -> None:
    given = {'aip_uuid': aip, 'pipeline_uuid': pipeline, 'reingest_type': 'metadata', 'processing_config': 'automated'}
    bench.check(
        bench.command('reingest-aip'), **given, agrees=lambda said: is_sent(bench, said, 'partial') and said['reingest_uuid'] == aip
    )
    bench.check(bench.command('approve-partial-reingest'), sip_uuid=aip, agrees=lambda said: ends_as(bench, said, aip))


def unknown_type(bench: Bench, pipeline: str, aip: str) -> None:
    """The server does not say that it does not know it."""
    c = bench.client(aip_uuid=aip, sip_uuid=aip, pipeline_uuid=pipeline, reingest_type='METADATA_ONLY', processing_config='automated')
    bench.check(c.reingest_aip, agrees=lambda said: is_sent(bench, said, 'partial'))
    bench.check(c.approve_partial_reingest, agrees=lambda said: ends_as(bench, said, aip))


def is_sent(bench: Bench, said: Dict[str, Any], kind: str) -> bool:
    """It waits for approval, as Fonds and the sandbox see it."""
    uuid = said['reingest_uuid']
    bench.until(lambda: uuid in waiting_in(bench))
    return (said['error'], said['status_code']) == (False, 202) and bench.unit(uuid)['reingest'] == kind and uuid in waiting_in(bench)


def waiting_in(bench: Bench) -> str:
    return str(bench.ours('waiting'))


def ends_as(bench: Bench, said: Dict[str, Any], aip: str) -> bool:
    bench.until(lambda: bench.unit(aip)['ingestStatus'] == 'COMPLETE')
    return said == {'message': 'Approval successful.'} and is_good(bench, aip)


def is_good(bench: Bench, aip: str) -> bool:
    """It is stored, and what is downloaded is what was stored, as far as Fonds can tell."""
    (stored,) = bench.packages(uuid=aip)
    path = bench.folder / f'reingested-{aip}'
    report = bench.ours('verifyAip', uuid=aip, path=str(path))
    if not report['valid']:
        raise AssertionError(report['bag'])
    return stored['status'] == 'UPLOADED'
