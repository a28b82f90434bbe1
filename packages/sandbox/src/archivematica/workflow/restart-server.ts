import type {SandboxContext} from '../../context.ts';
import type {State} from '../state.ts';
import {active} from '../state.ts';
import {courseOf} from './course.ts';

/**
 * What a restart of MCPServer does: every unit that is not done is failed, although its jobs may say that it goes on, and goes no further
 * (reference, 4.6). What waits for approval lies in a watched folder and is found there again: assumed.
 *
 * @returns the units, by their transfers' UUIDs
 */
export function restartServer(context: SandboxContext, state: State): readonly string[] {
	const now = context.now();
	const stopped = state.activeUnits.get(active).filter(unit => {
		const {transfer, ingest} = courseOf(unit, now);
		const waits = unit.approval === 'waiting' && unit.approved === null && transfer.length + ingest.length > 0;
		return unit.stopped === null && !waits;
	});
	context.store.transaction(() => {
		for (const unit of stopped) state.units.put(unit.uuid, {...unit, stopped: now, queued: false});
	});
	return stopped.map(({uuid}) => uuid);
}
