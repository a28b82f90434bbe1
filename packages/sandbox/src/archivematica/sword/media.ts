import {discard} from '../../store/blobs.ts';
import {empty} from '../http/answers.ts';
import type {State, StoredPackage} from '../state.ts';
import {entryKey} from '../state.ts';
import {isInside} from '../storage/damage.ts';
import {fileAt, filesBelow, folderExists} from '../storage/files.ts';
import {Refusal, uncaught} from '../storage/refusal.ts';
import {keepFile} from '../workflow/keep-file.ts';
import {addToDeposit, putFile} from './add-mets.ts';
import {bodyOf} from './body.ts';
import type {OpenDeposit, SwordCall} from './call.ts';
import {demandFolder, demandOpen, demandPermission, findDeposit, refuseMethod, SwordRefusal} from './call.ts';
import {fileNameIn} from './content-disposition.ts';
import {reprOf} from './python.ts';
import {emptyFolder} from './remove-files.ts';

/** SW-04: what is in a deposit for anybody, changes for those who may. */
export function media(call: SwordCall, id: string): Response | Promise<Response> {
	findDeposit(call, id);
	const {method, headers} = call.request;
	if (!['GET', 'POST', 'PUT', 'DELETE'].includes(method)) refuseMethod(call, 'GET', 'POST', 'PUT', 'DELETE');
	if (method !== 'GET') demandPermission(call);
	const open = demandOpen(call, id);
	if (method === 'GET') return listed(call.state, open.stored);
	if (method === 'DELETE') return deleteMedia(call, open);
	if (headers.has('content-md5')) return uncaught(); // what would look at it does not exist
	if (method === 'POST' && headers.get('packaging') === 'METS') return addToDeposit(call, open, 201);
	return receive(call, open, method === 'POST');
}

/** The names of what is in the deposit, as Python prints a list. @throws Refusal while a pipeline takes its folder */
function listed(state: State, stored: StoredPackage): Response {
	demandFolder(state, stored);
	const {location, path} = stored;
	const names = new Set(filesBelow(state, location, path).map(entry => entry.path.split('/')[0] ?? ''));
	return new Response(reprOf([...names].toSorted()), {headers: {'content-type': 'text/html; charset=utf-8'}});
}

/** A file's bytes: a new one, or one in place of another. */
async function receive(call: SwordCall, {deposit}: OpenDeposit, isNew: boolean): Promise<Response> {
	const {context, state, request} = call;
	const name = fileNameOf(request.headers);
	if (!isInside(name)) throw new SwordRefusal(400, `The file name ${name} leads out of the deposit.`);
	demandPlace(state, demandOpen(call, deposit.uuid).stored, name, isNew);
	const file = await keepFile(context, name, await bodyOf(request), context.now());
	try {
		context.store.transaction(() => {
			const open = demandOpen(call, deposit.uuid);
			demandPlace(state, open.stored, name, isNew);
			putFile(call, open, file);
		});
	} catch (error) {
		discard(context.store.blobs, [file.blob]);
		throw error;
	}
	return empty(isNew ? 201 : 204);
}

/** @throws SwordRefusal when the name is taken, or is not; Refusal when the folder it is in does not exist */
function demandPlace(state: State, {location, path}: StoredPackage, name: string, isNew: boolean): void {
	const whole = `${path}/${name}`;
	const file = fileAt(state, location, whole) !== undefined;
	if (!isNew && !file) throw new SwordRefusal(400, 'File does not exist.');
	if (isNew && (file || folderExists(state, location, whole))) throw new SwordRefusal(400, 'File already exists.');
	if (!folderExists(state, location, whole.slice(0, whole.lastIndexOf('/')))) throw new Refusal(uncaught());
}

/** @throws SwordRefusal when there is no name */
function fileNameOf(headers: Headers): string {
	const disposition = headers.get('content-disposition');
	if (disposition === null) throw new SwordRefusal(400, 'Content-disposition must be set in request header.');
	const name = fileNameIn(disposition) ?? '';
	if (name === '') throw new SwordRefusal(400, 'No filename found in Content-disposition header.');
	return name;
}

/** One file, or all of them: of an empty name, too. */
function deleteMedia(call: SwordCall, {stored}: OpenDeposit): Response {
	const {context, state, request} = call;
	const name = request.url.searchParams.get('filename') ?? '';
	const path = `${stored.path}/${name}`;
	if (name !== '' && !fileAt(state, stored.location, path)) {
		throw new SwordRefusal(404, `The path to this file (${name}) does not exist.`);
	}
	if (name === '') demandFolder(state, stored);
	context.store.transaction(() => {
		if (name === '') emptyFolder(state, stored);
		else state.entries.delete(entryKey(stored.location, path));
	});
	return empty(204);
}
