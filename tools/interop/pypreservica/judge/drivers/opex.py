"""OpexAPI: an export, read without the server."""

from __future__ import annotations

import os

from pyPreservica.opex import OpexAPI

from bench import Bench
from ingest import ingest


def drive(bench: Bench) -> None:
    content = os.urandom(3_000)
    asset = ingest(bench, bench.folder_of_own('an export'), 'Exported', [bench.write('opex/page.tif', content)])
    c = OpexAPI(bench.entities.export_opex(asset))
    found = bench.check(
        c.properties,
        agrees=lambda every: [(p.source, p.title, p.SecurityDescriptor) for p in every] == [(asset.reference, 'Exported', 'open')],
    )
    files = bench.check(c.bitstream, found[0], agrees=lambda every: [each['Bitstream'] for each in every] == ['page.tif'])
    bench.check(c.bitstream_bytes, found[0], files[0], agrees=lambda read: read == content)
    bench.check(c.xip_metadata, found[0], agrees=lambda xml: asset.reference.encode() in xml and b'page.tif' in xml)
