"""ProcessAPI: ingest processes that are switched off and on."""

from __future__ import annotations

from pyPreservica import ProcessAPI

from bench import Bench


def drive(bench: Bench) -> None:
    c = bench.client(ProcessAPI)
    everything = bench.check(c.ingest_process, agrees=lambda every: every and all(each.name and each.trigger_type for each in every))
    kind = everything[0].type
    found = bench.check(c.ingest_process, kind, agrees=lambda some: {each.type for each in some} == {kind} and len(some) < len(everything))
    ref = found[0].process_id
    bench.check(c.deactivate_process, ref, agrees=lambda active: active is False and is_active(c, ref) is False)
    bench.check(c.reactivate_process, ref, agrees=lambda active: active is True and is_active(c, ref) is True)


def is_active(c: ProcessAPI, ref: str) -> bool:
    return next(each.active for each in c.ingest_process() if each.process_id == ref)
