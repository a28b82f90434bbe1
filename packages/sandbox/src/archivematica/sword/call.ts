import type {SandboxContext} from '../../context.ts';
import type {SandboxStorageUser} from '../../credentials.ts';
import type {Asked} from '../http/asked.ts';
import {parseUuid} from '../identifiers.ts';
import type {Location, State, StoredPackage} from '../state.ts';
import type {StorageProfile} from '../storage/model.ts';
import {text} from '../http/answers.ts';
import {folderExists} from '../storage/files.ts';
import {badRequest, Refusal, uncaught, uuidProblem} from '../storage/refusal.ts';
import {may} from '../storage/users.ts';
import type {Deposit, SwordState} from './model.ts';

/** What a call of SWORD is answered with. */
export interface SwordCall {
	readonly context: SandboxContext;
	readonly state: State;
	readonly sword: SwordState;
	readonly request: Asked;
	/** Whose session it is. API keys and passwords are not looked at (reference, 3.9). */
	readonly user: SandboxStorageUser | undefined;
	readonly profile: StorageProfile;
}

/** A deposit that is there. */
export interface OpenDeposit {
	readonly deposit: Deposit;
	readonly stored: StoredPackage;
}

/** Thrown where SWORD answers with its error document. */
export class SwordRefusal extends Error {
	readonly status: number;

	constructor(status: number, message: string) {
		super(message);
		this.status = status;
	}
}

/** The collection of a UUID. @throws SwordRefusal when there is none; Refusal when it is no collection */
export function findCollection({state, profile}: SwordCall, id: string): Location {
	const missing = `Collection ${id} does not exist.`;
	const location = state.locations.get(uuidOf(profile, id, missing));
	if (!location || location.disabled) throw new SwordRefusal(404, missing);
	if (!isSwordSpace(state, location)) throw new Refusal(text('This is not a SWORD server space.', 400));
	return location;
}

/** The deposit of a UUID. @throws SwordRefusal when there is none, or it was deleted; Refusal when it is another package */
export function findDeposit({state, sword, profile}: SwordCall, id: string): OpenDeposit {
	const missing = `Deposit location ${id} does not exist.`;
	const uuid = uuidOf(profile, id, missing);
	const stored = state.packages.get(uuid);
	if (!stored) throw new SwordRefusal(404, missing);
	const deposit = sword.deposits.get(uuid);
	if (stored.type !== 'deposit' || !deposit) throw new Refusal(text('This is not a SWORD deposit location.', 400));
	if (stored.status === 'DELETED') throw new SwordRefusal(404, missing);
	return {deposit, stored};
}

/** The deposit as it is now, to be changed. @throws SwordRefusal when it was deleted or finalised meanwhile: while a pipeline takes it, it is open */
export function demandOpen(call: SwordCall, id: string): OpenDeposit {
	const found = findDeposit(call, id);
	if (found.stored.misc?.['deposit_completion_time'] !== undefined) {
		throw new SwordRefusal(400, 'This deposit has already been submitted for processing.');
	}
	return found;
}

/** The folder a pipeline has moved away is missed. @throws Refusal */
export function demandFolder(state: State, {location, path}: StoredPackage): void {
	if (!folderExists(state, location, path)) throw new Refusal(uncaught());
}

/** Lets managers and administrators go on. Before 0.19 nobody was asked. @throws SwordRefusal for all others */
export function demandPermission({user, profile}: SwordCall): void {
	if (profile !== 'older' && !(user && may(user, 'manage'))) {
		throw new SwordRefusal(403, 'You do not have permission to perform this action.');
	}
}

/** Whether a location is in a space that speaks SWORD. */
export function isSwordSpace({spaces}: State, {space}: Location): boolean {
	return spaces.get(space)?.protocol === 'FEDORA';
}

/** No other methods are taken. @throws SwordRefusal */
export function refuseMethod({request}: SwordCall, ...allowed: readonly string[]): never {
	throw new SwordRefusal(405, `This endpoint does not respond to ${request.method}, but to ${allowed.join(', ')}.`);
}

function uuidOf(profile: StorageProfile, id: string, missing: string): string {
	const uuid = parseUuid(id);
	if (uuid !== undefined) return uuid;
	if (profile === 'older') throw new SwordRefusal(404, missing);
	throw new Refusal(badRequest(uuidProblem(id)));
}
