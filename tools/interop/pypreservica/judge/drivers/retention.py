"""RetentionAPI: policies and what is kept under them."""

from __future__ import annotations

from pyPreservica import RetentionAPI

from bench import Bench
from ingest import ingest

POLICY = {
    'Name': 'Six years & a day',
    'Description': 'as the <law> says',
    'SecurityTag': 'open',
    'StartDateField': 'xip.created',
    'Period': '6',
    'PeriodUnit': 'YEAR',
    'ExpiryAction': 'REVIEW',
    'ExpiryActionParameters': '{"EmailAddress":["archivist@fonds.example"]}',
    'Restriction': 'DELETE',
    'Assignable': True,
}


def drive(bench: Bench) -> None:
    c = bench.client(RetentionAPI)
    asset = ingest(bench, bench.folder_of_own('retention'), 'Kept', [bench.write('retention/kept.txt', b'kept')])
    policy = bench.check(c.create_policy, **POLICY, agrees=lambda p: (p.name, p.description) == ('Six years & a day', 'as the <law> says'))
    bench.check(c.policy, policy.reference, agrees=lambda p: (p.period, p.period_unit, p.restriction) == ('6', 'YEAR', 'DELETE'))
    bench.check(c.policies, agrees=lambda every: policy.reference in {p.reference for p in every})
    bench.check(c.policy_by_name, 'Six years & a day', agrees=lambda p: p.reference == policy.reference)
    bench.check(c.policy_by_name, 'Nobody’s', agrees=lambda p: p is None)
    changed = {**POLICY, 'Name': 'Seven years', 'Period': '7'}
    bench.check(c.update_policy, policy.reference, **changed, agrees=lambda p: (p.name, p.period) == ('Seven years', '7'))
    bench.check(
        c.assignable_policy, policy.reference, False, agrees=lambda _: str(c.policy(policy.reference).assignable).lower() == 'false'
    )
    bench.check(c.assignable_policy, policy.reference, True, agrees=lambda _: str(c.policy(policy.reference).assignable).lower() == 'true')

    given = bench.check(
        c.add_assignments, asset, policy, agrees=lambda a: (a.entity_reference, a.policy_reference) == (asset.reference, policy.reference)
    )
    bench.check(c.assignments, asset, agrees=lambda every: [a.api_id for a in every] == [given.api_id])
    bench.check(c.find, policy, agrees=lambda every: [a.entity_reference for a in every] == [asset.reference])
    bench.check(c.find, agrees=lambda every: 'Seven years' in {a.policy_name for a in every})
    bench.refused(c.delete_policy, policy.reference, saying='409')
    bench.check(c.remove_assignments, given, agrees=lambda ref: ref == asset.reference and list(c.assignments(asset)) == [])
    bench.check(c.delete_policy, policy.reference, agrees=lambda _: c.policy_by_name('Seven years') is None)
