import type {Hash} from 'node:crypto';
import {createHash} from 'node:crypto';
import type {SandboxContext} from '../../context.ts';
import {mayCall} from '../../preservica/webhook/post-to-subscriber.ts';
import {discard} from '../../store/blobs.ts';
import type {State} from '../state.ts';
import {keepFile} from '../workflow/keep-file.ts';
import type {UnitFile} from '../workflow/unit.ts';
import {putFile} from './add-mets.ts';
import type {Download, SwordState} from './model.ts';
import {all} from './model.ts';

/** How long the other side may take for a file, in milliseconds. */
const patience = 60_000;

/** How many tasks fetch at the same time. */
const mostTasks = 8;

const mostRedirects = 10;

/** Fetches in the background what is to be fetched. Nobody waits for it; what is over shows in the state of the deposit. */
export function fetchFiles(context: SandboxContext, state: State, sword: SwordState): void {
	const tasks = tasksOf(sword);
	for (const {deposit, group} of sword.unfinishedDownloads.get(all)) {
		const task = `${deposit}:${group}`;
		if (tasks.has(task) || tasks.size >= mostTasks) continue;
		tasks.add(task);
		fetchAll(context, state, sword, {deposit, group})
			.catch(() => undefined) // the sandbox was closed: the next one in its folder goes on
			.finally(() => tasks.delete(task))
			.then(() => context.signal.aborted || fetchFiles(context, state, sword))
			.catch(() => undefined);
	}
}

const running = new WeakMap<SwordState, Set<string>>();

function tasksOf(sword: SwordState): Set<string> {
	const known = running.get(sword) ?? new Set<string>();
	running.set(sword, known);
	return known;
}

/** One of the two tasks of a deposit: one file after the other. */
async function fetchAll(
	context: SandboxContext,
	state: State,
	sword: SwordState,
	task: Pick<Download, 'deposit' | 'group'>,
): Promise<void> {
	const next = () => sword.downloadsOf.get(task.deposit).find(download => download.group === task.group && download.state === 'incomplete');
	for (let download = next(); download && !context.signal.aborted; download = next()) {
		const file = await fetchFile(context, state, download).catch(() => undefined);
		if (context.signal.aborted) return;
		settle(context, state, sword, download, file);
	}
}

/** Notes what came of a download, unless it is gone, with its deposit, or another one took its place. */
function settle({store}: SandboxContext, state: State, sword: SwordState, download: Download, file: UnitFile | undefined): void {
	const stored = state.packages.get(download.deposit);
	if (!stored) sword.downloads.delete(download.id);
	if (!stored || sword.downloads.get(download.id) !== download) {
		if (file) discard(store.blobs, [file.blob]);
		return;
	}
	store.transaction(() => {
		if (file) putFile({state}, {stored}, file);
		sword.downloads.put(download.id, {...download, state: file ? 'complete' : 'failed'});
	});
}

/**
 * The bytes of an address, whatever its status: an error page is a file like any other.
 *
 * @throws Error when there are none, or not those of the checksum, which is compared letter by letter: one in capitals is always wrong
 */
async function fetchFile(context: SandboxContext, state: State, {deposit, url, path, md5}: Download): Promise<UnitFile> {
	const answer = await open(context, url, credentialsOf(state, deposit));
	const hash = createHash('md5');
	const file = await keepFile(context, path, hashed(answer.body ?? [], hash), context.now());
	if (md5 === null || hash.digest('hex') === md5) return file;
	discard(context.store.blobs, [file.blob]);
	throw new Error(`${url} does not have the MD5 ${md5}.`);
}

/** Follows redirects, to where the sandbox may call; the credentials are for the first host only. */
async function open({signal, webhookHosts = []}: SandboxContext, url: string, authorization: string | undefined): Promise<Response> {
	const limit = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
	let address = url;
	for (let redirects = 0; redirects <= mostRedirects; redirects++) {
		if (!mayCall(address, webhookHosts)) throw new Error(`The sandbox may not call ${address}.`);
		const own = new URL(address).origin === new URL(url).origin;
		const answer = await fetch(address, {headers: own && authorization ? {authorization} : {}, redirect: 'manual', signal: limit});
		const location = answer.headers.get('location');
		if (location === null || ![301, 302, 303, 307, 308].includes(answer.status)) return answer;
		await answer.body?.cancel();
		address = new URL(location, address).href;
	}
	throw new Error(`${url} leads nowhere.`);
}

/** The user and the password of the space, where there is one. */
function credentialsOf(state: State, deposit: string): string | undefined {
	const location = state.locations.get(state.packages.get(deposit)?.location ?? '');
	const {fedora_user: user, fedora_password: password} = state.spaces.get(location?.space ?? '')?.details ?? {};
	if (typeof user !== 'string' || user === '') return undefined;
	return `Basic ${Buffer.from(`${user}:${typeof password === 'string' ? password : ''}`).toString('base64')}`;
}

async function* hashed(bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
	for await (const chunk of bytes) {
		hash.update(chunk);
		yield chunk;
	}
}
