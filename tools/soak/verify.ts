import {setTimeout} from 'node:timers/promises';
import type {Preservica} from '@fonds/preservica';
import type {SandboxState} from '@fonds/sandbox';
import {compare} from './actions.ts';
import type {KnownAsset, Ledger} from './ledger.ts';

/** How long jobs may go on after the last action, in milliseconds. */
const patience = 30_000;

/** What the sandbox says of itself. */
export async function stateOf(url: string): Promise<SandboxState> {
	return (await (await fetch(`${url}/sandbox/state`)).json()) as SandboxState;
}

/** Waits until nothing goes on. What does not end, is stuck. */
export async function verifyJobs(url: string, ledger: Ledger): Promise<void> {
	const end = Date.now() + patience;
	let state = await stateOf(url);
	while (state.jobs.open > 0 && Date.now() < end) {
		await setTimeout(100);
		state = await stateOf(url);
	}
	if (state.jobs.open > 0) ledger.disagree(`${state.jobs.open} jobs are stuck.`);
	if (state.jobs.FAILED > 0) ledger.disagree(`${state.jobs.FAILED} jobs failed.`);
	if (state.openUploads.length > 0) ledger.disagree(`${state.openUploads.length} uploads were left open.`);
}

/** Walks everything and downloads every file. Gives how many files agreed or not. */
export async function verifyArchive(preservica: Preservica, ledger: Ledger): Promise<number> {
	const met = new Set<string>();
	for await (const {type, ref} of preservica.entities.descendants(null)) {
		if (met.has(ref)) ledger.disagree(`The walk met ${ref} twice.`);
		met.add(ref);
		const known = type === 'folder' ? ledger.folders.includes(ref) : ledger.assets.has(ref);
		if (!known) ledger.disagree(`Nobody made the ${type} ${ref}.`);
	}
	for (const ref of ledger.folders) if (!met.has(ref)) ledger.disagree(`The folder ${ref} is gone.`);
	let files = 0;
	for (const known of ledger.assets.values()) {
		const {ref, existence} = known;
		if (existence === 'yes' && !met.has(ref)) ledger.disagree(`The asset ${ref} is gone.`);
		if (existence === 'no' && met.has(ref)) ledger.disagree(`The asset ${ref} was deleted and is there.`);
		if (met.has(ref)) files += await verifyAsset(preservica, known, ledger);
	}
	return files;
}

async function verifyAsset(preservica: Preservica, known: KnownAsset, ledger: Ledger): Promise<number> {
	const asset = await preservica.entities.asset(known.ref);
	if (!known.titles.includes(asset.title)) ledger.disagree(`${known.ref} is called ${asset.title}, not ${known.titles.join(' or ')}.`);
	if (!known.parents.includes(asset.parent ?? ''))
		ledger.disagree(`${known.ref} is in ${asset.parent}, not ${known.parents.join(' or ')}.`);
	const list = (await preservica.entities.identifiers(asset)).map(({value}) => value);
	const values = new Set(list);
	for (const value of known.identifiers) if (!values.has(value)) ledger.disagree(`${known.ref} lacks the identifier ${value}.`);
	for (const value of values)
		if (!known.identifiers.has(value) && !known.perhaps.has(value)) ledger.disagree(`Nobody gave ${known.ref} the identifier ${value}.`);
	if (values.size !== list.length) ledger.disagree(`${known.ref} has an identifier twice.`);
	let files = 0;
	for await (const {bitstream} of preservica.bitstreams.ofAsset(known.ref)) {
		await compare(preservica, bitstream, known, ledger);
		files++;
	}
	if (files !== known.digests.size) ledger.disagree(`${known.ref} has ${files} files, not ${known.digests.size}.`);
	return files;
}
