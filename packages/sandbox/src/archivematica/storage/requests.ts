import type {SandboxContext} from '../../context.ts';
import {discard} from '../../store/blobs.ts';
import {parseUuid} from '../identifiers.ts';
import type {State, StoredPackage} from '../state.ts';
import {entryKey} from '../state.ts';
import type {PackageCall} from './call.ts';
import {tellOfDecision} from './callbacks.ts';
import {filesAt, isBacked, transfer} from './files.ts';
import type {PackageRequest} from './model.ts';
import {readFields} from './read-body.ts';
import {reply, uncaught} from './refusal.ts';
import {nextNumber} from './settings.ts';
import {may} from './users.ts';

type Kind = PackageRequest['kind'];

const words: Readonly<
	Record<Kind, {readonly name: string; readonly status: string; readonly types: readonly string[]; readonly refusal: string}>
> = {
	delete: {name: 'Delete', status: 'DEL_REQ', types: ['AIP', 'AIC', 'transfer'], refusal: 'Deletes not allowed on this package type.'},
	recover: {name: 'Recover', status: 'RECOVER_REQ', types: ['AIP', 'AIC'], refusal: 'Recovery not allowed on this package type.'},
};

/** SS-23 and SS-24. A wrong `user_id` is noticed when the package has been marked: nobody can decide that request (reference). */
export async function requestDecision(call: PackageCall, kind: Kind): Promise<Response> {
	const {context, state, request, stored, view} = call;
	const fields = await readFields(request, ['event_reason', 'pipeline', 'user_email', 'user_id']);
	const {name, status, types, refusal} = words[kind];
	if (!types.includes(stored.type)) return reply({message: refusal}, 405);
	const pipeline = parseUuid(String(fields['pipeline']));
	if (pipeline === undefined || !state.pipelines.has(pipeline)) {
		return reply({error_message: `Pipeline with UUID ${String(fields['pipeline'])} does not exist`}, 404);
	}
	if (openRequest(state, stored.uuid, kind)) return reply(alreadyRequested(kind, view.profile === 'newer'), 200);
	return context.store.transaction(() => {
		state.packages.put(stored.uuid, {...stored, status});
		const userId = wholeNumber(fields['user_id']);
		if (userId === undefined) return uncaught();
		const id = nextNumber(state, 'request');
		state.requests.put(String(id), {
			id,
			kind,
			package: stored.uuid,
			pipeline,
			reason: String(fields['event_reason']),
			userId,
			userEmail: fields['user_email'],
			status: 'SUBMIT',
			before: stored.status,
			decisionReason: null,
		});
		return reply({message: `${name} request created successfully.`, id}, 202);
	});
}

function refuse(message: string, status = 400): Response {
	return reply({error_message: message}, status);
}

function openRequest({requests}: State, uuid: string, kind: Kind): PackageRequest | undefined {
	return requests.values().find(request => request.package === uuid && request.kind === kind && request.status === 'SUBMIT');
}

function alreadyRequested(kind: Kind, newer: boolean): object {
	if (kind === 'recover') return {error_message: 'A recover request already exists for this AIP.'};
	const message = 'A deletion request already exists for this AIP.';
	return newer ? {error_message: message} : {message};
}

function wholeNumber(value: unknown): number | undefined {
	const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
	return /^\+?\d+$/u.test(text) ? Number(text) : undefined;
}

/** SS-25, which came after 0.23. The texts of its successes are assumed. */
export async function reviewDeletion(call: PackageCall): Promise<Response> {
	const {context, state, request, stored, user} = call;
	const fields = await readFields(request, ['event_id', 'decision', 'reason']);
	if (!may(user, 'approve')) return refuse('You do not have permission to review this request.', 403);
	const decision = fields['decision'];
	if (decision !== 'approve' && decision !== 'reject') return refuse("Decision must be either 'approve' or 'reject'.");
	const reason = typeof fields['reason'] === 'string' ? fields['reason'].trim() : '';
	if (reason === '') return refuse('A reason is required.');
	const event = state.requests.get(String(fields['event_id']));
	if (event?.kind !== 'delete' || event.package !== stored.uuid) return refuse('This request does not exist.', 404);
	if (event.status !== 'SUBMIT') return refuse('This request is not pending review.');
	const {success, message} = decide(context, state, event, decision, reason);
	return success ? reply({message}, 200) : refuse(message, 200);
}

/** What became of a decision. */
export interface Decided {
	readonly success: boolean;
	readonly message: string;
}

/** Decides on a request, as a person does in the web interface. One whose effect fails stays open. */
export function decide(
	context: SandboxContext,
	state: State,
	request: PackageRequest,
	decision: 'approve' | 'reject',
	reason: string,
): Decided {
	const outcome = context.store.transaction(() => apply(context, state, request, decision, reason));
	tellOfDecision(context, state, {event_id: request.id, ...outcome});
	return outcome;
}

function apply(context: SandboxContext, state: State, request: PackageRequest, decision: 'approve' | 'reject', reason: string): Decided {
	const stored = state.packages.get(request.package);
	if (!stored) return {success: false, message: 'The package is gone.'};
	const close = (status: PackageRequest['status']) => state.requests.put(String(request.id), {...request, status, decisionReason: reason});
	if (decision === 'reject') {
		state.packages.put(stored.uuid, {...stored, status: request.before});
		close('REJECT');
		return {success: true, message: 'Request rejected.'};
	}
	const problem = request.kind === 'delete' ? remove(context, state, stored) : recover(state, stored);
	if (problem !== undefined) return {success: false, message: problem};
	close('APPROVE');
	return {
		success: true,
		message: request.kind === 'delete' ? 'Request approved: Package deleted successfully.' : 'Request approved: Package recovered.',
	};
}

/** Removes the content; the row stays. @returns why it cannot be done, if it cannot */
export function remove(context: SandboxContext, state: State, stored: StoredPackage): string | undefined {
	const space = state.locations.get(stored.location)?.space ?? '';
	if (!isBacked(state, space)) return 'Package deletion failed: the space cannot be reached.';
	removeContent(context, state, stored);
	state.packages.put(stored.uuid, {...stored, status: 'DELETED'});
	return undefined;
}

/** Removes what is stored of a package. The bytes of an archive go when nothing else has them; those of folders are swept at the next start. */
function removeContent({store}: SandboxContext, state: State, stored: StoredPackage): void {
	const files = filesAt(state, stored.location, stored.path);
	for (const {location, path} of files) state.entries.delete(entryKey(location, path));
	if (!stored.packed) return;
	const named = new Set(state.entries.values().map(({blob}) => blob));
	discard(
		store.blobs,
		files.flatMap(({blob}) => (blob === null || named.has(blob) ? [] : [blob])),
	);
}

/** Puts what an administrator laid into the AIP recovery location, under the package's name, in the place of its content. */
function recover(state: State, stored: StoredPackage): string | undefined {
	const name = stored.path.split('/').at(-1) ?? '';
	const origin = state.locations
		.values()
		.find(({uuid, purpose, disabled}) => purpose === 'AR' && !disabled && filesAt(state, uuid, name).length > 0);
	if (!origin) return 'Package recovery failed: error accessing restore files.';
	for (const {location, path} of filesAt(state, stored.location, stored.path)) state.entries.delete(entryKey(location, path));
	transfer(state, {origin: origin.uuid, source: name, location: stored.location, destination: stored.path}, true);
	state.packages.put(stored.uuid, {...stored, status: 'UPLOADED'});
	return undefined;
}
