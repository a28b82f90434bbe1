"""AdminAPI: roles, tags, users, schemas, documents and transforms."""

from __future__ import annotations

import csv
import io
from typing import List

from pyPreservica import AdminAPI, EntityAPI

from bench import Bench

XSD = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://judge.example/"/>'
XSLT = '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"/>'


def drive(bench: Bench) -> None:
    c = bench.client(AdminAPI)
    security(bench, c)
    users(bench, c)
    schemas(bench, c)
    transforms(bench, c)


def security(bench: Bench, c: AdminAPI) -> None:
    bench.check(c.system_roles, agrees=lambda roles: 'ROLE_SDB_MANAGER_USER' in roles)
    bench.check(c.add_system_role, 'SDB_JUDGE', agrees=lambda role: role == 'ROLE_SDB_JUDGE' and role in c.system_roles())
    bench.check(c.delete_system_role, 'ROLE_SDB_JUDGE', agrees=lambda _: 'ROLE_SDB_JUDGE' not in c.system_roles())
    bench.check(c.security_tags, agrees=lambda tags: {'open', 'closed'} <= set(tags))
    bench.check(c.add_security_tag, 'judge tag', agrees=lambda tag: tag == 'judge tag' and tag in c.security_tags())
    bench.check(c.delete_security_tag, 'judge tag', agrees=lambda _: 'judge tag' not in c.security_tags())


def users(bench: Bench, c: AdminAPI) -> None:
    jane = 'jane@fonds.example'
    bench.check(c.current_user, agrees=lambda user: user['username'] == c.username)
    bench.check(c.add_user, jane, 'Jane', ['SDB_INGEST_USER'], agrees=lambda user: (user['FullName'], user['Enabled']) == ('Jane', True))
    bench.check(
        c.add_user, 'guest@fonds.example', 'Guest', ['SDB_ACCESS_USER'], True, agrees=lambda user: user['UserName'] == 'guest@fonds.example'
    )
    bench.check(c.all_users, agrees=lambda names: {c.username, jane, 'guest@fonds.example'} <= set(names))
    bench.check(c.user_details, jane, agrees=lambda user: (user['Email'], user['Roles']) == (jane, ['SDB_INGEST_USER']))
    bench.check(c.change_user_display_name, jane, 'Jane E. Éire', agrees=lambda user: user['FullName'] == 'Jane E. Éire')
    bench.check(c.disable_user, jane, agrees=lambda _: not c.user_details(jane)['Enabled'] and not signs_in(bench, jane))
    bench.check(c.enable_user, jane, agrees=lambda _: signs_in(bench, jane))
    bench.check(c.user_report, 'users.csv', agrees=lambda _: 'Jane E. Éire' in names_in('users.csv'))
    bench.check(c.delete_user, jane, agrees=lambda _: jane not in c.all_users())
    bench.refused(c.user_details, jane, saying='404')


def schemas(bench: Bench, c: AdminAPI) -> None:
    schema, document = 'http://judge.example/', 'http://judge.example/document'
    bench.check(c.add_xml_schema, 'Judge', 'a schema', 'judge.xsd', XSD, agrees=lambda _: c.xml_schema(schema) == XSD)
    bench.check(c.xml_schemas, agrees=lambda found: [s['Name'] for s in found if s['SchemaUri'] == schema] == ['Judge'])
    bench.check(c.xml_schema, schema, agrees=lambda xml: xml == XSD)
    bench.check(c.delete_xml_schema, schema, agrees=lambda _: c.xml_schema(schema) is None)
    bench.check(c.add_xml_document, 'Judge', io.BytesIO(f'<j xmlns="{document}"/>'.encode()), agrees=lambda _: c.xml_document(document))
    bench.check(
        c.xml_documents, agrees=lambda found: [d['DocumentType'] for d in found if d['SchemaUri'] == document] == ['MetadataTemplate']
    )
    bench.check(c.xml_document, document, agrees=lambda xml: xml == f'<j xmlns="{document}"/>')
    bench.check(c.delete_xml_document, document, agrees=lambda _: c.xml_document(document) is None)


def transforms(bench: Bench, c: AdminAPI) -> None:
    pair = ('http://judge.example/from', 'http://judge.example/to')
    bench.check(c.add_xml_transform, 'Judge', *pair, 'View', 'judge.xslt', XSLT, agrees=lambda _: c.xml_transform(*pair) == XSLT)
    bench.check(c.xml_transforms, agrees=lambda found: [t['ToSchemaUri'] for t in found if t['Name'] == 'Judge'] == [pair[1]])
    bench.check(c.xml_transform, *pair, agrees=lambda xml: xml == XSLT)
    bench.check(c.delete_xml_transform, *pair, agrees=lambda _: c.xml_transform(*pair) is None)


def signs_in(bench: Bench, username: str) -> bool:
    try:
        return 'ROLE_SDB_INGEST_USER' in bench.client(EntityAPI, username=username, password=bench.first_password).roles
    except RuntimeError:
        return False


def names_in(report: str) -> List[str]:
    with open(report, newline='', encoding='utf-8') as file:
        return [row['FullName'] for row in csv.DictReader(file)]
