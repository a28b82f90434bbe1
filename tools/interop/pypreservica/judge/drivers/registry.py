"""PreservationActionRegistry: five methods for each of nine kinds of items."""

from __future__ import annotations

import json

from pyPreservica import PreservationActionRegistry

from bench import Bench

KINDS = {
    'format_family': 'format_families',
    'preservation_action_type': 'preservation_action_types',
    'property': 'properties',
    'representation_format': 'representation_formats',
    'file_format': 'file_formats',
    'tool': 'tools',
    'preservation_action': 'preservation_actions',
    'business_rule': 'business_rules',
    'rule_set': 'rule_sets',
}


def drive(bench: Bench) -> None:
    c = bench.client(PreservationActionRegistry)
    for one, many in KINDS.items():
        ref = 'fmt/9999' if one == 'file_format' else f'judge-{one}'
        item = {'id': {'name': ref, 'guid': ref}, 'name': 'Jüdge'}
        bench.check(getattr(c, many), agrees=lambda answer: len(next(iter(json.loads(answer).values()))) >= 1 and ref not in answer)
        bench.check(getattr(c, f'add_{one}'), json.dumps(item), agrees=lambda answer: json.loads(answer)['name'] == 'Jüdge')
        bench.check(getattr(c, one), ref, agrees=lambda answer: json.loads(answer)['id']['guid'] == ref)
        changed = json.dumps({**item, 'name': 'Again'})
        bench.check(getattr(c, f'update_{one}'), ref, changed, agrees=lambda _: json.loads(getattr(c, one)(ref))['name'] == 'Again')
        bench.check(getattr(c, f'delete_{one}'), ref, agrees=lambda _: ref not in getattr(c, many)())
