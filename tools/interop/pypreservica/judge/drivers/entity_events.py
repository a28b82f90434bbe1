"""EntityAPI: events and what changed."""

from __future__ import annotations

from bench import Bench
from ingest import ingest


def drive(bench: Bench) -> None:
    c = bench.entities
    home = bench.folder_of_own('events')
    asset = ingest(bench, home, 'Logged', [bench.write('events/log.txt', b'log')])
    asset.title = 'Logged, renamed'
    c.save(asset)
    bench.check(c.entity_events, asset, agrees=lambda events: len(events) > 1 and all(each['User'] and each['Date'] for each in events))
    ingests = bench.check(c.all_ingest_events, 1, agrees=lambda events: events and all(each['eventType'] == 'Ingest' for each in events))
    bench.check(c.all_events, agrees=lambda events: len(events) > len(ingests) and all(each['eventType'] for each in events))
    own = {each['Ref'] for each in c.entity_events(asset)}
    ingested = next(each['Ref'] for each in ingests if each['Ref'] in own)
    bench.check(c.entity_from_event, ingested, agrees=lambda found: asset.reference in {each['Entity'] for each in found})
    bench.check(c.updated_entities, 1, agrees=lambda found: {home.reference, asset.reference} <= {each.reference for each in found})
