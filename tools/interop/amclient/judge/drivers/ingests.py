"""What is given to the pipeline besides content: configurations, CSV files, files of metadata."""

from __future__ import annotations

import io
from typing import Any

from bench import NOBODY, SAMPLES, Bench, digest

from .transfers import wanted

COLUMNS = (
    *('file', 'basis', 'status', 'determination_date', 'start_date', 'end_date', 'jurisdiction', 'terms', 'citation', 'note'),
    *('grant_act', 'grant_restriction', 'grant_start_date', 'grant_end_date', 'grant_note', 'doc_id_type', 'doc_id_value', 'doc_id_role'),
)
#: What the server says of a row without a status.
NO_STATUS = 'No copyright status specified for copyright basis.'
RIGHTS = ','.join(COLUMNS) + '\nobjects/a.txt,copyright,{status},,,,ca,,,,disseminate,allow,,,,case,7,\n'


def drive(bench: Bench) -> None:
    configurations(bench)
    validation(bench)
    metadata(bench)


def configurations(bench: Bench) -> None:
    for name in ('automated', 'default'):

        def agrees(xml: Any) -> Any:
            return (
                xml == bench.ours('processingConfiguration', name=name) == bench.bytes_of(f'/api/processing-configuration/{name}').decode()
                and '<processingMCP>' in xml
            )

        bench.check(bench.client(processing_config=name).get_processing_config, agrees=agrees)
        bench.check(bench.command('get-processing-config'), processing_config=name, agrees=agrees)
    bench.check(bench.client(processing_config='unknown').get_processing_config, agrees=lambda said: said == 1)


def validation(bench: Bench) -> None:
    c = bench.client()
    good, bad = RIGHTS.format(status='copyrighted'), RIGHTS.format(status='')
    bench.check(c.validate_csv, 'rights', io.StringIO(good), agrees=lambda said: said == {'valid': True} and verdict(bench, good)['valid'])
    bench.check(c.validate_csv, 'rights', io.StringIO(bad), agrees=lambda said: said == 1)
    c.enhanced_errors = True
    bench.check(
        c.validate_csv,
        'rights',
        io.StringIO(bad),
        agrees=lambda error: (
            (error, error.status_code) == (1, 400) and error.message == verdict(bench, bad) == {'valid': False, 'reason': NO_STATUS}
        ),
    )
    bench.check(c.validate_csv, 'unknown', io.StringIO(good), agrees=lambda error: error.status_code == 404)
    bench.refused(c.validate_csv, 'rights', good, saying='Expected an io.TextIOWrapper')


def verdict(bench: Bench, csv: str) -> Any:
    return bench.ours('validateCsv', validator='rights', csv=csv)


def metadata(bench: Bench) -> None:
    """A file of metadata that a waiting SIP is given is in its AIP."""
    content = 'Étude & co\n'.encode()
    bench.control('PUT', 'source/interop/notes.txt', content)
    bench.control('POST', 'plans', {'waitFor': ['reminder']})
    c = bench.client(**wanted(bench, 'With metadata', 'letters'), enhanced_errors=True)
    transfer = c.create_package()['id']
    bench.until(lambda: bench.unit(transfer)['waitsFor'])
    sip = bench.unit(transfer)['sip']
    bench.check(
        c.copy_metadata_files,
        sip,
        [(bench.source, '/home/interop/notes.txt'), (bench.source, f'{SAMPLES}/letters/metadata/checksum.sha256')],
        agrees=lambda said: said == {'error': False, 'message': 'Metadata files added successfully.'},
    )
    elsewhere = NOBODY
    bench.check(
        c.copy_metadata_files,
        sip,
        [(elsewhere, '/home/interop/notes.txt')],
        agrees=lambda error: (
            error.status_code == 500 and error.message['message'] == f'Location {elsewhere} is not associated with this pipeline'
        ),
    )
    c.enhanced_errors = False
    bench.check(c.copy_metadata_files, sip, [], agrees=lambda error: error == 1 and not hasattr(error, 'message'))

    bench.decide(sip, 'Continue')
    aip = bench.stored(transfer)
    path = f'With_metadata-{aip}/data/objects/metadata/notes.txt'
    bench.remark(
        'metadata that amclient adds to a SIP are in the AIP, as Fonds reads it',
        lambda: bench.ours('extractFile', uuid=aip, path=path) == digest(content),
    )
