import {newUuid} from '../identifiers.ts';
import type {Location, State, StoredPackage} from '../state.ts';
import {entryKey} from '../state.ts';
import {fileAt, folderExists} from '../storage/files.ts';
import {addMets, keepMets} from './add-mets.ts';
import {bytesOf} from './body.ts';
import type {SwordCall} from './call.ts';
import {demandPermission, findCollection, refuseMethod, SwordRefusal} from './call.ts';
import {depositFeed, receipt} from './documents.ts';
import {readMets} from './read-mets.ts';

const noHeader = 'The In-Progress header must be set to either true or false when creating a deposit.';

/** SW-02: the deposits for anybody, a new one for those who may. */
export function collection(call: SwordCall, id: string): Response | Promise<Response> {
	const location = findCollection(call, id);
	if (call.request.method === 'GET') return depositFeed(call, location);
	if (call.request.method !== 'POST') refuseMethod(call, 'GET', 'POST');
	demandPermission(call);
	return createDeposit(call, location);
}

/**
 * Exactly `true` is a deposit in progress; exactly `false` one to be finalised; anything else is neither, and is taken. The deposit is there,
 * and stays, before the files in its METS are looked at.
 */
async function createDeposit(call: SwordCall, location: Location): Promise<Response> {
	const {context, sword, request} = call;
	const inProgress = request.headers.get('in-progress');
	if (inProgress === null) throw new SwordRefusal(412, noHeader);
	const bytes = await bytesOf(request);
	const mets = readMets(bytes);
	if (sword.missingFolders.has(location.uuid)) throw new SwordRefusal(500, `The folder of the collection ${location.uuid} does not exist.`);
	const uuid = context.store.transaction(() => newDeposit(call, location, mets.name));
	const kept = await keepMets(context, mets, bytes);
	const created = context.store.transaction(() => addMets(call, uuid, kept, inProgress === 'false'));
	return receipt(call, created, inProgress === 'true' ? 201 : 200);
}

/** The row and the folder. There is no pipeline: no list with this row in it can be sent any more (reference, 3.5). */
function newDeposit({context, state, sword, request}: SwordCall, {uuid: location}: Location, name: string): string {
	const uuid = newUuid();
	const path = freeName(state, location, name);
	const behalf = request.headers.get('on-behalf-of');
	const stored: StoredPackage = {
		uuid,
		type: 'deposit',
		status: 'PENDING',
		location,
		path,
		packed: false,
		size: 0,
		storedAt: null,
		pipeline: null,
		related: [],
		checksum: null,
		pointer: null,
		contents: [],
		misc: behalf === null ? {} : {sourceofacquisition: behalf},
	};
	state.packages.put(uuid, stored);
	const folder = {location, path: `${path}/`, blob: null, size: 0, sha256: '', modified: context.now()};
	state.entries.put(entryKey(location, folder.path), folder);
	sword.deposits.put(uuid, {uuid, label: name, created: context.now(), wanted: false, handing: []});
	return uuid;
}

/** The name, or with `_1`, … where there is something already: names that lead elsewhere, too. */
function freeName(state: State, location: string, name: string): string {
	const taken = (path: string) =>
		['', '.', '..'].includes(path) || folderExists(state, location, path) || fileAt(state, location, path) !== undefined;
	let free = name;
	for (let number = 1; taken(free); number++) free = `${name}_${number}`;
	return free;
}
