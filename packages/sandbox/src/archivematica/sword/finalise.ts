import type {SandboxContext} from '../../context.ts';
import {settingsOf} from '../dashboard/settings.ts';
import {newUuid} from '../identifiers.ts';
import type {Location, Pipeline, State, StoredPackage} from '../state.ts';
import {pipelineOf} from '../state.ts';
import {filesBelow} from '../storage/files.ts';
import {storageTime} from '../times.ts';
import {approve} from '../workflow/answer.ts';
import type {Source} from '../workflow/sources.ts';
import {startUnit} from '../workflow/start.ts';
import {activePath} from '../dashboard/paths.ts';
import {termOf} from './documents.ts';
import type {SwordState} from './model.ts';
import {all} from './model.ts';
import {removeFiles} from './remove-files.ts';

/** Takes deposits that are to be finalised one step further, where it is time. A deposit whose downloads fail stays where it is. */
export async function finaliseDeposits(context: SandboxContext, state: State, sword: SwordState): Promise<void> {
	for (const {uuid} of sword.wantedDeposits.get(all)) {
		if (sword.deposits.get(uuid)?.wanted && termOf(sword.downloadsOf.get(uuid)) === 'complete') await handOver(context, state, sword, uuid);
		lookForTransfers(context, state, sword, uuid);
	}
}

/**
 * Moves the folder to where the pipeline looks for standard transfers, with what is in it at that moment. Until the transfer is approved the
 * deposit takes METS, of which another transfer can be made.
 */
async function handOver(context: SandboxContext, state: State, sword: SwordState, uuid: string): Promise<void> {
	const stored = state.packages.get(uuid);
	if (!stored || !sword.deposits.get(uuid)?.wanted) return;
	const pipeline = pipelineFor(state, stored);
	if (!pipeline) return giveUp(context, state, sword, uuid, false);
	const source = sourceOf(state, stored);
	if (!canReach(context, state, pipeline) || !source) return giveUp(context, state, sword, uuid, true);
	const options = {name: freeName(state, stored), type: 'standard', accession: '', configuration: 'default', approval: 'waiting'} as const;
	let changed = false;
	try {
		await startUnit(context, state, source, {...options, dropped: true}, transfer => {
			const deposit = sword.deposits.get(uuid);
			changed = !deposit?.wanted || !sameFiles(source, sourceOf(state, stored));
			if (!deposit || changed) throw new Error('The deposit was changed meanwhile.');
			removeFiles(state, stored);
			sword.deposits.put(uuid, {...deposit, wanted: false, handing: [...deposit.handing, {transfer, look: context.now()}]});
		});
	} catch {
		if (changed) return handOver(context, state, sword, uuid);
		giveUp(context, state, sword, uuid, true);
	}
}

/** The deposit's files; `undefined` when there are none. */
function sourceOf(state: State, {location, path}: StoredPackage): Source | undefined {
	const files = filesBelow(state, location, path).flatMap(({path: inside, blob, size, sha256, modified}) =>
		blob === null ? [] : [{uuid: newUuid(), path: inside, blob, size, sha256, modified}],
	);
	return files.length === 0 ? undefined : {archive: false, basename: path.split('/').at(-1) ?? '', files};
}

function sameFiles({files}: Source, other: Source | undefined): boolean {
	const pairs = (other?.files ?? []).map(({path, blob}) => `${blob} ${path}`);
	return files.length === pairs.length && files.every(({path, blob}, index) => pairs[index] === `${blob} ${path}`);
}

/** The collection's first pipeline. */
function pipelineFor(state: State, stored: StoredPackage): Pipeline | undefined {
	const [uuid = ''] = state.locations.get(stored.location)?.pipelines ?? [];
	return state.pipelines.get(uuid);
}

/**
 * Whether a pipeline can be told of the transfer: it has an address and an account there, and one location for what is being processed. Of the
 * pipelines the sandbox can reach its own only, with the account of its own dashboard.
 */
function canReach({credentials}: SandboxContext, state: State, {uuid, remoteName, ...account}: Pipeline): boolean {
	const {username, apiKey} = credentials.archivematica.dashboard;
	if (!remoteName || account.apiUsername !== username || account.apiKey !== apiKey) return false;
	const isProcessing = ({purpose, pipelines, disabled}: Location) => purpose === 'CP' && !disabled && pipelines.includes(uuid);
	return uuid === pipelineOf(state).uuid && state.locations.values().filter(isProcessing).length === 1;
}

/** The deposit's name, or with `_1`, … where a transfer of that name waits already. */
function freeName(state: State, {path}: StoredPackage): string {
	const name = path.split('/').at(-1) ?? '';
	const waiting = state.units.values().filter(unit => unit.dropped && unit.approved === null);
	const taken = new Set(waiting.map(unit => activePath(unit).split('/').at(-2)));
	let free = name;
	for (let number = 1; taken.has(free); number++) free = `${name}_${number}`;
	return free;
}

/** Approves transfers when the pipeline has found them; until then asks every five seconds, or five steps, for as long as it takes. */
function lookForTransfers(context: SandboxContext, state: State, sword: SwordState, uuid: string): void {
	const now = context.now();
	for (const {transfer, look} of sword.deposits.get(uuid)?.handing ?? []) {
		if (look === null || now < look) continue;
		const unit = state.units.get(transfer);
		const approved = unit !== undefined && settingsOf(state).mcpServer && (unit.approved !== null || approve(context, state, unit));
		context.store.transaction(() => {
			lookNext(sword, uuid, transfer, approved ? null : now + Math.min(5000, 5 * context.stepDuration));
			if (approved) complete(state, uuid, now);
		});
	}
}

function lookNext({deposits}: SwordState, uuid: string, transfer: string, look: number | null): void {
	const deposit = deposits.get(uuid);
	if (!deposit) return;
	const handing = deposit.handing.map(other => (other.transfer === transfer ? {transfer, look} : other));
	deposits.put(uuid, {...deposit, handing});
}

/** Only now nothing can be changed any more, and an earlier attempt that failed is forgotten. What was deleted stays so. */
function complete({packages}: State, uuid: string, now: number): void {
	const stored = packages.get(uuid);
	if (!stored || stored.status === 'DELETED') return;
	const {finalization_attempt_failed: _failed, ...misc} = stored.misc ?? {};
	packages.put(uuid, {...stored, status: 'FINALIZE', misc: {...misc, deposit_completion_time: storageTime(now)}});
}

/** Ends an attempt. Where there is no pipeline at all, nobody is told that it failed. */
function giveUp({store}: SandboxContext, state: State, sword: SwordState, uuid: string, marked: boolean): void {
	const deposit = sword.deposits.get(uuid);
	const stored = state.packages.get(uuid);
	if (!deposit || !stored) return;
	store.transaction(() => {
		sword.deposits.put(uuid, {...deposit, wanted: false});
		if (marked) state.packages.put(uuid, {...stored, misc: {...stored.misc, finalization_attempt_failed: true}});
	});
}
