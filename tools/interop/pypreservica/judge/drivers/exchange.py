"""What was packaged by others is read and verified here, and the other way round."""

from __future__ import annotations

import hashlib
import os
import uuid
from typing import Any, Dict, List, Sequence, Tuple
from xml.etree import ElementTree

from pyPreservica import Bitstream, Folder, Sha256FixityCallBack, Sha512FixityCallBack, UploadAPI
from pyPreservica import uploadAPI as packaging
from pyPreservica.opex import OpexAPI

from bench import Bench

HASHES = {'MD5': hashlib.md5, 'SHA1': hashlib.sha1, 'SHA256': hashlib.sha256, 'SHA512': hashlib.sha512}
DC = 'http://purl.org/dc/elements/1.1/'
CODES = {'code': 'PY/Ünø & 1', 'ISBN': '978-0-00-000000-1'}
METADATA = {DC: f'<dc xmlns="{DC}"><title lang="fr">Étude &amp; co</title></dc>', 'urn:py:boat': '<boat xmlns="urn:py:boat"><oak/></boat>'}

#: Type, name, and names of the files.
Plan = Tuple[str, str, Sequence[str]]


def read_theirs(bench: Bench, sent: Dict[str, Any]) -> None:
    """Downloads each file, and compares every digest the server has of it, and all that was packaged."""
    for each in sent['assets']:
        bench.remark('what Fonds packaged and uploaded is read, and every digest agrees', lambda: agrees(bench, each))
    bench.remark('what Fonds exported is read, each file as it was packaged', lambda: is_export_of(sent['opex'], sent['assets']))


def agrees(bench: Bench, expected: Dict[str, Any]) -> bool:
    asset = bench.entities.asset(expected['ref'])
    found = {
        'ref': asset.reference,
        'title': asset.title,
        'description': asset.description or '',
        'securityTag': asset.security_tag,
        'parent': asset.parent,
        'representations': [represented(bench, each) for each in bench.entities.representations(asset)],
        'identifiers': list(bench.entities.identifiers_for_entity(asset)),
        'metadata': [(schema, bench.entities.metadata(url)) for url, schema in asset.metadata.items()],
    }
    if comparable(found) != comparable(expected):
        raise AssertionError(f'{comparable(found)}, not {comparable(expected)}')
    return True


def represented(bench: Bench, representation: Any) -> Dict[str, Any]:
    generations = [g for each in bench.entities.content_objects(representation) for g in bench.entities.generations(each) if g.active]
    files = [(stream.filename, verified(bench, stream)) for each in generations for stream in each.bitstreams]
    return {'type': representation.rep_type.value, 'name': representation.name, 'files': files}


def comparable(asset: Dict[str, Any]) -> Dict[str, Any]:
    """Prefixes of namespaces, and the order of what has none, do not count."""
    return {
        **asset,
        'representations': sorted((r['type'], r['name'], [tuple(file) for file in r['files']]) for r in asset['representations']),
        'identifiers': sorted(tuple(pair) for pair in asset['identifiers']),
        'metadata': sorted((schema, ElementTree.canonicalize(xml, rewrite_prefixes=True)) for schema, xml in asset['metadata']),
    }


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


def is_export_of(path: str, assets: List[Dict[str, Any]]) -> bool:
    opex = OpexAPI(path)
    found = {each.source: exported(opex, each) for each in opex.properties()}
    expected = {each['ref']: (each['title'], each['description'], each['securityTag'], files_of(each)) for each in assets}
    if found != expected:
        raise AssertionError(f'{found}, not {expected}')
    return True


def exported(opex: OpexAPI, each: OpexAPI.OPEXMetadata) -> Tuple[Any, ...]:
    files = [
        ('_'.join(name['Representation'].split('_')[:2]), name['Bitstream'], hashlib.sha256(opex.bitstream_bytes(each, name)).hexdigest())
        for name in opex.bitstream(each)
    ]
    return each.title, each.description or '', each.SecurityDescriptor, sorted(files)


def files_of(asset: Dict[str, Any]) -> List[Tuple[str, ...]]:
    return sorted((f'Representation_{each["type"]}', *file) for each in asset['representations'] for file in each['files'])


def send_ours(bench: Bench) -> Dict[str, Any]:
    """Packages and uploads files of several kinds, exports them, and says what they were."""
    folder = bench.folder_of_own('packaged by pyPreservica')
    contents = {'étude n° 1.txt': 'Étude'.encode(), 'empty.bin': b'', 'noise & more.bin': os.urandom(300_000)}
    paths = {name: bench.write(f'ours/{name}', content) for name, content in contents.items()}
    one, two, three = contents
    work = Work(bench, folder, contents)
    work.send(
        packaging.simple_asset_package,
        [('Preservation', 'Preservation', [one]), ('Access', 'Access', [three])],
        preservation_file=paths[one],
        access_file=paths[three],
        Title='simple',
        SecurityTag='closed',
    )
    work.send(
        packaging.complex_asset_package,
        [('Preservation', 'Preservation', list(contents)), ('Access', 'Access', [two, one])],
        preservation_files_list=list(paths.values()),
        access_files_list=[paths[two], paths[one]],
        Title='complex',
        Description='Two “ways” & <more>',
        compress=False,
        Identifiers=CODES,
        Asset_Metadata=METADATA,
    )
    work.send(
        packaging.generic_asset_package,
        [('Preservation', 'Masters', [three]), ('Preservation', 'Cleaned', [two]), ('Access', 'Web', [one]), ('Access', 'Print', [one, three])],
        preservation_files_dict={'Masters': [paths[three]], 'Cleaned': [paths[two]]},
        access_files_dict={'Web': [paths[one]], 'Print': [paths[one], paths[three]]},
        Title='generic',
        Preservation_files_fixity_callback=Sha512FixityCallBack(),
        Access_files_fixity_callback=Sha256FixityCallBack(),
    )
    work.send_many(list(paths.values()))
    return {'assets': work.assets, 'opex': os.path.abspath(bench.entities.export_opex(folder, IncludedGenerations='All'))}


class Work:
    """What is sent from here, and what it was."""

    def __init__(self, bench: Bench, folder: Folder, contents: Dict[str, bytes]) -> None:
        self.bench = bench
        self.folder = folder
        self.contents = contents
        self.assets: List[Dict[str, Any]] = []

    def send(self, make: Any, plan: Sequence[Plan], **kwargs: Any) -> None:
        """One asset, whose reference is chosen here."""
        ref = str(uuid.uuid4())
        self.upload(make(IO_Identifier_callback=lambda: ref, **self.common(), **kwargs))
        self.assets.append(self.known(ref, kwargs['Title'], plan, **kwargs))

    def send_many(self, files: Sequence[str]) -> None:
        """An asset for each file, called like it, and with references that pyPreservica chooses."""
        before = {each.reference for each in self.bench.entities.descendants(self.folder)}
        self.upload(packaging.multi_asset_package(files, **self.common()))
        refs = {e.title: e.reference for e in self.bench.entities.descendants(self.folder) if e.reference not in before}
        if len(refs) != len(files):
            raise AssertionError(f'{len(files)} files became {refs}')
        for name in self.contents:
            title = os.path.splitext(name)[0]
            self.assets.append(self.known(refs[title], title, [('Preservation', 'Preservation', [name])]))

    def common(self) -> Dict[str, Any]:
        return {'export_folder': str(self.bench.folder), 'parent_folder': self.folder}

    def upload(self, package: str) -> None:
        client = self.bench.client(UploadAPI)
        if not self.bench.completed(client.upload_zip_package(package, self.folder, delete_after_upload=True)):
            raise RuntimeError(f'The sandbox refused {package}.')

    def known(self, ref: str, title: str, plan: Sequence[Plan], **kwargs: Any) -> Dict[str, Any]:
        digests = {name: hashlib.sha256(content).hexdigest() for name, content in self.contents.items()}
        return {
            'ref': ref,
            'title': title,
            'description': kwargs.get('Description', os.path.splitext(plan[0][2][0])[0]),
            'securityTag': kwargs.get('SecurityTag', 'open'),
            'parent': self.folder.reference,
            'representations': [{'type': t, 'name': n, 'files': [[name, digests[name]] for name in names]} for t, n, names in plan],
            'identifiers': list(kwargs.get('Identifiers', {}).items()),
            'metadata': list(kwargs.get('Asset_Metadata', {}).items()),
        }
