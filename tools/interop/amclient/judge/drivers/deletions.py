"""Deletions that amclient asks for, and Fonds sees."""

from __future__ import annotations

from typing import Any, Dict

from bench import Bench

from .downloads import aips_by_name

USER = {'ss_user_id': '7', 'ss_user_email': 'jane@example.org'}


def drive(bench: Bench) -> None:
    known = aips_by_name(bench)
    pipeline = bench.ours('server')['pipeline']

    def given(name: Any) -> Any:
        return {'aip_uuid': known[name], 'pipeline_uuid': pipeline, 'event_reason': f'{name} is stored twice', **USER}

    first = given('Letters')
    positional = [first[key] for key in ('aip_uuid', 'pipeline_uuid', 'event_reason', 'ss_user_id', 'ss_user_email')]
    bench.check(bench.client().delete_package, *positional, agrees=lambda said: is_asked_for(bench, said, first))
    decided(bench, first, 'approve', {'package': first['aip_uuid'], 'kind': 'deletion', 'outcome': 'approved'}, 'DELETED')

    second = given('Started by Fonds')
    bench.check(bench.client(**second).delete_aip, agrees=lambda said: is_asked_for(bench, said, second))
    bench.check(bench.client(**second).delete_aip, agrees=lambda said: 'already exists' in str(said) and 'id' not in said)
    decided(bench, second, 'reject', {'code': 'deletion-rejected'}, 'UPLOADED')

    third = given('By command')
    bench.check(bench.command('delete-aip'), **third, agrees=lambda said: is_asked_for(bench, said, third))
    decided(bench, third, 'approve', {'package': third['aip_uuid'], 'kind': 'deletion', 'outcome': 'approved'}, 'DELETED')

    (dip,) = bench.ours('packages', type='DIP')
    bench.check(bench.client(**{**first, 'aip_uuid': dip['uuid']}).delete_aip, agrees=lambda said: said == 1)


def is_asked_for(bench: Bench, said: Dict[str, Any], wanted: Dict[str, str]) -> bool:
    request = open_request(bench, wanted['aip_uuid'])
    asked = (request['id'], request['kind'], request['pipeline'], request['reason'], request['userId'], request['userEmail'])
    return (
        asked == (said['id'], 'delete', wanted['pipeline_uuid'], wanted['event_reason'], 7, 'jane@example.org')
        and bench.ours('package', uuid=wanted['aip_uuid'])['status'] == 'DEL_REQ'
    )


def open_request(bench: Bench, aip: str) -> Dict[str, Any]:
    (request,) = (each for each in bench.control('GET', 'requests') if (each['package'], each['status']) == (aip, 'SUBMIT'))
    return request


def decided(bench: Bench, wanted: Dict[str, str], decision: str, outcome: Dict[str, str], status: str) -> None:
    """Fonds asks for the same, is told that somebody has, and follows that request to its end."""
    aip = wanted['aip_uuid']
    ours = bench.ours('requestDeletion', uuid=aip, reason='As amclient')
    bench.remark(
        'a deletion that amclient asked for, Fonds finds asked for', lambda: (ours['status'], ours['alreadyRequested']) == ('DEL_REQ', True)
    )
    bench.control('POST', f'requests/{open_request(bench, aip)["id"]}', {'decision': decision, 'reason': 'Interoperability'})
    bench.remark(
        'a deletion that amclient asked for, Fonds follows to the decision', lambda: bench.ours('decisionOf', job=ours['job']) == outcome
    )
    bench.check(
        bench.client(package_uuid=aip).get_package_details,
        agrees=lambda found: found['status'] == status == bench.ours('package', uuid=aip)['status'],
    )
