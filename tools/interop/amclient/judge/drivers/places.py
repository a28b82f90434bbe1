"""Pipelines and locations, and what lies in them."""

from __future__ import annotations

import base64
from typing import Any, Dict

import compare
from bench import NOBODY, SAMPLES, Bench

#: Names that need encoding.
NAMES = ('Übersicht & Plan (1).txt', '100%25 wool.txt')


def drive(bench: Bench) -> None:
    transferables(bench)
    pipelines(bench)
    locations(bench)
    creations(bench)


def transferables(bench: Bench) -> None:
    for path in ('', SAMPLES, f'{SAMPLES}/names', f'/home/{SAMPLES}/letters', f'{SAMPLES}/not there'):
        c = bench.client(transfer_source=bench.source, transfer_path=path)
        agrees = listing(bench, path)
        bench.check(c.transferables, agrees=agrees)
        bench.check(c.transferables, b64decode=False, agrees=lambda found: found == listed(bench, path))
    browse = bench.command('transferables')
    names = f'{SAMPLES}/names'
    bench.check(browse, transfer_source=bench.source, transfer_path=names, agrees=listing(bench, names))
    named = bench.client(transfer_source=bench.source, transfer_path=names)
    bench.check(named.transferables, agrees=lambda found: compare.same(found['entries'], NAMES) and found['directories'] == [])
    samples = bench.client(transfer_source=bench.source, transfer_path=SAMPLES)
    bench.check(
        samples.transferables,
        agrees=lambda found: (
            'names' in found['directories']
            and found['properties']['names'] == {'object count': len(NAMES)}
            and 'pictures.zip' not in found['directories']
            and found['properties']['pictures.zip']['size'] > 1000
        ),
    )

    nowhere = bench.client(transfer_source=NOBODY, transfer_path='')
    bench.refused(nowhere.transferables, saying="'int' object is not subscriptable")
    bench.check(nowhere.transferables, b64decode=False, agrees=lambda found: found == 1)


def listing(bench: Bench, path: str) -> Any:
    return lambda found: (
        compare.directory(found, bench.ours('browse', location=bench.source, path=path or None))
        and compare.same(found['entries'], (base64.b64decode(name).decode() for name in listed(bench, path)['entries']))
    )


def listed(bench: Bench, path: str) -> Dict[str, Any]:
    query = {'path': base64.b64encode(path.encode()).decode()} if path else {}
    return bench.raw(f'/api/v2/location/{bench.source}/browse/', **query)


def pipelines(bench: Bench) -> None:
    c = bench.client()
    command = bench.command('get-pipelines')
    for call in (c.get_pipelines, command):
        bench.check(
            call, agrees=lambda found: found == bench.raw('/api/v2/pipeline/') and whole_list(bench, found, compare.pipelines, 'pipelines')
        )
    for number in range(21):
        bench.send('POST', '/api/v2/pipeline/', {'description': f'Pipeline n° {number}'})
    for call in (c.get_pipelines, command):
        bench.check(call, agrees=lambda found: first_twenty(bench, found, 'pipelines', 22))

    uuid = next(each['uuid'] for each in bench.ours('pipelines') if each.get('description') == 'Pipeline n° 20')
    known = bench.client(pipeline_uuid=uuid)
    bench.check(
        known.get_pipeline_details,
        agrees=lambda found: found['description'] == 'Pipeline n° 20' and compare.pipelines([found], [bench.ours('pipeline', uuid=uuid)]),
    )


def locations(bench: Bench) -> None:
    c = bench.client()
    for call in (c.list_storage_locations, bench.command('list-storage-locations')):
        bench.check(
            call,
            agrees=lambda found: found == bench.raw('/api/v2/location/') and whole_list(bench, found, compare.locations, 'locations'),
        )
    for purpose in ('TS', 'AS', 'DS', 'CP', 'BL', 'AR', 'SS'):
        uuid = bench.location(purpose)
        bench.check(
            bench.client(location_uuid=uuid).get_location_details,
            agrees=lambda found: (
                (found['uuid'], found['purpose'], found['enabled']) == (uuid, purpose, True)
                and compare.locations([found], [bench.ours('location', uuid=uuid)])
            ),
        )


def creations(bench: Bench) -> None:
    pipelines = [each['uuid'] for each in bench.ours('pipelines')][:2]
    space = bench.raw('/api/v2/space/')['objects'][0]['uuid']
    wanted = {'pipeline_uuids': ', '.join(pipelines), 'space_uuid': space, 'location_purpose': 'TS'}
    described = {**wanted, 'location_description': 'Boîte & co', 'space_relative_path': 'boxes/1'}
    bench.check(
        bench.client(**described, default=False).create_location,
        agrees=lambda made: was_made(bench, made, described, pipelines),
    )
    for number in range(2, 16):
        described = {**described, 'space_relative_path': f'boxes/{number}'}
        if number < 15:
            bench.client(**described, default=None).create_location()
    bench.check(bench.command('create-location'), **described, agrees=lambda made: was_made(bench, made, described, pipelines))
    for call in (bench.client().list_storage_locations, bench.command('list-storage-locations')):
        bench.check(call, agrees=lambda found: first_twenty(bench, found, 'locations', 23))

    plain = bench.client(**{**wanted, 'location_purpose': 'zz', 'space_relative_path': 'x'}, location_description=None, default=None)
    bench.check(
        plain.create_location, agrees=lambda said: said['error'] == 'location purpose not permitted' and 'TS' in said['valid_purposes']
    )
    plain.location_purpose = 'ts'
    bench.check(plain.create_location, agrees=lambda made: bench.ours('location', uuid=made['uuid'])['purpose'] == 'ts')


def was_made(bench: Bench, made: Dict[str, Any], wanted: Dict[str, str], pipelines: Any) -> bool:
    found = bench.ours('location', uuid=made['uuid'])
    return (
        compare.locations([bench.raw(f'/api/v2/location/{made["uuid"]}/')], [found])
        and (found['purpose'], found['description']) == ('TS', wanted['location_description'])
        and (found['relativePath'], found['space']) == (wanted['space_relative_path'], wanted['space_uuid'])
        and compare.same(found['pipelines'], pipelines)
    )


def whole_list(bench: Bench, found: Dict[str, Any], agree: Any, what: str) -> bool:
    return found['meta']['next'] is None and agree(found['objects'], bench.ours(what))


def first_twenty(bench: Bench, found: Dict[str, Any], what: str, all_of_them: int) -> bool:
    """The server tells that there are more, and Fonds reads them."""
    ours = {each['uuid'] for each in bench.ours(what)}
    theirs = {each['uuid'] for each in found['objects']}
    return (len(theirs), found['meta']['total_count'], len(ours)) == (20, all_of_them, all_of_them) and theirs < ours
