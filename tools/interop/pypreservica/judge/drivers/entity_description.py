"""EntityAPI: identifiers, descriptive metadata and relationships."""

from __future__ import annotations

import io

from pyPreservica import Relationship, RelationshipDirection

from bench import Bench

DC = 'http://purl.org/dc/elements/1.1/'
EAD = 'urn:isbn:1-931666-22-9'


def drive(bench: Bench) -> None:
    identifiers(bench)
    metadata(bench)
    relationships(bench)
    table(bench)


def identifiers(bench: Bench) -> None:
    c = bench.entities
    bust = c.add_physical_asset('Bust', 'store 4', bench.folder_of_own('identifiers'))
    bench.check(c.add_identifier, bust, 'code', 'A/1 & <2>', agrees=lambda ref: ref)
    c.add_identifier(bust, 'ISBN', '978')
    bench.check(c.identifiers_for_entity, bust, agrees=lambda found: found == {('code', 'A/1 & <2>'), ('ISBN', '978')})
    bench.check(
        c.entity_identifiers,
        bust,
        'ISBN',
        agrees=lambda found: [(i.type, i.value, bool(i.identifier_id)) for i in found] == [('ISBN', '978', True)],
    )
    bench.check(c.identifier, 'code', 'A/1 & <2>', agrees=lambda found: [e.reference for e in found] == [bust.reference])
    bench.check(c.identifier, 'code', 'nobody’s', agrees=lambda found: found == set())
    bench.check(c.update_identifiers, bust, 'code', 'A/2', agrees=lambda _: ('code', 'A/2') in c.identifiers_for_entity(bust))
    bench.check(c.delete_identifiers, bust, 'ISBN', '978', agrees=lambda _: c.identifiers_for_entity(bust) == {('code', 'A/2')})
    bench.check(c.delete_identifiers, bust, agrees=lambda _: c.identifiers_for_entity(bust) == set())


def metadata(bench: Bench) -> None:
    c = bench.entities
    folder = bench.folder_of_own('metadata')
    title = f'<dc xmlns="{DC}"><title>Ünder &amp; over 🗃</title></dc>'
    folder = bench.check(c.add_metadata, folder, DC, title, agrees=lambda f: list(f.metadata.values()) == [DC])
    bench.check(
        c.add_metadata,
        folder,
        EAD,
        io.StringIO(f'<ead xmlns="{EAD}"><id>1</id></ead>'),
        agrees=lambda f: sorted(f.metadata.values()) == [DC, EAD],
    )
    folder = c.folder(folder.reference)
    bench.check(
        c.metadata, next(uri for uri, schema in folder.metadata.items() if schema == DC), agrees=lambda xml: 'Ünder &amp; over 🗃' in xml
    )
    bench.check(c.metadata_for_entity, folder, DC, agrees=lambda xml: 'Ünder &amp; over 🗃' in xml)
    bench.check(c.metadata_for_entity, folder, 'http://nobody.example/', agrees=lambda xml: xml is None)
    bench.check(c.metadata_tag_for_entity, folder, DC, 'title', agrees=lambda text: text == 'Ünder & over 🗃')
    bench.check(c.all_metadata, folder, agrees=lambda every: sorted(schema for schema, _ in every) == [DC, EAD])
    changed = title.replace('over', 'above')
    folder = bench.check(c.update_metadata, folder, DC, changed, agrees=lambda f: 'above' in c.metadata_for_entity(f, DC))
    bench.check(c.delete_metadata, folder, DC, agrees=lambda f: list(f.metadata.values()) == [EAD])
    bench.check(
        c.add_metadata_as_fragment,
        folder,
        'http://fragment.example/',
        '<note><em>as</em> it is</note>',
        agrees=lambda f: c.metadata_tag_for_entity(f, 'http://fragment.example/', 'em') == 'as',
    )


def relationships(bench: Bench) -> None:
    c = bench.entities
    home = bench.folder_of_own('relationships')
    bust, pedestal = (c.add_physical_asset(title, 'store 4', home) for title in ('Bust', 'Pedestal'))
    bench.check(c.add_relation, bust, Relationship.DCMI_isPartOf, home, agrees=lambda kind: kind == 'http://purl.org/dc/terms/isPartOf')
    bench.check(c.add_relation, bust, 'rests on', pedestal, agrees=lambda kind: kind == 'rests on')
    for number in range(30):
        c.add_relation(pedestal, f'numbered {number}', bust)
    bench.check(
        c.relationships,
        bust,
        agrees=lambda found: len(found) == 32
        and {(r.relationship_type, r.other_ref) for r in found if r.direction == RelationshipDirection.FROM}
        == {('http://purl.org/dc/terms/isPartOf', home.reference), ('rests on', pedestal.reference)},
    )
    bench.check(c.delete_relationships, bust, 'rests on', agrees=lambda _: len(list(c.relationships(bust))) == 31)


def table(bench: Bench) -> None:
    c = bench.entities
    folder = bench.folder_of_own('a table')
    edits = bench.write('edits.csv', f'Reference,box.shelf,box.note\n{folder.reference},12,"a ""quoted"", thing"\n'.encode())
    box = 'http://www.preservica.com/metadata/group/box'
    bench.check(
        c.add_group_metadata,
        edits,
        agrees=lambda token: bench.completed(token)
        and c.metadata_tag_for_entity(c.folder(folder.reference), box, 'note') == 'a "quoted", thing',
    )
