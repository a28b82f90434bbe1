// npm run soak [-- --minutes 10 --seed 1]: several users at work on a sandbox where much goes wrong. Afterwards everything must be as it was
// sent, no job may be stuck, and memory must not have grown beyond what is kept. Ends with 1 when anything disagrees.
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {isSdkError} from '@fonds/core';
import {Preservica} from '@fonds/preservica';
import {withSandboxProcess, type SandboxProcess} from '../bench/sandbox-process.ts';
import {type Action, exportAsset, identify, move, read, remove, rename, search, upload, type Scene} from './actions.ts';
import {chanceOf} from './chance.ts';
import {cancelFaults, planFault, usedFaults} from './faults.ts';
import {Ledger} from './ledger.ts';
import {stateOf, verifyArchive, verifyJobs} from './verify.ts';

const users = 4;
const folders = 10;
/** No more assets than this are there at a time. */
const mostAssets = 500;
const faultEvery = 100;
const mebibyte = 1024 * 1024;
/** What the client may keep more at the end than after a third of the time, in bytes. */
const clientGrowth = 32 * mebibyte;
/** What the sandbox, which forgets nothing, may keep in memory for each document more, in bytes. */
const documentGrowth = 4096;

const actions: readonly (readonly [name: string, weight: number, action: Action])[] = [
	['read', 6, read],
	['rename', 3, rename],
	['identify', 2, identify],
	['move', 3, move],
	['search', 3, search],
	['export', 1, exportAsset],
	['delete', 2, remove],
];
const weighted = actions.flatMap(([name, weight, action]) => Array.from({length: weight}, () => [name, action] as const));

interface Memory {
	readonly client: number;
	readonly sandbox: number;
	readonly documents: number;
}

const {values} = parseArgs({options: {minutes: {type: 'string', default: '10'}, seed: {type: 'string', default: '1'}}});
const minutes = Number(values.minutes);
const seed = Number(values.seed);
if (!(minutes > 0) || !Number.isSafeInteger(seed)) throw new Error('--minutes must be a number above 0, --seed a whole number.');

const folder = await mkdtemp(join(tmpdir(), 'fonds-soak-'));
try {
	process.exitCode = await withSandboxProcess([folder, '10'], soak);
} finally {
	await rm(folder, {recursive: true, force: true});
}

async function soak(sandbox: SandboxProcess): Promise<number> {
	const {url} = sandbox;
	const ledger = new Ledger();
	const retry = {baseDelay: 20, maxDelay: 500};
	const clientOf = (user: 'archivist' | 'approver'): Preservica => new Preservica({server: url, credentials: sandbox.users[user], retry});
	const {entities} = clientOf('archivist');
	for (let at = 0; at < folders; at++) ledger.folders.push((await entities.createFolder({title: `Folder ${at}`, parent: null})).ref);

	const start = Date.now();
	const end = start + minutes * 60_000;
	const working = Array.from({length: users}, (_, user) =>
		work({preservica: clientOf('archivist'), approver: clientOf('approver'), chance: chanceOf(seed + user), ledger}, end),
	);
	const faults = breakThings(url, end);
	const early = await measureAt(start + (end - start) / 3, sandbox);
	await Promise.all(working);
	const faultsUsed = await faults;

	await verifyJobs(url, ledger);
	const late = await measureAt(0, sandbox);
	const files = await verifyArchive(clientOf('archivist'), ledger);
	verifyMemory(early, late, ledger);
	report(ledger, files, faultsUsed, early, late);
	return ledger.disagreements.length === 0 ? 0 : 1;
}

/** What one user does until the time is over. */
async function work(scene: Scene, end: number): Promise<void> {
	while (Date.now() < end) await act(scene);
}

async function act(scene: Scene): Promise<void> {
	const {chance, ledger} = scene;
	const free = ledger.free();
	if (free.length < 20 || (free.length < mostAssets && chance.next() < 0.2)) return attempt('upload', ledger, () => upload(scene));
	const asset = chance.oneOf(free);
	const [name, action] = chance.oneOf(weighted);
	asset.busy = true;
	await attempt(name, ledger, () => action(scene, asset));
	asset.busy = false;
}

/** Faults may make an action fail, in a way the client announces. */
async function attempt(name: string, ledger: Ledger, action: () => Promise<void>): Promise<void> {
	try {
		await action();
		ledger.count(ledger.done, name);
	} catch (error) {
		if (isSdkError(error)) ledger.count(ledger.failed, `${name}: ${error.code}`);
		else ledger.disagree(`${name} failed with ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
	}
}

/** Plans faults until the time is over. Gives how many requests they happened to. */
async function breakThings(url: string, end: number): Promise<number> {
	const chance = chanceOf(seed - 1);
	let used = 0;
	while (Date.now() < end) {
		await planFault(url, chance);
		await sleep(faultEvery);
		used += await usedFaults(url);
	}
	await cancelFaults(url);
	return used;
}

async function measureAt(time: number, sandbox: SandboxProcess): Promise<Memory> {
	await sleep(Math.max(0, time - Date.now()));
	globalThis.gc?.();
	const {collections} = await stateOf(sandbox.url);
	return {
		client: process.memoryUsage().heapUsed,
		sandbox: (await sandbox.memory()).heapUsed,
		documents: Object.values(collections).reduce((sum, size) => sum + size, 0),
	};
}

function verifyMemory(early: Memory, late: Memory, ledger: Ledger): void {
	if (late.client - early.client > clientGrowth) ledger.disagree(`The client keeps ${megabytes(late.client - early.client)} more.`);
	const allowed = clientGrowth + Math.max(0, late.documents - early.documents) * documentGrowth;
	if (late.sandbox - early.sandbox > allowed) ledger.disagree(`The sandbox keeps ${megabytes(late.sandbox - early.sandbox)} more.`);
}

function report({done, failed, assets, disagreements}: Ledger, files: number, faults: number, early: Memory, late: Memory): void {
	const existing = [...assets.values()];
	const those = (existence: string): number => existing.filter(asset => asset.existence === existence).length;
	console.log(`${minutes} minutes, seed ${seed}: ${faults} requests went wrong as planned
done: ${told(done)}
failed as announced: ${told(failed)}
assets: ${those('yes')} there, ${those('no')} deleted, ${those('perhaps')} of which the answer was lost; ${files} files downloaded and compared
memory after a third of the time and at the end: client ${megabytes(early.client)}, ${megabytes(late.client)}; sandbox ${megabytes(early.sandbox)}, ${megabytes(late.sandbox)} with ${early.documents}, ${late.documents} documents
${disagreements.length} disagreements`);
	for (const each of disagreements) console.error(each);
}

function told(counts: ReadonlyMap<string, number>): string {
	const sorted = [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1));
	return sorted.map(([name, count]) => `${count} ${name}`).join(', ') || 'none';
}

function megabytes(bytes: number): string {
	return `${(bytes / mebibyte).toFixed(0)} MB`;
}

function sleep(milliseconds: number): Promise<void> {
	return new Promise(resolve => setTimeout(resolve, milliseconds));
}
