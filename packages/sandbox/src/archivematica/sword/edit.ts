import {empty} from '../http/answers.ts';
import {addToDeposit} from './add-mets.ts';
import type {SwordCall} from './call.ts';
import {demandFolder, demandOpen, demandPermission, findDeposit, refuseMethod} from './call.ts';
import {depositEntry} from './documents.ts';
import {removeFiles} from './remove-files.ts';

/** SW-03: for those who may, reading included, until a pipeline has taken the deposit. */
export function edit(call: SwordCall, id: string): Response | Promise<Response> {
	findDeposit(call, id);
	demandPermission(call);
	const open = demandOpen(call, id);
	switch (call.request.method) {
		case 'GET':
			return depositEntry(call, open);
		case 'POST':
			return addToDeposit(call, open, 200);
		case 'PUT':
			return empty(204); // does nothing
		case 'DELETE':
			return deleteDeposit(call, id);
		default:
			return refuseMethod(call, 'GET', 'POST', 'PUT', 'DELETE');
	}
}

/** Removes the folder and the downloads. The row stays. */
function deleteDeposit(call: SwordCall, id: string): Response {
	const {context, state, sword} = call;
	const {deposit, stored} = demandOpen(call, id);
	demandFolder(state, stored);
	context.store.transaction(() => {
		removeFiles(state, stored);
		for (const download of sword.downloadsOf.get(deposit.uuid)) sword.downloads.delete(download.id);
		sword.deposits.put(deposit.uuid, {...deposit, wanted: false});
		state.packages.put(deposit.uuid, {...stored, status: 'DELETED'});
	});
	return empty(204);
}
