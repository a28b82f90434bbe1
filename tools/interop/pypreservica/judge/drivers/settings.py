"""SettingsAPI: rules and profiles of metadata enrichment."""

from __future__ import annotations

from pyPreservica import SettingsAPI

from bench import Bench


def drive(bench: Bench) -> None:
    c = bench.client(SettingsAPI)
    profile = bench.check(c.metadata_enrichment_add_profile, 'Judge', True, agrees=lambda p: p['name'] == 'Judge') or {'id': 'none'}
    ref = profile['id']
    bench.check(c.metadata_enrichment_profile, ref, agrees=lambda p: p['name'] == 'Judge')
    bench.check(c.metadata_enrichment_profiles, agrees=lambda every: ref in {p['id'] for p in every['profiles']})
    rule = bench.check(c.metadata_enrichment_add_rule, ref, 1, agrees=lambda r: (r['profileId'], r['priority']) == (ref, 1)) or {
        'id': 'none'
    }
    bench.check(c.metadata_enrichment_rules, ref, agrees=lambda every: [r['id'] for r in every['rules']] == [rule['id']])
    if bench.has(c.metadata_enrichment_delete_profile):
        bench.refused(c.metadata_enrichment_delete_profile, ref, saying='403')
    bench.check(c.metadata_enrichment_delete_rule, rule['id'], agrees=lambda _: c.metadata_enrichment_rules(ref) == {'rules': []})
    bench.check(
        c.metadata_enrichment_delete_profile,
        ref,
        agrees=lambda _: ref not in {p['id'] for p in c.metadata_enrichment_profiles()['profiles']},
    )
