"""ContentAPI: details, reading copies, thumbnails and search."""

from __future__ import annotations

import csv
import uuid
from pathlib import Path
from typing import Dict, List

from pyPreservica import Asset, ContentAPI, EntityType, Field, Folder, Operator, SortOrder, Thumbnail

from bench import Bench
from ingest import ingest


def drive(bench: Bench) -> None:
    c = bench.client(ContentAPI)
    home = bench.folder_of_own('search')
    asset = ingest(bench, home, 'Quagga sighting', [bench.write('content/quagga.txt', b'The quagga was seen near the quay.')])
    objects(bench, c, asset)
    bench.until(lambda: list(c.simple_search_list('quagga')))
    searches(bench, c, home, asset)


def objects(bench: Bench, c: ContentAPI, asset: Asset) -> None:
    bench.check(
        c.object_details,
        'IO',
        asset.reference,
        agrees=lambda found: (found['id'], found['name']) == (f'sdb:IO|{asset.reference}', asset.title),
    )
    bench.check(c.object_details, EntityType.ASSET, asset.reference, True, agrees=lambda found: found['name'] == asset.title)
    bench.refused(c.object_details, 'IO', str(uuid.uuid4()), saying='not found')
    content = Path(bench.folder, 'content/quagga.txt').read_bytes()
    bench.check(c.download, asset.reference, 'quagga.txt', agrees=lambda name: Path(name).read_bytes() == content)
    bench.check(c.download_bytes, asset.reference, agrees=lambda read: read.getvalue() == content)
    engraving = next(e for e in bench.entities.all_descendants() if e.title.startswith('The Fish Quay'))
    small = bench.check(c.thumbnail_bytes, 'IO', engraving.reference, Thumbnail.SMALL, agrees=lambda read: len(read.getvalue()) > 100)
    bench.check(
        c.thumbnail,
        'IO',
        engraving.reference,
        'small.bin',
        Thumbnail.SMALL,
        agrees=lambda name: Path(name).read_bytes() == small.getvalue(),
    )
    bench.check(c.user_security_tags, agrees=lambda tags: {'open', 'restricted', 'closed'} <= set(tags))


def searches(bench: Bench, c: ContentAPI, home: Folder, asset: Asset) -> None:
    bench.check(c.indexed_fields, agrees=lambda fields: fields['xip.title'] and fields['dc.creator'])
    told: List[str] = []
    bench.check(c.search_callback, told.append, agrees=lambda _: len(list(c.simple_search_list('%', 7))) > 20 and told[0].startswith('7:'))
    everything = bench.check(c.simple_search_list, '%', 7, agrees=lambda rows: len({r['xip.reference'] for r in rows}) == len(rows) > 20)
    bench.check(c.simple_search_list, 'quagga', agrees=lambda rows: [r['xip.reference'] for r in rows] == [asset.reference])
    bench.check(c.simple_search_csv, '%', 10, 'all.csv', agrees=lambda _: len(table('all.csv')) == len(everything))
    assets = {'xip.document_type': 'IO', 'xip.title': ''}
    hits = bench.check(c.search_index_filter_hits, '%', assets, agrees=lambda hits: 0 < hits < len(everything))
    bench.check(
        c.search_index_filter_list,
        '%',
        5,
        {**assets, 'xip.parent_ref': home.reference},
        agrees=lambda rows: [r['xip.title'] for r in rows] == ['Quagga sighting'],
    )
    bench.check(
        c.search_index_filter_list, '%', 5, assets, {'xip.title': 'desc'}, agrees=lambda rows: len(rows) == hits and is_descending(rows)
    )
    bench.check(c.search_index_filter_csv, '%', 'some.csv', 10, dict(assets), agrees=lambda _: len(table('some.csv')) == hits)
    folders = [Field('xip.document_type', 'IO', operator=Operator.NOT), Field('xip.title', None, sort_order=SortOrder.desc)]
    bench.check(c.search_fields, '%', folders, agrees=lambda rows: len(rows) == len(everything) - hits and is_descending(rows))
    bench.check(c.full_text, asset.reference, agrees=lambda text: 'near the quay' in text)
    bench.check(c.full_text, str(uuid.uuid4()), agrees=lambda text: text is None)


def is_descending(rows: List[Dict[str, str]]) -> bool:
    titles = [row['xip.title'].casefold() for row in rows]
    return titles[0] > titles[-1]


def table(name: str) -> List[Dict[str, str]]:
    with open(name, newline='', encoding='utf-8') as file:
        return list(csv.DictReader(file))
