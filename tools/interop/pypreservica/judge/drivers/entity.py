"""EntityAPI: folders, assets and content objects, and moving them."""

from __future__ import annotations

from typing import Dict

from pyPreservica import Asset, EntityType, Folder

from bench import Bench
from ingest import ingest


def drive(bench: Bench) -> None:
    c = bench.entities
    home = bench.folder_of_own('entities')
    asset = ingest(
        bench, home, 'Letter & <answer>', [bench.write('entity/letter.txt', b'Dear sir'), bench.write('entity/answer.txt', b'No')]
    )

    inner = reading(bench, home, asset)
    lists(bench, home, inner, asset)
    changes(bench, inner, asset)
    moves(bench, home, inner, asset)
    bench.check(
        c.add_physical_asset,
        'Marble <bust>',
        'store 4',
        home,
        agrees=lambda a: (a.title, a.parent) == ('Marble <bust>', home.reference) and 'Physical' in c.xml_asset(a.reference),
    )
    bench.check(c.user_security_tags, agrees=lambda tags: {'open', 'restricted', 'closed'} <= set(tags))
    merges(bench)


def reading(bench: Bench, home: Folder, asset: Asset) -> Folder:
    c = bench.entities
    bench.check(
        c.create_folder,
        'Inner: “folder”',
        'with <description> & more',
        'open',
        home.reference,
        agrees=lambda f: (f.title, f.description, f.parent) == ('Inner: “folder”', 'with <description> & more', home.reference),
    )
    inner = c.create_folder('Inner', 'a folder', 'open', home.reference)
    bench.check(c.folder, inner.reference, agrees=lambda f: (f.title, f.security_tag, f.parent) == ('Inner', 'open', home.reference))
    bench.refused(c.folder, asset.reference, saying='not found')
    bench.check(c.asset, asset.reference, agrees=lambda a: (a.title, a.parent) == ('Letter & <answer>', home.reference))
    content = c.content_objects(next(iter(c.representations(asset))))
    bench.check(c.content_object, content[0].reference, agrees=lambda o: (o.title, o.parent) == ('letter', asset.reference))
    for kind, ref in (
        (EntityType.FOLDER, inner.reference),
        (EntityType.ASSET, asset.reference),
        (EntityType.CONTENT_OBJECT, content[0].reference),
    ):
        bench.check(c.entity, kind, ref, agrees=lambda e: (e.entity_type, e.reference) == (kind, ref))
    bench.check(
        c.xml_asset, asset.reference, agrees=lambda xml: all(part in xml for part in ('InformationObject', 'Representation', 'Bitstream'))
    )

    return inner


def lists(bench: Bench, home: Folder, inner: Folder, asset: Asset) -> None:
    c = bench.entities
    bench.check(c.children, home, agrees=lambda page: (page.total, len(page.results), page.has_more) == (3, 3, False))
    bench.check(c.children, home.reference, maximum=2, agrees=lambda page: (page.total, len(page.results), page.has_more) == (3, 2, True))
    bench.check(c.children, agrees=lambda page: bench.home.reference in {e.reference for e in page.results})
    bench.check(
        c.descendants, home, agrees=lambda found: sorted(e.title for e in found) == ['Inner', 'Inner: “folder”', 'Letter & <answer>']
    )
    bench.check(
        c.all_descendants,
        bench.home,
        agrees=lambda found: {home.reference, inner.reference, asset.reference} <= {e.reference for e in found},
    )


def changes(bench: Bench, inner: Folder, asset: Asset) -> None:
    c = bench.entities
    inner.title, inner.description = 'Inner, renamed', 'Ünïcödé 🗃'
    bench.check(
        c.save,
        inner,
        agrees=lambda f: (f.title, f.description) == ('Inner, renamed', 'Ünïcödé 🗃') == (c.folder(f.reference).title, 'Ünïcödé 🗃'),
    )
    asset.custom_type = 'Letter'
    bench.check(c.save, asset, agrees=lambda a: c.asset(a.reference).custom_type == 'Letter')
    page = c.content_objects(next(iter(c.representations(asset))))[0]
    page.title = 'First page'
    bench.check(c.save, page, agrees=lambda o: c.content_object(o.reference).title == 'First page')

    tag = bench.check(c.security_tag_async, asset, 'restricted', agrees=lambda token: bench.completed(token))
    bench.check(c.get_async_progress, tag, agrees=lambda status: status == 'COMPLETED')
    bench.check(c.get_progress, tag, agrees=lambda status: status.value == 'COMPLETED')
    bench.remark('a tag is changed when its progress says so', lambda: c.asset(asset.reference).security_tag == 'restricted')
    bench.check(c.security_tag_sync, asset, 'open', agrees=lambda a: a.security_tag == 'open')


def moves(bench: Bench, home: Folder, inner: Folder, asset: Asset) -> None:
    c = bench.entities
    bench.check(
        c.move_async, asset, inner, agrees=lambda token: bench.completed(token) and c.asset(asset.reference).parent == inner.reference
    )
    bench.check(c.move_sync, asset, home, agrees=lambda a: a.parent == home.reference)
    bench.check(c.move, inner, None, agrees=lambda f: f.parent is None)
    bench.check(c.move, inner, home, agrees=lambda f: f.parent == home.reference)


def merges(bench: Bench) -> None:
    c = bench.entities
    home = bench.folder_of_own('merges')
    pages = [ingest(bench, home, f'Page {n}', [bench.write(f'merge/page-{n}.txt', b'page %d' % n)]) for n in (1, 2)]
    expected = {'page-1.txt': b'page 1', 'page-2.txt': b'page 2'}
    bench.check(
        c.merge_assets,
        pages,
        'Both pages',
        'merged',
        agrees=lambda token: bench.completed(token) and merged(bench, home, 'Both pages') == expected,
    )
    more = bench.folder_of_own('merged folder')
    for n in (1, 2):
        ingest(bench, more, f'Page {n}', [bench.write(f'merge/page-{n}.txt', b'page %d' % n)])
    bench.check(c.merge_folder, more, agrees=lambda token: bench.completed(token) and merged(bench, bench.home, more.title) == expected)


def merged(bench: Bench, folder: Folder, title: str) -> Dict[str, bytes]:
    found = [e for e in bench.entities.descendants(folder) if e.title == title and e.entity_type == EntityType.ASSET]
    return bench.contents(bench.entities.asset(found[0].reference))
