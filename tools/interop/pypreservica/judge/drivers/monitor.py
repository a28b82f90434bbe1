"""MonitorAPI: what goes on, and its messages."""

from __future__ import annotations

from pyPreservica import MessageStatus, MonitorAPI, MonitorCategory, MonitorStatus

from bench import Bench
from ingest import ingest


def drive(bench: Bench) -> None:
    c = bench.client(MonitorAPI)
    ingest(bench, bench.folder_of_own('monitors'), 'Monitored', [bench.write('monitors/file.txt', b'monitored')])
    everything = bench.check(c.monitors, agrees=lambda every: every and all(each['MonitorId'] for each in every))
    done = bench.check(
        c.monitors,
        MonitorStatus.SUCCEEDED,
        MonitorCategory.INGEST,
        agrees=lambda some: some and {each['MonitorId'] for each in some} <= {each['MonitorId'] for each in everything},
    )
    first = done[0]['MonitorId']
    bench.check(c.messages, first, agrees=lambda every: every and {each['MonitorId'] for each in every} == {first})
    bench.check(c.messages, first, MessageStatus.ERROR, agrees=lambda every: every == [])
    bench.check(c.timeseries, first, agrees=lambda points: len(points) > 0)
