"""UploadAPI: the tenant's bucket, a file system, and the sources."""

from __future__ import annotations

import os
from pathlib import Path
from typing import List

import boto3
from pyPreservica import Folder, UploadAPI, simple_asset_package

from bench import Bench
from tls import over_tls

MIB = 1024 * 1024


def drive(bench: Bench) -> None:
    tenant_bucket(bench)
    file_system(bench)
    with over_tls(bench) as server:
        sources(bench, bench.client(UploadAPI, server=server, protocol='https'))


def tenant_bucket(bench: Bench) -> None:
    c = bench.client(UploadAPI)
    folder = bench.folder_of_own('the bucket')
    sent: List[int] = []
    package = pack(bench, folder, 'small', b'small')
    bench.check(
        c.upload_zip_package,
        package,
        folder,
        sent.append,
        agrees=lambda token: bench.completed(token) and sum(sent) == os.path.getsize(package),
    )
    large = os.urandom(33 * MIB)
    package = pack(bench, folder, 'large', large, compress=False)
    bench.check(c.upload_zip_package, package, folder.reference, delete_after_upload=True, agrees=lambda token: bench.completed(token))
    bench.remark('a package sent in parts arrives whole', lambda: kept(bench, folder, 'large') == large and not os.path.exists(package))
    broken = bench.write('broken.zip', Path(pack(bench, folder, 'broken', b'broken')).read_bytes()[:-30])
    bench.check(c.upload_zip_package, broken, folder, agrees=lambda token: not bench.completed(token))


def file_system(bench: Bench) -> None:
    c = bench.client(UploadAPI)
    home = bench.folder_of_own('a file system')
    for path in ('crawl/top.txt', 'crawl/inner/one.txt', 'crawl/inner/two.txt'):
        bench.write(path, path.encode())
    root = str(bench.folder / 'crawl')
    bench.check(
        c.crawl_filesystem,
        root,
        None,
        home.reference,
        agrees=lambda _: bench.until(lambda: titles(bench, home) == ['crawl', 'inner', 'one', 'top', 'two']),
    )
    bench.check(
        c.crawl_filesystem, root, None, home.reference, agrees=lambda _: titles(bench, home) == ['crawl', 'inner', 'one', 'top', 'two']
    )


def sources(bench: Bench, c: UploadAPI) -> None:
    """The addresses of sources start with https in pyPreservica's source, so they are asked for over TLS."""
    locations = bench.check(c.upload_locations, agrees=lambda found: {'AWS', 'Azure'} <= {each['type'] for each in found})
    bench.check(c.upload_buckets, agrees=lambda found: found == locations)
    bucket = next(each for each in locations if each['type'] == 'AWS')
    name = bucket['containerName']
    given = bench.check(
        c.upload_credentials, bucket['apiId'], agrees=lambda found: {'key', 'secret', 'sessionToken', 'endpoint'} <= set(found)
    )
    bench.refused(c.upload_credentials, 'nowhere', saying='404')
    os.environ.update(AWS_ENDPOINT_URL_S3=f'{bench.url}/sources/s3', AWS_DEFAULT_REGION='eu-west-1')
    try:
        folder = bench.folder_of_own('a source')
        bench.check(
            c.upload_zip_package_to_S3,
            pack(bench, folder, 'first', b'first'),
            name,
            folder,
            agrees=lambda _: arrives(bench, folder, 'first'),
        )
        bench.check(
            c.upload_zip_to_Source,
            pack(bench, folder, 'second', b'second'),
            name,
            folder,
            agrees=lambda _: arrives(bench, folder, 'second'),
        )
        session = boto3.Session(given['key'], given['secret'], given['sessionToken'])
        s3 = session.client('s3')
        s3.put_object(Bucket=name, Key='left over', Body=b'left over')
        bench.check(c.clean_upload_bucket, name, 90, agrees=lambda _: s3.list_objects_v2(Bucket=name)['KeyCount'] > 0)
        bench.check(c.clean_upload_bucket, name, -1, agrees=lambda _: s3.list_objects_v2(Bucket=name)['KeyCount'] == 0)
    finally:
        del os.environ['AWS_ENDPOINT_URL_S3'], os.environ['AWS_DEFAULT_REGION']


def pack(bench: Bench, folder: Folder, title: str, content: bytes, compress: bool = True) -> str:
    file = bench.write(f'upload/{title}.bin', content)
    return simple_asset_package(file, export_folder=str(bench.folder), parent_folder=folder, compress=compress, Title=title)


def arrives(bench: Bench, folder: Folder, title: str) -> bool:
    return bench.until(lambda: title in titles(bench, folder)) and kept(bench, folder, title) == title.encode()


def titles(bench: Bench, folder: Folder) -> List[str]:
    return sorted(each.title for each in bench.entities.all_descendants(folder))


def kept(bench: Bench, folder: Folder, title: str) -> bytes:
    asset = next(each for each in bench.entities.descendants(folder) if each.title == title)
    return bench.contents(bench.entities.asset(asset.reference))[f'{title}.bin']
