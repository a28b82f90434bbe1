"""EntityAPI: deletion, asked for by one person and approved by another."""

from __future__ import annotations

import re

from bench import Bench
from ingest import ingest


def drive(bench: Bench) -> None:
    c = bench.entities
    home = bench.folder_of_own('deletion')
    letters = [ingest(bench, home, f'Letter {n}', [bench.write(f'deletion/{n}.txt', b'%d' % n)]) for n in (1, 2)]
    approver = credentials(bench, 'approver')
    for user in ('archivist', 'reader'):  # who asked, and who may not approve
        bench.refused(c.delete_asset, letters[0], 'not needed', 'agreed', credentials(bench, user), saying='403')
    pages = [page.reference for each in c.representations(letters[1]) for page in c.content_objects(each)]
    bench.check(
        c.delete_asset,
        letters[1],
        'not needed',
        'agreed',
        approver,
        agrees=lambda _: deleted(bench, 'information-objects', letters[1].reference)
        and len(pages) == 1
        and deleted(bench, 'content-objects', pages[0]),
    )
    bench.remark(
        'what is deleted is not among what changed, and its folder has it no more',
        lambda: letters[1].reference not in {e.reference for e in [*c.updated_entities(1), *c.descendants(home)]},
    )
    other = bench.folder_of_own('deletion of a folder')
    within = ingest(bench, other, 'Within', [bench.write('deletion/within.txt', b'within')])
    bench.check(
        c.delete_folder,
        other,
        'all of it',
        'agreed',
        approver,
        agrees=lambda _: deleted(bench, 'structural-objects', other.reference) and deleted(bench, 'information-objects', within.reference),
    )


def credentials(bench: Bench, user: str) -> str:
    who = bench.users[user]
    text = f'[credentials]\nmanager.username={who["username"]}\nmanager.password={who["password"]}\n'
    return bench.write(f'{user}.properties', text.encode())


def deleted(bench: Bench, kind: str, reference: str) -> bool:
    """Is there only a tombstone left? The approval is answered before the deletion is done."""
    address = f'{bench.url}/api/entity/{kind}/{reference}'
    return bench.until(lambda: re.search(r'<(\w+:)?Deleted\b', asked(bench, address)))


def asked(bench: Bench, address: str) -> str:
    return bench.entities.session.get(address, headers={'Preservica-Access-Token': bench.entities.token}).text
