"""Packages that amclient downloads, and files it takes out of them, verified by Fonds."""

from __future__ import annotations

import io
import sys
import tarfile
from pathlib import Path
from typing import Any, Dict

from bench import NOBODY, Bench, digest, digest_of


def drive(bench: Bench) -> None:
    aips(bench)
    dips(bench)
    files(bench)
    streams(bench)
    mets(bench)


def aips_by_name(bench: Bench) -> Dict[str, str]:
    """UUIDs of AIPs by what their transfers were called."""
    paths = {each['uuid']: each['current_path'] for each in bench.packages(package_type='AIP')}
    return {path.split('/')[-1].split(f'-{aip}')[0].replace('_', ' '): aip for aip, path in paths.items()}


def aips(bench: Bench) -> None:
    known = aips_by_name(bench)
    folder = bench.folder / 'aips'
    folder.mkdir()
    for name in ('Letters', 'Bag', 'Folder'):
        c = bench.client(directory=str(folder), aip_uuid=known[name])

        def agrees(path: Any) -> Any:
            return is_aip(bench, path, known[name], folder)

        bench.check(c.download_aip, agrees=agrees)
        bench.check(c.download_package, known[name], agrees=agrees)
        bench.check(bench.command('download-aip'), directory=str(folder), aip_uuid=known[name], agrees=agrees)
    here = bench.client()
    bench.check(here.download_package, known['Letters'], agrees=lambda path: is_aip(bench, path, known['Letters'], Path('')))
    bench.check(here.download_package, NOBODY, agrees=lambda path: path is None)


def is_aip(bench: Bench, path: str, aip: str, folder: Path) -> bool:
    """It is the stored one, and the bag in it is good, as Fonds verifies from the outside in."""
    report = bench.ours('verifyAip', uuid=aip, path=str(bench.folder / path))
    same = bench.ours('download', uuid=aip) == digest_of(path)
    Path(path).unlink()
    return Path(path).parent == folder and aip in path and same and report['valid'] and not report['downloaded']


def dips(bench: Bench) -> None:
    """A DIP is a folder, and comes as a tar."""
    (dip,) = bench.ours('packages', type='DIP')
    folder = bench.folder / 'dips'
    folder.mkdir()

    def agrees(path: Any) -> Any:
        return is_dip(bench, path, dip)

    bench.check(bench.client(directory=str(folder), dip_uuid=dip['uuid']).download_dip, agrees=agrees)
    bench.check(bench.command('download-dip'), directory=str(folder), dip_uuid=dip['uuid'], agrees=agrees)


def is_dip(bench: Bench, path: str, dip: Dict[str, Any]) -> bool:
    """Each file in it is the one that Fonds extracts."""
    with tarfile.open(path) as archive:
        found = {each.name: digest(archive.extractfile(each).read()) for each in archive.getmembers() if each.isfile()}
    Path(path).unlink()
    return any('/objects/' in name for name in found) and all(
        bench.ours('extractFile', uuid=dip['uuid'], path=name) == file for name, file in found.items()
    )


def files(bench: Bench) -> None:
    known = aips_by_name(bench)
    folder = bench.folder / 'files'
    folder.mkdir()
    for name in ('Letters', 'Folder'):
        aip = known[name]
        for path in (f'{name}-{aip}/data/objects/letter-1887-03-02.txt', f'{name}-{aip}/bagit.txt'):
            c = bench.client(package_uuid=aip, relative_path=path, directory=str(folder))
            expected = bench.ours('extractFile', uuid=aip, path=path)
            bench.check(c.extract_file, agrees=lambda headers: is_file(headers, folder / Path(path).name, expected))
            c.saveas_filename = 'other name.txt'
            bench.check(c.extract_file, agrees=lambda headers: is_file(headers, folder / 'other name.txt', expected))
            c.stream = True
            bench.check(c.extract_file, agrees=lambda answer: digest(answer.content) == expected)
        command = bench.command('extract-file')
        given = {'package_uuid': aip, 'relative_path': path, 'directory': str(folder), 'saveas_filename': 'by command'}
        bench.check(command, **given, agrees=lambda headers: is_file(headers, folder / 'by command', expected))
    lost = bench.client(package_uuid=known['Letters'], relative_path='not there')
    bench.check(lost.extract_file, agrees=lambda headers: headers is None)


def is_file(headers: Any, path: Path, expected: Dict[str, Any]) -> bool:
    found = digest_of(str(path))
    path.unlink()
    lower = {name.lower(): value for name, value in headers.items()}
    return found == expected and int(lower['content-length']) == expected['size']


def streams(bench: Bench) -> None:
    """It fails whatever is extracted. That the bytes have come all the same is seen when standard output takes bytes."""
    aip = aips_by_name(bench)['Letters']
    path = f'Letters-{aip}/data/objects/letter-1887-03-02.txt'
    c = bench.client(package_uuid=aip, relative_path=path)
    bench.broken(c.extract_file_stream, saying='not bytes')
    bench.broken(bench.command('extract-file-stream'), package_uuid=aip, relative_path=path, saying='Unknown return from amclient')
    bench.remark(
        'extract_file_stream gives the file where standard output takes bytes',
        lambda: digest(written(c.extract_file_stream)) == bench.ours('extractFile', uuid=aip, path=path),
    )


def written(call: Any) -> bytes:
    text, taken = sys.stdout, io.BytesIO()
    sys.stdout = taken
    try:
        call()
    finally:
        sys.stdout = text
    return taken.getvalue()


def mets(bench: Bench) -> None:
    known = aips_by_name(bench)
    folder = bench.folder / 'mets'
    folder.mkdir()
    for name in ('Letters', 'Folder', 'By command'):
        aip = known[name]
        c = bench.client(aip_uuid=aip, directory=str(folder))
        expected = bench.ours('mets', uuid=aip)
        bench.check(c.extract_aip_mets_file, agrees=lambda headers: is_file(headers, folder / f'METS.{aip}.xml', expected))
    nobody = bench.client(aip_uuid=NOBODY)
    bench.refused(nobody.extract_aip_mets_file, saying='list index out of range')
