import type {SandboxContext} from '../../context.ts';
import type {Asked} from '../http/asked.ts';
import type {State} from '../state.ts';
import {Refusal, uncaught} from '../storage/refusal.ts';
import {storageSettingsOf} from '../storage/settings.ts';
import type {SwordCall} from './call.ts';
import {SwordRefusal} from './call.ts';
import {collection} from './collection.ts';
import {serviceDocument, errorDocument} from './documents.ts';
import {edit} from './edit.ts';
import {fetchFiles} from './fetch-files.ts';
import {media} from './media.ts';
import {swordStateOf} from './model.ts';
import {sessionUser} from './sessions.ts';
import {depositState} from './state.ts';

const address = /^(?:sword|location\/([^/]+)\/sword\/collection|file\/([^/]+)\/sword(?:\/(media|state))?)\/$/u;

/** Whether a path below `/api/v1/` or `/api/v2/` is SWORD's, final slash included. */
export function isSwordPath(path: string): boolean {
	return address.test(path);
}

/**
 * Answers a request to SWORD. `path` is what follows the version, which makes no difference: addresses in documents are always those of
 * version 1. Nobody is asked for a key.
 */
export async function sword(context: SandboxContext, state: State, request: Asked, path: string): Promise<Response> {
	const {profile} = storageSettingsOf(state);
	const call: SwordCall = {context, state, sword: swordStateOf(context), request, user: sessionUser(context, request), profile};
	try {
		const answered = await answer(call, path);
		if (request.method === 'POST') fetchFiles(context, state, call.sword);
		return answered;
	} catch (error) {
		if (error instanceof Refusal) return error.answer;
		if (!(error instanceof SwordRefusal)) throw error;
		if (!request.headers.has('user-agent')) return uncaught(); // the error document repeats it
		return errorDocument(request, context.now(), error.status, error.message);
	}
}

function answer(call: SwordCall, path: string): Response | Promise<Response> {
	const [, location, deposit, part] = address.exec(path) ?? [];
	if (location !== undefined) return collection(call, location);
	if (deposit === undefined) return serviceDocument(call.request, call.state);
	if (part === 'media') return media(call, deposit);
	return part === 'state' ? depositState(call, deposit) : edit(call, deposit);
}
