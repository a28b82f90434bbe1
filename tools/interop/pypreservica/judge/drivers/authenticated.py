"""Signing in, and what every API class inherits."""

from __future__ import annotations

import os

from pyPreservica import AdminAPI, EntityAPI

from bench import Bench


def drive(bench: Bench) -> None:
    client = bench.entities
    bench.check(client.edition, agrees=lambda edition: edition == 'Enterprise')
    bench.check(
        client.security_tags_base,
        with_permissions=True,
        agrees=lambda tags: {'open', 'restricted', 'closed'} <= set(tags) and all(tags['open']),
    )
    approver = bench.users['approver']
    bench.check(
        client.manager_token,
        approver['username'],
        approver['password'],
        agrees=lambda token: user_of(bench, token) == approver['username'],
    )
    bench.refused(client.manager_token, approver['username'], 'a wrong password', saying='401')
    document = client.session.get(
        f'{bench.url}/api/entity/structural-objects/{bench.home.reference}', headers={'Preservica-Access-Token': client.token}
    ).text
    bench.check(
        client.entity_from_string,
        document,
        agrees=lambda folder: (folder['reference'], folder['title'], folder['parent']) == (bench.home.reference, bench.home.title, None),
    )
    bench.check(client.save_config, agrees=lambda _: EntityAPI(protocol='http').username == client.username)
    os.remove('credentials.properties')
    sign_in(bench)


def sign_in(bench: Bench) -> None:
    keeper = bench.users['twoFactor']
    bench.remark(
        'signs in with a password, the tenant left to the server', lambda: bench.client(EntityAPI, tenant=None).tenant == bench.tenant
    )
    bench.remark(
        'signs in with a second factor',
        lambda: bench.client(
            EntityAPI, username=keeper['username'], password=keeper['password'], two_fa_secret_key=keeper['twoFactorSecret']
        ).token,
    )
    bench.remark(
        'signs in with a shared secret', lambda: bench.client(EntityAPI, password=bench.shared_secret, use_shared_secret=True).token
    )
    bench.remark('is refused with a wrong password', lambda: not signs_in(bench, password='a wrong password'))
    bench.remark('signs in again when its token has ended', lambda: renews(bench))
    bench.remark('knows the version', lambda: bench.entities.version.startswith('.'.join(map(str, bench.version))))
    bench.remark('a reader may not add users', lambda: not may_add_users(bench))


def user_of(bench: Bench, token: str) -> str:
    answer = bench.entities.session.get(f'{bench.url}/api/user/details', headers={'Preservica-Access-Token': token})
    return answer.json()['username']


def signs_in(bench: Bench, **changes: str) -> bool:
    try:
        return bool(bench.client(EntityAPI, **changes).token)
    except RuntimeError:
        return False


def renews(bench: Bench) -> bool:
    client = bench.client(EntityAPI)
    before = client.token
    bench.fault(kind='expire-tokens', path='/api/entity/structural-objects/*')
    return client.folder(bench.home.reference).title == bench.home.title and client.token != before


def may_add_users(bench: Bench) -> bool:
    try:
        bench.client(AdminAPI, **bench.users['reader']).add_user('nobody@fonds.example', 'Nobody', ['SDB_INGEST_USER'])
        return True
    except RuntimeError:
        return False
