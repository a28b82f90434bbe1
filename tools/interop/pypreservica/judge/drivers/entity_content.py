"""EntityAPI: representations, generations, files, thumbnails and exports."""

from __future__ import annotations

import hashlib
import io
import os
import re
import zipfile
from pathlib import Path
from typing import Dict, List

from pyPreservica import Asset, Folder, RepresentationType, Sha256FixityCallBack

from bench import Bench
from ingest import ingest

PNG = Path(__file__, '../../../../../../packages/sandbox/samples/files/fish-quay-1884.png').resolve()
DIGESTS = {'SHA1': hashlib.sha1, 'SHA256': hashlib.sha256}


def drive(bench: Bench) -> None:
    home = bench.folder_of_own('content')
    page, scan, packed = os.urandom(70_000), os.urandom(900), zipped({'inner/first.txt': b'first', 'second.txt': b'second'})
    files = [bench.write('content/page one.tif', page), bench.write('content/packed.zip', packed)]
    asset = ingest(
        bench, home, 'Pages', files, [bench.write('content/scan.jpg', scan)], Preservation_files_fixity_callback=Sha256FixityCallBack()
    )
    structure(bench, asset)
    streams(bench, asset, {'page one.tif': page, 'packed.zip': packed, 'scan.jpg': scan})
    packed_files(bench, asset)
    changes(bench, asset)
    thumbnails(bench, asset)
    downloads(bench, ingest(bench, home, 'One page', [bench.write('content/page.txt', b'one page')]))
    exports(bench, home)


def structure(bench: Bench, asset: Asset) -> None:
    c = bench.entities
    found = bench.check(c.representations, asset, agrees=lambda every: {r.rep_type.value for r in every} == {'Preservation', 'Access'})
    masters = next(each for each in found if each.rep_type == RepresentationType.Preservation)
    objects = bench.check(c.content_objects, masters, agrees=lambda every: [o.title for o in every] == ['page one', 'packed'])
    generations = bench.check(
        c.generations,
        objects[0],
        agrees=lambda every: [(g.active, g.original, g.bitstreams[0].filename) for g in every] == [(True, True, 'page one.tif')],
    )
    address = f'{bench.url}/api/entity/content-objects/{objects[0].reference}/generations/1'
    bench.check(c.generation, address, objects[0].reference, agrees=lambda g: g.formats and g.bitstreams[0].co_ref == objects[0].reference)
    bench.check(
        c.bitstream,
        f'{address}/bitstreams/1',
        agrees=lambda b: (b.filename, b.length) == ('page one.tif', generations[0].bitstreams[0].length),
    )


def streams(bench: Bench, asset: Asset, expected: Dict[str, bytes]) -> None:
    c = bench.entities
    found = bench.check(
        c.bitstreams_for_asset,
        asset,
        agrees=lambda every: {b.filename: b.length for b in every} == {n: len(b) for n, b in expected.items()},
    )
    for stream in found:
        content = expected[stream.filename]
        bench.check(
            c.bitstream_content,
            stream,
            'stream.bin',
            agrees=lambda size: size == len(content) and Path('stream.bin').read_bytes() == content,
        )
        bench.check(c.bitstream_bytes, stream, agrees=lambda read: read.getvalue() == content and digests_agree(stream.fixity, content))
        bench.check(c.bitstream_chunks, stream, 100, agrees=lambda chunks: b''.join(chunks) == content)
    stream = next(each for each in found if each.filename == 'page one.tif')
    bench.check(
        c.bitstream_bytes, stream, start_byte=10, end_byte=19, agrees=lambda read: read.getvalue() == expected[stream.filename][10:20]
    )
    bench.refused(c.bitstream_content, stream, 'part.bin', start_byte=10, end_byte=19, saying='did not match')
    bench.check(c.bitstream_location, stream, agrees=lambda names: names and all(names))
    bench.check(c.integrity_checks, stream, agrees=lambda checks: checks and all(each.get_success() for each in checks))
    bench.fault(kind='truncate', path='*bitstreams*content')
    bench.remark(
        'a download that breaks off is taken up where it was', lambda: c.bitstream_bytes(stream).getvalue() == expected[stream.filename]
    )


def packed_files(bench: Bench, asset: Asset) -> None:
    c = bench.entities
    stream = next(each for each in c.bitstreams_for_asset(asset) if each.filename == 'packed.zip')
    bench.check(c.bitstream_zip_names, stream, agrees=lambda names: names == ['inner/first.txt', 'second.txt'])
    bench.check(c.bitstream_zip_content, stream, 'inner/first.txt', agrees=lambda name: Path(name).read_bytes() == b'first')


def changes(bench: Bench, asset: Asset) -> None:
    c = bench.entities
    masters = next(each for each in c.representations(asset) if each.rep_type == RepresentationType.Preservation)
    page = c.content_objects(masters)[0]
    newer = bench.write('newer.tif', os.urandom(5_000))
    bench.check(c.replace_generation_sync, page, newer, agrees=lambda status: status == 'COMPLETED')
    bench.check(c.replace_generation_async, page, newer, agrees=lambda token: bench.completed(token))
    digest = hashlib.md5(Path(newer).read_bytes()).hexdigest()
    bench.check(c.replace_generation_sync, page, newer, 'MD5', digest, agrees=lambda status: status == 'COMPLETED')
    bench.refused(c.replace_generation_sync, page, newer, 'SHA1', '0' * 40, saying='422')
    bench.remark('only the newest generation is active', lambda: [g.active for g in c.generations(page)] == [False, False, False, True])
    bench.check(
        c.add_access_representation,
        asset,
        bench.write('reading copy.txt', b'to read'),
        'Reading copy',
        agrees=lambda token: bench.completed(token)
        and bench.contents(asset)['reading copy.txt'] == b'to read'
        and 'Reading copy' in {r.name for r in c.representations(asset)},
    )
    bench.check(
        c.set_representation_name,
        asset,
        'For readers',
        RepresentationType.Access,
        agrees=lambda _: 'For readers' in {r.name for r in c.representations(asset)},
    )


def thumbnails(bench: Bench, asset: Asset) -> None:
    c = bench.entities
    folder = bench.folder_of_own('a thumbnail')
    bench.check(c.has_thumbnail, folder, agrees=lambda has: has is False)
    bench.check(c.add_thumbnail, folder, str(PNG), agrees=lambda _: c.has_thumbnail(folder))
    bench.check(c.thumbnail, folder, 'thumbnail.png', agrees=lambda name: Path(name).read_bytes() == PNG.read_bytes())
    bench.check(c.remove_thumbnail, folder, agrees=lambda _: not c.has_thumbnail(folder))


def downloads(bench: Bench, asset: Asset) -> None:
    bench.check(bench.entities.download, asset, 'page.txt', agrees=lambda name: Path(name).read_bytes() == b'one page')


def exports(bench: Bench, folder: Folder) -> None:
    c = bench.entities
    page = next(each for each in c.descendants(folder) if each.title == 'One page')
    bench.check(c.export_opex, c.asset(page.reference), agrees=lambda name: fixities(name) == 1)
    bench.check(
        c.export_opex_sync, folder, IncludeMetadata='MetadataWithEvents', IncludedGenerations='All', agrees=lambda name: fixities(name) == 2
    )
    token = bench.check(c.export_opex_async, folder, IncludeContent='NoContent', agrees=lambda token: bench.completed(token))
    bench.check(c.download_opex, token, agrees=lambda name: 'page.txt' not in everything(name))


def fixities(name: str) -> int:
    """How many packages of an export are what their sidecars say."""
    with zipfile.ZipFile(name) as export:
        assert export.testzip() is None
        packages = [each for each in export.namelist() if each.endswith('.pax.zip')]
        for each in packages:
            found = re.search(rb'Fixity [^>]*type="SHA-1" value="([0-9a-f]+)"', export.read(f'{each}.opex'))
            assert found and found[1].decode() == hashlib.sha1(export.read(each)).hexdigest(), each
            assert zipfile.ZipFile(io.BytesIO(export.read(each))).testzip() is None, each
    return len(packages)


def everything(name: str) -> List[str]:
    with zipfile.ZipFile(name) as export:
        inner = [zipfile.ZipFile(io.BytesIO(export.read(each))).namelist() for each in export.namelist() if each.endswith('.zip')]
        return [path.split('/')[-1] for each in [export.namelist(), *inner] for path in each]


def digests_agree(fixity: Dict[str, str], content: bytes) -> bool:
    return bool(fixity) and all(DIGESTS[name](content).hexdigest() == value for name, value in fixity.items())


def zipped(files: Dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, 'w', zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()
