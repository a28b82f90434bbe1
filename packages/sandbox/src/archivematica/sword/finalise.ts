import type {SandboxContext} from '../../context.ts';
import {settingsOf} from '../dashboard/settings.ts';
import {newUuid} from '../identifiers.ts';
import type {Location, State, StoredPackage} from '../state.ts';
import {pipelineOf} from '../state.ts';
import {filesBelow} from '../storage/files.ts';
import {storageTime} from '../times.ts';
import {approve} from '../workflow/answer.ts';
import type {Source} from '../workflow/sources.ts';
import {startUnit} from '../workflow/start.ts';
import {activePath} from '../dashboard/paths.ts';
import {termOf} from './documents.ts';
import type {Deposit, SwordState} from './model.ts';
import {all} from './model.ts';
import {removeFiles} from './remove-files.ts';

/** Takes deposits that are to be finalised one step further, where it is time. A deposit whose downloads fail stays where it is. */
export async function finaliseDeposits(context: SandboxContext, state: State, sword: SwordState): Promise<void> {
	for (const {uuid} of sword.wantedDeposits.get(all)) {
		const deposit = sword.deposits.get(uuid);
		const stored = state.packages.get(uuid);
		if (!deposit || !stored) continue;
		const handed = deposit.handing !== null && deposit.handing.transfer !== null;
		if (!handed && termOf(sword.downloadsOf.get(uuid)) === 'complete') await handOver(context, state, sword, stored);
		lookForTransfer(context, state, sword, uuid);
	}
}

/** Moves the folder to where the pipeline looks for standard transfers. Nothing can be changed in the deposit from the moment this begins. */
async function handOver(context: SandboxContext, state: State, sword: SwordState, stored: StoredPackage): Promise<void> {
	const {uuid} = stored;
	const hand = (handing: Deposit['handing']) => {
		const deposit = sword.deposits.get(uuid);
		if (deposit) sword.deposits.put(uuid, {...deposit, handing});
	};
	hand({transfer: null, look: context.now()});
	const source = sourceOf(state, stored);
	if (!canReachPipeline(context, state, stored) || !source) return fail(context, state, sword, uuid);
	const options = {name: freeName(state, stored), type: 'standard', accession: '', configuration: 'default', approval: 'waiting'} as const;
	try {
		await startUnit(context, state, source, {...options, dropped: true}, transfer => {
			removeFiles(state, stored);
			hand({transfer, look: context.now()});
		});
	} catch {
		fail(context, state, sword, uuid);
	}
}

/** The deposit's files; `undefined` when there are none. */
function sourceOf(state: State, {location, path}: StoredPackage): Source | undefined {
	const files = filesBelow(state, location, path).flatMap(({path: inside, blob, size, sha256, modified}) =>
		blob === null ? [] : [{uuid: newUuid(), path: inside, blob, size, sha256, modified}],
	);
	return files.length === 0 ? undefined : {archive: false, basename: path.split('/').at(-1) ?? '', files};
}

/**
 * Whether the collection's pipeline can be told of the transfer: it has an address and an account there, and one location for what is being
 * processed. Of the pipelines the sandbox can reach its own only, with the account of its own dashboard.
 */
function canReachPipeline({credentials}: SandboxContext, state: State, stored: StoredPackage): boolean {
	const [uuid = ''] = state.locations.get(stored.location)?.pipelines ?? [];
	const pipeline = state.pipelines.get(uuid);
	const {username, apiKey} = credentials.archivematica.dashboard;
	if (!pipeline?.remoteName || pipeline.apiUsername !== username || pipeline.apiKey !== apiKey) return false;
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

/** Approves the transfer when the pipeline has found it; until then asks every five seconds, or five steps, for as long as it takes. */
function lookForTransfer(context: SandboxContext, state: State, sword: SwordState, uuid: string): void {
	const deposit = sword.deposits.get(uuid);
	const stored = state.packages.get(uuid);
	const now = context.now();
	if (!stored || !deposit?.handing || deposit.handing.transfer === null || now < deposit.handing.look) return;
	const unit = state.units.get(deposit.handing.transfer);
	const approved = unit !== undefined && settingsOf(state).mcpServer && (unit.approved !== null || approve(context, state, unit));
	if (!approved) {
		const look = now + Math.min(5000, 5 * context.stepDuration);
		sword.deposits.put(uuid, {...deposit, handing: {...deposit.handing, look}});
		return;
	}
	const {finalization_attempt_failed: _failed, ...misc} = stored.misc ?? {};
	context.store.transaction(() => {
		state.packages.put(uuid, {...stored, status: 'FINALIZE', misc: {...misc, deposit_completion_time: storageTime(now)}});
		sword.deposits.put(uuid, {...deposit, wanted: false});
	});
}

function fail({store}: SandboxContext, state: State, sword: SwordState, uuid: string): void {
	const deposit = sword.deposits.get(uuid);
	const stored = state.packages.get(uuid);
	if (!deposit || !stored) return;
	store.transaction(() => {
		sword.deposits.put(uuid, {...deposit, wanted: false, handing: null});
		state.packages.put(uuid, {...stored, misc: {...stored.misc, finalization_attempt_failed: true}});
	});
}
