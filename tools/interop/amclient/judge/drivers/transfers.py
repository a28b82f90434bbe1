"""Transfers that amclient starts and Fonds follows, and the other way round."""

from __future__ import annotations

from typing import Any, Dict

import compare
from bench import NOBODY, SAMPLES, Bench


def drive(bench: Bench) -> None:
    started_here(bench)
    started_by_fonds(bench)
    repeated(bench)
    statuses(bench)
    not_started(bench)
    jobs(bench)
    lists(bench)


def wanted(bench: Bench, name: str, folder: str, **more: Any) -> Dict[str, Any]:
    return {
        'transfer_source': bench.source,
        'transfer_directory': f'{SAMPLES}/{folder}',
        'transfer_name': name,
        'transfer_type': 'standard',
        'processing_config': 'automated',
        **more,
    }


def started_here(bench: Bench) -> None:
    cases = (
        (bench.client(**wanted(bench, 'Letters', 'letters')).create_package, {}, 'Letters'),
        (bench.client(**wanted(bench, 'Bag', 'bag', transfer_type='unzipped bag')).create_package, {}, 'Bag'),
        (bench.client(**wanted(bench, 'Default source', 'names', transfer_source=None)).create_package, {}, 'Default source'),
        (bench.command('create-package'), wanted(bench, 'By command', 'pictures'), 'By command'),
    )
    for call, given, name in cases:
        bench.check(call, **given, agrees=lambda started: is_followed(bench, started['id'], name))
    lost = bench.client(**wanted(bench, '', 'letters'), enhanced_errors=True)
    bench.check(lost.create_package, agrees=lambda error: (error, error.status_code, error.message['error']) == (1, 500, True))
    lost.enhanced_errors = False
    bench.check(lost.create_package, agrees=lambda error: error == 1 and not hasattr(error, 'message'))


def is_followed(bench: Bench, transfer: str, name: str) -> bool:
    """Fonds, following it, comes to the AIP the sandbox has."""
    result = bench.ours('follow', transfer=transfer)
    unit = bench.unit(transfer)
    (stored,) = bench.packages(uuid=result['aip'])
    return (
        (result['transfer'], result['aip'], unit['name']) == (transfer, unit['sip'], name)
        and (stored['status'], stored['package_type']) == ('UPLOADED', 'AIP')
        and result['warnings'] == []
    )


def started_by_fonds(bench: Bench) -> None:
    c = bench.client()
    transfer = bench.ours('start', name='Started by Fonds', location=bench.source, path=f'{SAMPLES}/letters')
    bench.remark(
        'what Fonds starts, amclient follows to its end',
        lambda: bench.until(lambda: ended(c.get_unit_status(transfer)) == bench.unit(transfer)['sip']),
    )


def ended(status: Dict[str, Any]) -> Any:
    return status['uuid'] if (status['type'], status['status']) == ('SIP', 'COMPLETE') else None


def repeated(bench: Bench) -> None:
    """Dashboards before 1.19 do not look at the key."""
    given = wanted(bench, 'Twice', 'letters', idempotency_key='interop-twice')
    first = bench.client(**given).create_package()['id']
    again = bench.command('create-package')
    bench.check(again, **given, agrees=lambda second: (second['id'] == first) == bench.at_least(1, 19))
    names = [each['name'] for each in bench.control('GET', 'units')]
    bench.remark(
        'a start that is repeated with its key is one from 1.19 on', lambda: names.count('Twice') == (1 if bench.at_least(1, 19) else 2)
    )


def statuses(bench: Bench) -> None:
    """While a person has to answer, and when all is over."""
    bench.control('POST', 'plans', {'waitFor': ['create_sip', 'normalize']})
    c = bench.client(**wanted(bench, 'Waits', 'pictures'))
    c.transfer_uuid = c.create_package()['id']
    bench.until(lambda: bench.unit(c.transfer_uuid)['waitsFor'])
    check_status(bench, c, 'transfer', 'USER_INPUT')
    bench.remark('amclient and Fonds name the same question', lambda: same_question(bench, c.get_transfer_status(), c.transfer_uuid))
    bench.check(c.get_unit_status, c.transfer_uuid, agrees=lambda said: (said['uuid'], said['status']) == (c.transfer_uuid, 'USER_INPUT'))
    c.sip_uuid = 'no SIP yet'

    bench.decide(c.transfer_uuid, 'Create single SIP and continue processing')
    bench.until(lambda: (bench.unit(c.transfer_uuid)['waitsFor'] or {}).get('question') == 'Normalize')
    c.sip_uuid = bench.unit(c.transfer_uuid)['sip']
    check_status(bench, c, 'transfer', 'COMPLETE')
    check_status(bench, c, 'ingest', 'USER_INPUT')
    bench.check(c.get_unit_status, c.transfer_uuid, agrees=lambda said: (said['uuid'], said['status']) == (c.sip_uuid, 'USER_INPUT'))

    bench.decide(c.sip_uuid, 'Normalize for preservation and access')
    bench.stored(c.transfer_uuid)
    check_status(bench, c, 'ingest', 'COMPLETE')

    def agrees(said: Any) -> Any:
        return compare.status(said, bench.ours('ingestStatus', uuid=c.sip_uuid))

    bench.check(c.get_unit_status, c.transfer_uuid, agrees=agrees)

    bench.control('POST', 'plans', {'failAt': ['Scan for viruses']})
    failed = bench.client(**wanted(bench, 'Fails', 'pictures'))
    failed.transfer_uuid = failed.create_package()['id']
    bench.until(lambda: bench.unit(failed.transfer_uuid)['transferStatus'] == 'FAILED')
    check_status(bench, failed, 'transfer', 'FAILED')

    bench.control('POST', 'plans', {'waitFor': ['create_sip']})
    kept = bench.client(**wanted(bench, 'Backlog', 'pictures'))
    kept.transfer_uuid = kept.create_package()['id']
    bench.decide(kept.transfer_uuid, 'Send to backlog')
    bench.until(lambda: bench.unit(kept.transfer_uuid)['transferStatus'] == 'COMPLETE')
    check_status(bench, kept, 'transfer', 'COMPLETE')
    bench.check(kept.get_unit_status, kept.transfer_uuid, agrees=lambda said: said['sip_uuid'] == 'BACKLOG')


def not_started(bench: Bench) -> None:
    """What can never start, for there is nothing to copy, and what nobody knows."""
    lost = bench.client(**wanted(bench, 'Never starts', 'not there'))
    lost.transfer_uuid = lost.create_package()['id']
    bench.check(
        lost.get_transfer_status,
        agrees=lambda said: said == 1 and is_refused(bench, 'not-started', 'transferStatus', lost.transfer_uuid),
    )
    nobody = bench.client(transfer_uuid=NOBODY, sip_uuid=NOBODY)
    for kind in ('transfer', 'ingest'):
        bench.check(
            getattr(nobody, f'get_{kind}_status'),
            agrees=lambda said: said == 1 and is_refused(bench, 'not-found', f'{kind}Status', NOBODY),
        )
    bench.refused(nobody.get_unit_status, NOBODY, saying='400 Client Error')


def is_refused(bench: Bench, code: str, what: str, uuid: str) -> bool:
    return bench.refusal(what, uuid=uuid).startswith(f'{code}: ')


def check_status(bench: Bench, c: Any, kind: str, status: str) -> None:
    """By method and by command; `kind` is transfer or ingest."""
    key = {'transfer': 'transfer_uuid', 'ingest': 'sip_uuid'}[kind]
    uuid = getattr(c, key)

    def agrees(said: Any) -> Any:
        return (
            said['status'] == status == bench.unit(uuid)[f'{kind}Status']
            and said == bench.raw(f'/api/{kind}/status/{uuid}/')
            and compare.status(said, bench.ours(f'{kind}Status', uuid=uuid))
        )

    bench.check(getattr(c, f'get_{kind}_status'), agrees=agrees)
    bench.check(bench.command(f'get-{kind}-status'), **{key: uuid}, agrees=agrees)


def same_question(bench: Bench, said: Dict[str, Any], transfer: str) -> bool:
    (waiting,) = (each for each in bench.ours('waiting') if transfer in each.values())
    return said['microservice'] == waiting['microservice'] and bench.unit(transfer)['waitsFor']['question'] in said['microservice']


def jobs(bench: Bench) -> None:
    unit = next(each for each in bench.control('GET', 'units') if each['name'] == 'Letters')
    c = bench.client()
    command = bench.command('get-jobs')
    for uuid in (unit['transfer'], unit['sip']):
        c.unit_uuid = uuid

        def agrees(said: Any) -> Any:
            return said == bench.raw(f'/api/v2beta/jobs/{uuid}') and compare.jobs(said, bench.ours('jobs', unit=uuid))

        bench.check(c.get_jobs, agrees=agrees)
    bench.check(command, unit_uuid=uuid, agrees=agrees)
    link = next(each['link_uuid'] for each in c.get_jobs() if each['name'] == 'Store the AIP')
    filters = (
        ('name', 'Store the AIP', 'name'),
        ('microservice', 'Store AIP', 'microservice'),
        ('link_uuid', link, 'link'),
    )
    for key, value, ours in filters:
        given = {f'job_{key}': value}

        def agrees(said: Any) -> Any:
            return {each[key] for each in said} == {value} and compare.jobs(said, bench.ours('jobs', unit=unit['sip'], **{ours: value}))

        bench.check(bench.client(unit_uuid=unit['sip'], **given).get_jobs, agrees=agrees)
        bench.check(command, unit_uuid=unit['sip'], **given, agrees=agrees)
    detailed = bench.client(unit_uuid=unit['sip'], detailed=True)
    bench.check(
        detailed.get_jobs,
        agrees=lambda said: all(('file_name' in task) == bench.at_least(1, 16) for each in said for task in each['tasks']),
    )


def lists(bench: Bench) -> None:
    """What is complete, of all that was started up to here."""
    units = bench.control('GET', 'units')
    for kind, key in (('transfer', 'transfer'), ('ingest', 'sip')):
        complete = [each[key] for each in units if each[f'{kind}Status'] == 'COMPLETE']

        def agrees(said: Any) -> Any:
            return compare.same(said['results'], complete) and compare.same(said['results'], bench.ours(f'completed{kind.capitalize()}s'))

        bench.check(getattr(bench.client(), f'completed_{kind}s'), agrees=agrees)
        bench.check(bench.command(f'completed-{kind}s'), agrees=agrees)
