"""What is stored: AIPs, compressed and not, and DIPs."""

from __future__ import annotations

import gzip
import uuid
from typing import Any, Callable, Dict, List

import compare
from bench import Bench

from .transfers import wanted

#: What the pipeline says of a .7z.
COMPRESSION = ['event', ['event_type', 'compression'], ['event_detail', 'program="7z"; algorithm="bzip2"']]


def drive(bench: Bench) -> None:
    make_more(bench)
    lists(bench)
    pages(bench)
    details(bench)
    compressed(bench)
    relations(bench)


def make_more(bench: Bench) -> None:
    """An AIP that is a folder, and one that is a .7z as far as its name goes: the sandbox has no 7-Zip."""
    bench.control('POST', 'plans', {'waitFor': ['compression_algo']})
    transfer = bench.client(**wanted(bench, 'Folder', 'letters')).create_package()['id']
    bench.decide(transfer, 'Uncompressed')
    bench.stored(transfer)

    aip = str(uuid.uuid4())
    processing, store = bench.location('CP'), bench.location('AS')
    bench.control('PUT', f'files/{processing}/seven-{aip}.7z', gzip.compress(b'no real 7z'))
    pipeline = bench.ours('server')['pipeline']
    bench.send(
        'POST',
        '/api/v2/file/',
        {
            'uuid': aip,
            'package_type': 'AIP',
            'origin_pipeline': f'/api/v2/pipeline/{pipeline}/',
            'origin_location': f'/api/v2/location/{processing}/',
            'origin_path': f'seven-{aip}.7z',
            'current_location': f'/api/v2/location/{store}/',
            'current_path': f'seven-{aip}.7z',
            'size': 10,
            'events': [COMPRESSION],
        },
    )


def lists(bench: Bench) -> None:
    c = bench.client()
    ingested = {each['sip'] for each in bench.control('GET', 'units') if each['ingestStatus'] == 'COMPLETE'}

    def aips(found: Any) -> Any:
        return compare.packages(found, bench.ours('packages', type='AIP')) and ingested < {each['uuid'] for each in found}

    def dips(found: Any) -> Any:
        return compare.packages(found, bench.ours('packages', type='DIP')) and len(found) == 1

    bench.check(c.aips, agrees=aips)
    bench.check(bench.command('aips'), agrees=aips)
    bench.check(c.dips, agrees=dips)
    bench.check(bench.command('dips'), agrees=dips)

    everything = bench.packages()
    bench.check(c.get_all_packages, {}, agrees=lambda found: found == everything and compare.packages(found, bench.ours('packages')))
    bench.check(c.get_package, {}, agrees=lambda found: found['meta']['total_count'] == len(everything))
    one = bench.ours('packages', type='AIP')[0]
    bench.check(c.get_package, {'uuid': one['uuid']}, agrees=lambda found: compare.packages(found['objects'], [one]))
    transfers = {'package_type': 'transfer', 'status': 'UPLOADED'}
    bench.check(
        c.get_package,
        transfers,
        agrees=lambda found: (
            [each['package_type'] for each in found['objects']] == ['transfer']
            and compare.same([each['uuid'] for each in found['objects']], [each['transfer'] for each in of_name(bench, 'Backlog')])
        ),
    )
    bench.check(c.aips, {'status': 'DELETED'}, agrees=lambda found: found == [])


def of_name(bench: Bench, name: str) -> List[Dict[str, Any]]:
    return [each for each in bench.control('GET', 'units') if each['name'] == name]


def pages(bench: Bench) -> None:
    """Three at a time: the next page is found, and the last one has none."""
    c = bench.client()
    everything = bench.packages()
    first = c.get_package({'limit': '3'})
    bench.check(
        c.get_next_package_page,
        first['meta']['next'],
        agrees=lambda page: (page['objects'], page['meta']['offset']) == (everything[3:6], 3),
    )
    bench.check(c.get_all_packages, {'limit': '3'}, agrees=lambda found: found == everything)
    bench.check(
        c.get_all_packages,
        {},
        first['objects'],
        first['meta']['next'],
        agrees=lambda found: found == everything,
    )
    bench.check(c.get_next_package_page, '/api/v2/file/?limit=3&offset=3', agrees=lambda page: page == 1)


def details(bench: Bench) -> None:
    for each in bench.ours('packages'):

        def agrees(found: Any) -> Any:
            return compare.packages([found], [each]) and found == bench.raw(f'/api/v2/file/{each["uuid"]}/')

        bench.check(bench.client(package_uuid=each['uuid']).get_package_details, agrees=agrees)
    bench.check(bench.command('get-package-details'), package_uuid=each['uuid'], agrees=agrees)


def compressed(bench: Bench) -> None:
    """amclient knows one ending, Fonds all of them."""
    c = bench.client()
    ours = {each['uuid']: each['path'] for each in bench.ours('compressedAips')}
    sevens = {aip for aip, path in ours.items() if path.endswith('.7z')}

    def agrees(found: Any) -> Any:
        return (
            len(found) == 1
            and set(found) == sevens < set(ours)
            and compare.packages(found.values(), (bench.ours('package', uuid=aip) for aip in found))
        )

    bench.check(c.get_all_compressed_aips, agrees=agrees)
    bench.check(bench.command('get-all-compressed-aips'), agrees=agrees)
    for each in bench.packages():
        bench.check(c.find_compressed, each['current_full_path'], agrees=as_ours(bench, each['uuid'], each['current_path']))


def as_ours(bench: Bench, package: str, path: str) -> Callable[[Any], bool]:
    unsure = path.endswith(('.tar.gz', '.tar.bz2'))
    return lambda found: found is (None if unsure else bench.ours('isCompressed', uuid=package))


def relations(bench: Bench) -> None:
    """The DIP is of the SIP that was normalised for access."""
    (of_dip,) = (each['sip'] for each in of_name(bench, 'Waits'))
    (other,) = (each['sip'] for each in of_name(bench, 'Letters'))
    (dip,) = bench.ours('packages', type='DIP')
    for aip, expected in ((of_dip, [dip]), (other, None)):

        def agrees(found: Any) -> Any:
            return compare.packages(found or [], expected or []) and compare.packages(found or [], bench.ours('dipsOf', uuid=aip))

        bench.check(bench.client(aip_uuid=aip).aip2dips, agrees=agrees)
        bench.check(bench.command('aip2dips'), aip_uuid=aip, agrees=agrees)

    def agrees(found: Any) -> Any:
        return found == bench.ours('dipsByAip') and {aip: dips for aip, dips in found.items() if dips} == {of_dip: [dip['uuid']]}

    bench.check(bench.client().aips2dips, agrees=agrees)
    bench.check(bench.command('aips2dips'), agrees=agrees)
