"""AuthorityAPI: tables of authorities and their records."""

from __future__ import annotations

from typing import Any, Dict

from pyPreservica import AuthorityAPI, Table

from bench import Bench


def drive(bench: Bench) -> None:
    c = bench.client(AuthorityAPI)
    wanted = Table('Countries', 'open', 'label', [])
    wanted.fields = [{'name': name, 'type': 'ShortText', 'displayName': name, 'includeInSummary': True} for name in ('id', 'code', 'label')]
    table = bench.check(c.add_table, wanted, agrees=lambda t: t.reference and [f['name'] for f in t.fields] == ['id', 'code', 'label'])
    bench.check(c.tables, agrees=lambda every: table.reference in {t.reference for t in every})
    bench.check(c.table, table.reference, agrees=lambda t: (t.name, t.security_tag, t.displayField) == ('Countries', 'open', 'label'))
    bench.check(c.add_record, table, {'Code': 'BE', 'label': 'Belgïë'}, agrees=lambda answer: answer)
    bench.check(
        c.add_records,
        table,
        bench.write('countries.csv', b'code,label\nNL,Netherlands\nFR,France\n'),
        agrees=lambda _: len(c.records(table)) == 3,
    )
    found = bench.check(c.records, table, agrees=lambda every: sorted(value(each, 'code') for each in every) == ['BE', 'FR', 'NL'])
    belgium = next(each for each in found if value(each, 'code') == 'BE')
    bench.check(c.record, belgium['ref'], agrees=lambda each: value(each, 'label') == 'Belgïë')
    bench.check(c.delete_record, belgium['ref'], agrees=lambda _: 'BE' not in [value(each, 'code') for each in c.records(table)])
    bench.refused(c.record, belgium['ref'], saying='404')


def value(record: Dict[str, Any], name: str) -> str:
    return next(each['value'] for each in record['fieldValues'] if each['name'] == name)
