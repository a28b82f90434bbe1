"""LegalHoldAPI: holds, and what is under them."""

from __future__ import annotations

import uuid
from typing import Any, List

from pyPreservica import Asset
from pyPreservica.retentionAPI import LegalHold, LegalHoldAPI

from bench import Bench

DELETION = '<DeletionAction xmlns="{}"><Submission><Comment>not needed</Comment></Submission></DeletionAction>'


def drive(bench: Bench) -> None:
    """On servers that have no holds, every method has to be refused; there the hold is one that nobody has made."""
    c = bench.client(LegalHoldAPI)
    home = bench.folder_of_own('legal holds')
    assets = [bench.entities.add_physical_asset(f'Bolt {n}', 'of the bridge', home, 'open') for n in range(27)]
    asset = assets[0]
    who = bench.users['archivist']['username']
    hold = bench.check(
        c.create_hold,
        'Case <12>',
        'Bridge & quay',
        agrees=lambda h: (h.name, h.description, h.user, h.create_date.tzinfo is None) == ('Case <12>', 'Bridge & quay', who, False),
    ) or LegalHold('Case <12>', str(uuid.uuid4()))
    bench.check(c.create_hold, 'Bare', agrees=lambda h: h.description is None)
    bench.check(c.legal_hold, hold.reference, agrees=lambda h: vars(h) == vars(hold))
    bench.refused(c.legal_hold, str(uuid.uuid4()), saying='404')
    pages(bench, c, hold)
    hold.name, hold.description = 'Case 12/2026', 'All of the bridge'
    bench.check(
        c.update_legal_hold,
        hold,
        agrees=lambda h: (vars(h), c.legal_hold(hold.reference).name) == (vars(hold), 'Case 12/2026'),
    )

    bench.check(c.asset_holds, asset, agrees=lambda every: every == [])
    bench.check(c.assign_legal_hold, asset, hold, agrees=lambda h: h is hold and held(c, asset) == [hold.reference])
    bench.check(
        c.asset_holds,
        asset,
        agrees=lambda every: [(a.entity_ref, a.legal_hold_ref, a.assigned_date.tzinfo is None) for a in every]
        == [(asset.reference, hold.reference, False)],
    )
    bench.check(c.find, hold, agrees=lambda every: [(a.entity_ref, a.legal_hold_ref) for a in every] == [(asset.reference, hold.reference)])
    if bench.has(c.assign_legal_hold):
        guarded(bench, asset)
        for each in assets[1:]:
            c.assign_legal_hold(each, hold)
    bench.check(c.find, agrees=lambda every: {a.entity_ref for a in every} == {each.reference for each in assets})
    refused(bench, asset, hold)
    bench.check(c.remove_legal_hold_assignment, asset, hold, agrees=lambda a: a is asset and held(c, asset) == [])
    bench.refused(c.remove_legal_hold_assignment, asset, hold, saying='404')
    bench.check(c.delete_legal_hold, 'Bare', agrees=lambda _: named(c, 'Bare') == [])
    if bench.has(c.remove_legal_hold_assignment):
        bench.refused(c.delete_legal_hold, hold.reference, saying='409')
        for each in assets[1:]:
            c.remove_legal_hold_assignment(each, hold)
    bench.check(c.delete_legal_hold, hold.reference, agrees=lambda _: named(c, hold.name) == [])


def pages(bench: Bench, c: LegalHoldAPI, hold: LegalHold) -> None:
    """Pages are of twenty."""
    if bench.has(c.create_hold):
        for n in range(20):
            c.create_hold(f'One of many {n}')
    bench.check(c.legal_holds, agrees=lambda every: len({h.reference for h in every}) == 22)
    bench.check(c.legal_holds, hold.name, agrees=lambda every: [vars(h) for h in every] == [vars(hold)])
    bench.check(c.legal_holds, 'Nobody’s', agrees=lambda every: every == [])


def guarded(bench: Bench, asset: Asset) -> None:
    """Neither the asset nor its folder can be deleted. `delete_asset` would wait for a deletion that has failed without end."""
    for place in (f'information-objects/{asset.reference}', f'structural-objects/{asset.parent}'):
        bench.remark('what is under a legal hold is not deleted, nor is its folder', lambda: fails(bench, asked(bench, place)))


def fails(bench: Bench, token: str) -> bool:
    progress = bench.entities.get_async_progress
    return bench.until(lambda: progress(token) not in ('ACTIVE', 'RUNNING')) and progress(token) == 'FAILED'


def asked(bench: Bench, place: str) -> str:
    c = bench.entities
    headers = {'Preservica-Access-Token': c.token, 'Content-Type': 'application/xml;charset=UTF-8'}
    answer = c.session.delete(f'{bench.url}/api/entity/{place}', data=DELETION.format(c.entity_ns), headers=headers)
    if answer.status_code != 202:
        raise AssertionError(f'{answer.status_code}: {answer.text}')
    return answer.text


def refused(bench: Bench, asset: Asset, hold: LegalHold) -> None:
    """Those who only read are refused by the client where it looks at roles, otherwise by the server."""
    reader = bench.client(LegalHoldAPI, **bench.users['reader'])
    for method, args in (
        (reader.create_hold, ('Mine',)),
        (reader.update_legal_hold, (hold,)),
        (reader.delete_legal_hold, (hold.reference,)),
    ):
        bench.refused(method, *args, saying='ROLE_SDB_CONFIG_MANAGER_USER')
    if bench.has(reader.assign_legal_hold):
        for changing in (reader.assign_legal_hold, reader.remove_legal_hold_assignment):
            bench.refused(changing, asset, hold, saying='403')


def held(c: LegalHoldAPI, asset: Asset) -> List[Any]:
    return [each.legal_hold_ref for each in c.asset_holds(asset)]


def named(c: LegalHoldAPI, name: str) -> List[LegalHold]:
    return list(c.legal_holds(name))
