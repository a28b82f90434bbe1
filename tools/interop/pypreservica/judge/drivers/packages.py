"""The functions that make packages, and what the server makes of these; the helpers for tables."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import Any, Callable, Dict
from xml.etree import ElementTree

from pyPreservica import Folder, Sha256FixityCallBack, UploadAPI
from pyPreservica import uploadAPI as packaging

from bench import Bench

NAMESPACE = 'http://boats.example/'
DC = 'http://purl.org/dc/elements/1.1/'


def drive(bench: Bench) -> None:
    one, two = os.urandom(4_000), b'two'
    files = [bench.write('packages/one.bin', one), bench.write('packages/two.txt', two)]
    both = {'one.bin': one, 'two.txt': two}
    ingested(bench, packaging.simple_asset_package, {'simple': both}, preservation_file=files[0], access_file=files[1], Title='simple')
    ingested(
        bench, packaging.simple_asset_package, {'stored': {'two.txt': two}}, preservation_file=files[1], compress=False, Title='stored'
    )
    ingested(
        bench,
        packaging.complex_asset_package,
        {'complex': both},
        preservation_files_list=files,
        Title='complex',
        Identifiers={'code': 'INTEROP/1'},
        Asset_Metadata={DC: f'<dc xmlns="{DC}"><title>Packed</title></dc>'},
        Preservation_files_fixity_callback=Sha256FixityCallBack(),
    )
    ingested(
        bench,
        packaging.generic_asset_package,
        {'generic': both},
        preservation_files_dict={'Masters': files[:1]},
        access_files_dict={'For the web': files[1:]},
        Title='generic',
    )
    ingested(bench, packaging.multi_asset_package, {'one': {'one.bin': one}, 'two': {'two.txt': two}}, asset_file_list=files)
    bench.remark(
        'identifiers of a package are there', lambda: [e.title for e in bench.entities.identifier('code', 'INTEROP/1')] == ['complex']
    )
    bench.check(packaging.upload_config, agrees=lambda config: config.multipart_threshold == 32 * 1024 * 1024)
    tables(bench)


def ingested(bench: Bench, make: Callable[..., str], expected: Dict[str, Dict[str, bytes]], **kwargs: Any) -> None:
    """Makes a package, which has to be sound as a ZIP file, and compares what its assets are once they are ingested."""
    folder = bench.folder_of_own(make.__name__)
    package = bench.check(make, export_folder=str(bench.folder), parent_folder=folder, agrees=is_sound, **kwargs)
    token = bench.client(UploadAPI).upload_zip_package(package, folder, delete_after_upload=True)
    bench.remark(f'the package of {make.__name__} is ingested', lambda: bench.completed(token) and contents(bench, folder) == expected)


def is_sound(package: str) -> bool:
    with zipfile.ZipFile(package) as archive:
        return archive.testzip() is None


def contents(bench: Bench, folder: Folder) -> Dict[str, Dict[str, bytes]]:
    assets = [bench.entities.asset(each.reference) for each in bench.entities.descendants(folder)]
    return {asset.title: bench.contents(asset) for asset in assets}


def tables(bench: Bench) -> None:
    """A table of boats becomes documents, a schema, a transform and an index, all of which have to be XML."""
    source = bench.write('boats.csv', 'filename,Ship Name,hull-type\na.jpg,Étoile & Co,wood\nb.jpg,Norddeich,iron\n'.encode())
    given = (source, NAMESPACE, 'boat')
    names = {'filename', 'ShipName', 'hulltype'}
    bench.check(
        packaging.csv_to_xml,
        *given,
        agrees=lambda files: [ElementTree.parse(each).findtext(f'{{{NAMESPACE}}}ShipName') for each in files]
        == ['Étoile & Co', 'Norddeich'],
    )
    bench.check(
        packaging.csv_to_xsd, *given, agrees=lambda file: {e.get('name') for e in ElementTree.parse(file).iter() if e.get('type')} == names
    )
    bench.check(
        packaging.csv_to_cmis_xslt, *given, agrees=lambda file: all(f'csv:{name}' in Path(file).read_text('utf-8') for name in names)
    )
    bench.check(
        packaging.csv_to_search_xml,
        *given,
        agrees=lambda file: {e.get('indexName') for e in ElementTree.parse(file).iter() if e.get('xpath')} == names,
    )
