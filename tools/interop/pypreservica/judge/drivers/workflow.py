"""WorkflowAPI: contexts, and instances that end in one way or another."""

from __future__ import annotations

from pyPreservica import WorkflowAPI

from bench import Bench

OPEX = 'com.preservica.core.workflow.ingest.opex.incremental'


def drive(bench: Bench) -> None:
    c = bench.client(WorkflowAPI)
    found = bench.check(
        c.get_workflow_contexts, OPEX, agrees=lambda every: [w.workflow_name for w in every] == ['Ingest OPEX (Incremental)']
    )
    bench.check(c.get_workflow_contexts_by_type, 'Ingest', agrees=lambda every: found[0].workflow_id in {w.workflow_id for w in every})
    bench.check(c.start_workflow_instance, found[0], OpexContainerDirectory='opex/one', agrees=lambda correlation: len(correlation) == 36)
    bench.check(c.start_workflow_instance, found[0], **{'sandbox.outcome': 'suspended'}, agrees=lambda correlation: len(correlation) == 36)
    chosen = {'contextId': found[0].workflow_id, 'creator': c.username}
    bench.until(lambda: list(c.workflow_instances('Suspended', 'Ingest', **chosen)))
    done = bench.check(
        c.workflow_instances,
        'Completed',
        'Ingest',
        **chosen,
        agrees=lambda every: [(i.state, bool(i.finished)) for i in every] == [('COMPLETED', True)],
    )
    waiting = bench.check(
        c.workflow_instances, 'Suspended', 'Ingest', **chosen, agrees=lambda every: [i.state for i in every] == ['SUSPENDED']
    )
    bench.check(c.workflow_instances, 'Completed', 'Ingest', to_date='2001-01-01T00:00:00Z', agrees=lambda every: every == [])
    bench.broken(c.workflow_instance, done[0].instance_id, saying='datetime')
    bench.check(
        c.terminate_workflow_instance,
        [waiting[0].instance_id],
        agrees=lambda _: [i.instance_id for i in c.workflow_instances('Aborted', 'Ingest', **chosen)] == [waiting[0].instance_id],
    )
