"""What was packaged by others is read and verified here, and the other way round."""

from __future__ import annotations

import hashlib
import os
from typing import Any, Dict, List

from pyPreservica import Asset, Bitstream, Folder, UploadAPI
from pyPreservica import uploadAPI as packaging

from bench import Bench

HASHES = {'MD5': hashlib.md5, 'SHA1': hashlib.sha1, 'SHA256': hashlib.sha256, 'SHA512': hashlib.sha512}


def read_theirs(bench: Bench, assets: List[Dict[str, Any]]) -> None:
    """Downloads each file, and compares every digest the server has of it, and the SHA-256 of what was packaged."""
    for each in assets:
        bench.remark('what Fonds packaged and uploaded is read, and every digest agrees', lambda: agrees(bench, each))


def agrees(bench: Bench, expected: Dict[str, Any]) -> bool:
    asset = bench.entities.asset(expected['ref'])
    streams = list(bench.entities.bitstreams_for_asset(asset))
    found = {stream.filename: verified(bench, stream) for stream in streams}
    identifiers = [list(pair) for pair in bench.entities.identifiers_for_entity(asset)]
    if (asset.title, found, len(streams), identifiers) != (
        expected['title'],
        expected['files'],
        len(expected['files']),
        expected['identifiers'],
    ):
        raise AssertionError(f'{asset.title}: {found} {identifiers}, not {expected}')
    return True


def verified(bench: Bench, stream: Bitstream) -> str:
    """The SHA-256 of a file that is what each of its digests says."""
    bench.entities.bitstream_content(stream, 'theirs.bin')
    with open('theirs.bin', 'rb') as file:
        content = file.read()
    if not stream.fixity:
        raise AssertionError(f'{stream.filename} has no digest')
    for name, digest in stream.fixity.items():
        if HASHES[name.replace('-', '').upper()](content).hexdigest() != digest:
            raise AssertionError(f'{stream.filename}: its {name} is not {digest}')
    return hashlib.sha256(content).hexdigest()


def send_ours(bench: Bench) -> List[Dict[str, Any]]:
    """Packages and uploads files of several kinds, and says what they were."""
    folder = bench.folder_of_own('packaged by pyPreservica')
    contents = {'étude n° 1.txt': 'Étude'.encode(), 'empty.bin': b'', 'noise & more.bin': os.urandom(300_000)}
    files = [bench.write(f'ours/{name}', content) for name, content in contents.items()]
    common = {'export_folder': str(bench.folder), 'parent_folder': folder}
    packages = [
        packaging.simple_asset_package(files[0], files[2], Title='simple', **common),
        packaging.complex_asset_package(files, Title='complex', compress=False, Identifiers={'code': 'PY/Ünø & 1'}, **common),
        packaging.generic_asset_package({'Masters': files[2:]}, {'Web': files[:1]}, Title='generic', **common),
        packaging.multi_asset_package(files, **common),
    ]
    client = bench.client(UploadAPI)
    for package in packages:
        if not bench.completed(client.upload_zip_package(package, folder, delete_after_upload=True)):
            raise RuntimeError(f'The sandbox refused {package}.')
    return [described(bench, bench.entities.asset(each.reference), contents) for each in children(bench, folder)]


def children(bench: Bench, folder: Folder) -> List[Asset]:
    return sorted(bench.entities.descendants(folder), key=lambda each: each.title)


def described(bench: Bench, asset: Asset, contents: Dict[str, bytes]) -> Dict[str, Any]:
    names = [stream.filename for stream in bench.entities.bitstreams_for_asset(asset)]
    return {
        'ref': asset.reference,
        'title': asset.title,
        'files': {name: hashlib.sha256(contents[name]).hexdigest() for name in names},
        'identifiers': [['code', 'PY/Ünø & 1']] if asset.title == 'complex' else [],
    }
