import {parseXml} from '@fonds/core/xml';
import type {SandboxContext} from '../../context.ts';
import {mayCall} from '../../preservica/webhook/post-to-subscriber.ts';
import {empty, json} from '../http/answers.ts';
import type {State, StoredPackage} from '../state.ts';
import type {PackageCall} from './call.ts';
import {metsFiles} from './mets-files.ts';
import type {Callback} from './model.ts';
import {packageText} from './package-files.ts';
import {isBacked} from './files.ts';
import {listHeaders} from './refusal.ts';
import {storageSettingsOf} from './settings.ts';

/** How long the other side may take to answer, in milliseconds. */
const patience = 5000;

/** Calls what is set up for the storing of such a package. Nobody waits, and nobody hears of failures. */
export function fireStored(context: SandboxContext, state: State, stored: StoredPackage): void {
	const name = (stored.path.split('/').at(-1) ?? '').replace(/(?:\.(?:7z|bz2|gz|tar))+$/u, '');
	const values = {package_uuid: stored.uuid, package_name: name};
	for (const callback of enabled(state, `post_store_${stored.type.toLowerCase()}`)) void execute(context, callback, values);
}

/** SS-30: calls what is set up for the source files of a package whose SHA-512 is known, once for each. */
export async function sendCallbacks({context, state, stored}: PackageCall): Promise<Response> {
	const callbacks = enabled(state, 'post_store');
	const space = state.locations.get(stored.location)?.space ?? '';
	if (callbacks.length === 0 || !isBacked(state, space)) return empty(204);
	const sources = await sourcesWithSha512(context, state, stored);
	const failed: string[] = [];
	for (const callback of callbacks) {
		for (const source of sources) {
			if (!(await execute(context, callback, {source_id: source}))) failed.push(fill(callback.uri, {source_id: source}));
		}
	}
	if (failed.length === 0) return empty(204);
	const message = `Failed to POST ${failed.length} responses to callback URI`;
	return json({message, failure_count: failed.length, callback_uris: failed}, 500, listHeaders);
}

/** Tells who wants to know of a decision on a request. */
export function tellOfDecision(context: SandboxContext, state: State, decision: object): void {
	const {notificationUrl} = storageSettingsOf(state);
	if (notificationUrl === null) return;
	const notification: Callback = {
		id: 0,
		event: 'decision',
		uri: notificationUrl,
		method: 'post',
		headers: {'content-type': 'application/json'},
		body: JSON.stringify(decision),
		expectedStatus: 200,
		enabled: true,
	};
	void execute(context, notification, {});
}

function enabled({callbacks}: State, event: string): readonly Callback[] {
	return callbacks.values().filter(callback => callback.enabled && callback.event === event);
}

/** Calls one address. Resolves to whether it answered with the status that was expected; the sandbox calls this machine and hosts it was told of only. */
async function execute(
	{signal, webhookHosts = []}: SandboxContext,
	callback: Callback,
	values: Readonly<Record<string, string>>,
): Promise<boolean> {
	const uri = fill(callback.uri, values);
	if (!mayCall(uri, webhookHosts)) return false;
	const method = callback.method.toUpperCase();
	const bodyless = method === 'GET' || method === 'HEAD';
	try {
		const answer = await fetch(uri, {
			method,
			headers: callback.headers,
			redirect: 'manual',
			signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
			...(!bodyless && callback.body !== '' && {body: fill(callback.body, values)}),
		});
		await answer.body?.cancel();
		return answer.status === callback.expectedStatus;
	} catch {
		return false;
	}
}

/** Puts values into the places of `<names>`. */
function fill(text: string, values: Readonly<Record<string, string>>): string {
	return Object.entries(values).reduce((filled, [name, value]) => filled.replaceAll(`<${name}>`, value), text);
}

async function sourcesWithSha512(context: SandboxContext, state: State, stored: StoredPackage): Promise<readonly string[]> {
	const manifest = await packageText(context, state, stored, path => path === 'manifest-sha512.txt');
	const mets = await packageText(context, state, stored, path => path === `data/METS.${stored.uuid}.xml`);
	if (manifest === undefined || mets === undefined) return [];
	const listed = new Set(manifest.split('\n').map(line => line.replace(/^\S+\s+/u, '')));
	return metsFiles(parseXml(mets)).flatMap(({uuid, path, use}) => (use === 'original' && listed.has(`data/${path}`) ? [uuid] : []));
}
