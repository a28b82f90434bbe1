"""UploadAPI: the tenant's bucket, a file system, and the sources."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, Dict, List

import boto3
from pyPreservica import Folder, UploadAPI, simple_asset_package

from bench import Bench
from tls import below, over_tls

MIB = 1024 * 1024


def drive(bench: Bench) -> None:
    tenant_bucket(bench)
    file_system(bench)
    video(bench)
    with over_tls(bench) as server:
        client = bench.client(UploadAPI, server=server, protocol='https')
        sources(bench, client)
        container(bench, client)


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


class Downloader:
    """In place of `youtube_dl.YoutubeDL`, which would ask a site on the internet."""

    def __init__(self, options: Dict[str, Any]) -> None:
        self.options = options

    def __enter__(self) -> Downloader:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def extract_info(self, url: str, download: bool) -> Dict[str, str]:
        Path(self.options['outtmpl'] % {'id': 'v1'}).write_bytes(url.encode())
        return {'id': 'v1', 'title': 'A launch', 'description': 'The bridge opens', 'upload_date': '20260314'}


def video(bench: Bench) -> None:
    folder = bench.folder_of_own('a video')
    sys.modules['youtube_dl'] = ModuleType('youtube_dl')
    sys.modules['youtube_dl'].YoutubeDL = Downloader  # type: ignore[attr-defined]
    try:
        url = 'https://video.example/v1'
        bench.check(
            bench.client(UploadAPI).ingest_web_video,
            url,
            folder,
            agrees=lambda _: bench.until(lambda: [each.title for each in bench.entities.identifier('Video-ID', 'v1')] == ['A launch'])
            and kept(bench, folder, 'A launch', 'v1.mp4') == url.encode(),
        )
    finally:
        del sys.modules['youtube_dl']


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


def container(bench: Bench, c: UploadAPI) -> None:
    """The account's own host, as if it were Azure's."""
    location = next(each for each in c.upload_locations() if each['type'] == 'Azure')
    account = c.upload_credentials(location['apiId'])['key']
    folder = bench.folder_of_own('a container')
    with below(bench, f'/{account}'):
        for title, upload in (('third', c.upload_zip_package_to_Azure), ('fourth', c.upload_zip_to_Source)):
            package = pack(bench, folder, title, title.encode())
            bench.check(upload, package, location['containerName'], folder, agrees=lambda _: arrives(bench, folder, title))


def pack(bench: Bench, folder: Folder, title: str, content: bytes, compress: bool = True) -> str:
    file = bench.write(f'upload/{title}.bin', content)
    return simple_asset_package(file, export_folder=str(bench.folder), parent_folder=folder, compress=compress, Title=title)


def arrives(bench: Bench, folder: Folder, title: str) -> bool:
    return bench.until(lambda: title in titles(bench, folder)) and kept(bench, folder, title) == title.encode()


def titles(bench: Bench, folder: Folder) -> List[str]:
    return sorted(each.title for each in bench.entities.all_descendants(folder))


def kept(bench: Bench, folder: Folder, title: str, name: str = '') -> bytes:
    asset = next(each for each in bench.entities.descendants(folder) if each.title == title)
    return bench.contents(bench.entities.asset(asset.reference))[name or f'{title}.bin']
