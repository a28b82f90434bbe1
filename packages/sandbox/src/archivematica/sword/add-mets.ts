import type {SandboxContext} from '../../context.ts';
import {entryKey} from '../state.ts';
import {keepFile} from '../workflow/keep-file.ts';
import type {UnitFile} from '../workflow/unit.ts';
import {Refusal, uncaught} from '../storage/refusal.ts';
import {bytesOf} from './body.ts';
import type {OpenDeposit, SwordCall} from './call.ts';
import {demandOpen} from './call.ts';
import {receipt} from './documents.ts';
import type {DepositMets, WantedFile} from './read-mets.ts';
import {readMets} from './read-mets.ts';

/** A METS document whose bytes are kept. */
export interface KeptMets {
	readonly files: readonly WantedFile[];
	readonly file: UnitFile;
}

/** Keeps a METS document as submission documentation. @throws SwordRefusal when there is something wrong with its files */
export async function keepMets(context: SandboxContext, mets: DepositMets, bytes: Uint8Array): Promise<KeptMets> {
	const files = mets.files();
	const path = `submissionDocumentation/${mets.objectId}-METS.xml`;
	return {files, file: await keepFile(context, path, [bytes], context.now())};
}

/** Adds what a METS document names to a deposit that is there. A request that does not say whether it is in progress fails (reference, SW-03). */
export async function addToDeposit(call: SwordCall, {deposit}: OpenDeposit, status: 200 | 201): Promise<Response> {
	const {context, request} = call;
	const inProgress = request.headers.get('in-progress');
	if (inProgress === null) throw new Refusal(uncaught());
	const bytes = await bytesOf(request);
	const kept = await keepMets(context, readMets(bytes), bytes);
	const added = context.store.transaction(() => addMets(call, deposit.uuid, kept, inProgress === 'false'));
	return receipt(call, added, status);
}

/**
 * Puts a METS document into a deposit, and its files on the list of what is to be fetched: what has the same path is fetched anew. To be called
 * in a transaction.
 */
export function addMets(call: SwordCall, uuid: string, {files, file}: KeptMets, finalise: boolean): OpenDeposit {
	const {sword} = call;
	const {deposit, stored} = demandOpen(call, uuid);
	putFile(call, {stored}, file);
	for (const wanted of files) {
		const id = `${uuid}:${wanted.path}`;
		sword.downloads.put(id, {...wanted, id, deposit: uuid, state: 'incomplete'});
	}
	if (finalise) sword.deposits.put(uuid, {...deposit, wanted: true});
	return {deposit: {...deposit, wanted: deposit.wanted || finalise}, stored};
}

/** Puts a kept file into a deposit. */
export function putFile({state}: Pick<SwordCall, 'state'>, {stored}: Pick<OpenDeposit, 'stored'>, {uuid: _uuid, ...file}: UnitFile): void {
	const entry = {...file, location: stored.location, path: `${stored.path}/${file.path}`};
	state.entries.put(entryKey(entry.location, entry.path), entry);
}
