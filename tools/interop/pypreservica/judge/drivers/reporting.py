"""ReportingAPI: how much there is, and what is there twice."""

from __future__ import annotations

from pathlib import Path

from pyPreservica import ReportingAPI

from bench import Bench
from ingest import ingest


def drive(bench: Bench) -> None:
    c = bench.client(ReportingAPI)
    home = bench.folder_of_own('reports')
    for title in ('Original', 'Copy'):
        ingest(bench, home, title, [bench.write(f'reports/{title}.bin', b'the same bytes')])
    bench.check(
        c.storage_usage_report,
        home,
        'usage.html',
        show_progress=False,
        agrees=lambda report: (report.root.size, report.root.asset_count, report.root.bitstream_count) == (28, 2, 2) and html('usage.html'),
    )
    bench.check(
        c.duplicate_content_report,
        home,
        'duplicates.html',
        show_progress=False,
        agrees=lambda report: [(g.copies, g.size) for g in report.groups] == [(2, 14)]
        and report.assets_failed == 0
        and html('duplicates.html'),
    )


def html(name: str) -> bool:
    return '</html>' in Path(name).read_text('utf-8')
