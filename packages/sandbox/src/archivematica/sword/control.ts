import type {SandboxContext} from '../../context.ts';
import {json} from '../http/answers.ts';
import type {Asked} from '../http/asked.ts';
import {parseUuid} from '../identifiers.ts';
import type {State} from '../state.ts';
import {termOf} from './documents.ts';
import {swordStateOf} from './model.ts';
import {csrfCookie, sessionCookie, startSession, storageUsers} from './sessions.ts';

/**
 * Control of SWORD, below `/sandbox/archivematica/`.
 *
 * - `POST sessions` `{username?}`: signs somebody in, the manager unless told otherwise, and answers with what a browser would have then: `cookie`
 *   for the header of that name, and `csrfToken` for `X-CSRFToken`, which SWORD does not ask for and the rest of the Storage Service does.
 * - `GET deposits`: all deposits, with what the API does not tell: their rows, their files' downloads, and the transfers made of them.
 * - `PUT collections/<uuid>` `{folder}`: whether the collection's folder is on the disk.
 *
 * @returns `undefined` for what is none of this
 */
export async function swordControl(context: SandboxContext, state: State, request: Asked, path: string): Promise<Response | undefined> {
	const [kind = '', id] = path.replace(/\/$/u, '').split('/');
	const call = `${request.method} ${kind}${id === undefined ? '' : ' *'}`;
	if (call === 'POST sessions') return newSession(context, await parseBody(request));
	if (call === 'GET deposits') return json(deposits(context, state));
	if (call === 'PUT collections *') return changeCollection(context, state, id ?? '', await parseBody(request));
	return undefined;
}

function newSession(context: SandboxContext, {username}: Readonly<Record<string, unknown>>): Response {
	const users = storageUsers(context.credentials);
	const user = username === undefined ? users[0] : users.find(known => known.username === username);
	if (!user) return json({error: `"username" is one of ${users.map(known => known.username).join(', ')}.`}, 404);
	const {id, csrfToken, expires} = startSession(context, user);
	const cookie = `${sessionCookie}=${id}; ${csrfCookie}=${csrfToken}`;
	return json({username: user.username, cookie, csrfToken, expires: new Date(expires).toISOString()}, 201);
}

function deposits(context: SandboxContext, state: State): readonly object[] {
	const sword = swordStateOf(context);
	return sword.deposits.values().flatMap(({uuid, wanted, handing}) => {
		const transfers = handing.map(({transfer}) => transfer);
		const going = wanted || handing.some(({look}) => look !== null);
		const stored = state.packages.get(uuid);
		if (!stored) return [];
		const {path, location, status, misc = {}} = stored;
		const downloads = sword.downloadsOf.get(uuid);
		const files = downloads.map(({path: file, url, state: progress}) => ({path: file, url, state: progress}));
		return [
			{
				uuid,
				name: path,
				location,
				status,
				misc,
				state: termOf(downloads),
				wanted: going,
				transfer: transfers[0] ?? null,
				transfers,
				downloads: files,
			},
		];
	});
}

function changeCollection(context: SandboxContext, state: State, id: string, {folder}: Readonly<Record<string, unknown>>): Response {
	const uuid = parseUuid(id) ?? '';
	if (!state.locations.has(uuid)) return json({error: `There is no location ${id}.`}, 404);
	if (typeof folder !== 'boolean') return json({error: '"folder" is true or false.'}, 400);
	const {missingFolders} = swordStateOf(context);
	if (folder) missingFolders.delete(uuid);
	else missingFolders.put(uuid, {at: context.now()});
	return json({location: uuid, folder});
}

async function parseBody(request: Asked): Promise<Readonly<Record<string, unknown>>> {
	try {
		const body: unknown = JSON.parse(await request.text());
		return typeof body === 'object' && body !== null ? {...body} : {};
	} catch {
		return {};
	}
}
