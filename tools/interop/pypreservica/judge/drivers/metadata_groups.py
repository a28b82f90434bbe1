"""MetadataGroupsAPI: groups of fields, forms, and tables made of these."""

from __future__ import annotations

from pathlib import Path

from pyPreservica import GroupField, GroupFieldType, MetadataGroupsAPI

from bench import Bench


def drive(bench: Bench) -> None:
    c = bench.client(MetadataGroupsAPI)
    fields = [GroupField('hull', 'Hull', GroupFieldType.STRING, values=['wood', 'iron']), GroupField('built', 'Built', GroupFieldType.DATE)]
    group = bench.check(c.add_group, 'Judge Boats', 'boats', fields, agrees=lambda g: g['schemaUri'].endswith('/judge_boats'))
    bench.check(c.groups, agrees=lambda every: 'Judge Boats' in {g.name for g in every})
    bench.check(c.groups_json, agrees=lambda every: 'Judge Boats' in {g['name'] for g in every})
    bench.check(c.group, group['id'], agrees=lambda g: [(f.field_id, f.values) for f in g.fields][0] == ('hull', ['wood', 'iron']))
    bench.check(c.group_json, group['id'], agrees=lambda g: [f['name'] for f in g['fields']] == ['Hull', 'Built'])
    mast = GroupField('mast', 'Mast', GroupFieldType.NUMBER)
    bench.check(c.add_fields, group['id'], [mast], agrees=lambda g: len(g['fields']) == 3 and len(c.group(group['id']).fields) == 3)
    bench.check(
        c.add_group_json, {'name': 'Judge Two', 'description': '', 'fields': []}, agrees=lambda g: c.group(g['id']).name == 'Judge Two'
    )

    wanted = {'title': 'Judge Form', 'schemaUri': group['schemaUri']}
    form = bench.check(c.add_form, wanted, agrees=lambda f: f['id'])
    bench.check(c.form, form['id'], agrees=lambda f: f['title'] == 'Judge Form')
    bench.check(c.forms, group['schemaUri'], agrees=lambda every: [f['id'] for f in every] == [form['id']])
    bench.check(c.download_template, 'Judge Form', agrees=lambda name: 'mast' in Path(name).read_text('utf-8'))
    bench.check(
        c.update_form, form['id'], {**wanted, 'title': 'Judge Form 2'}, agrees=lambda _: c.form(form['id'])['title'] == 'Judge Form 2'
    )
    bench.check(c.delete_form, form['id'], agrees=lambda _: list(c.forms(group['schemaUri'])) == [])
    bench.check(c.delete_group, group['id'], agrees=lambda _: 'Judge Boats' not in {g.name for g in c.groups()})
    bench.check(
        c.delete_group_namespace,
        'http://www.preservica.com/metadata/group/judge_two',
        agrees=lambda _: 'Judge Two' not in {g.name for g in c.groups()},
    )
