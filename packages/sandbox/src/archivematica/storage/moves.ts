import type {SandboxContext} from '../../context.ts';
import {empty, text} from '../http/answers.ts';
import {parseUuid} from '../identifiers.ts';
import type {Location, State} from '../state.ts';
import type {PackageCall, StorageCall} from './call.ts';
import {filesAt, isBacked, pathWithin, transfer} from './files.ts';
import type {TaskWork} from './model.ts';
import {textOrNull} from './create.ts';
import {copiesFrom, demandPlace, StorageProblem} from './places.ts';
import {readBody} from './read-body.ts';
import {badRequest, Refusal, reply, uncaught, uuidProblem} from './refusal.ts';
import type {Shown} from './resources.ts';
import {resources, statusOf} from './resources.ts';
import {accepted, startTask} from './start-task.ts';

type FileMove = Extract<TaskWork, {kind: 'move-files'}>;
type PackageMove = Extract<TaskWork, {kind: 'move-package'}>;

/** SS-14. What is missing from the request makes an answer that looks like a success: 204, and nothing is done. */
export async function moveIntoLocation({context, state, request, view}: StorageCall, id: string): Promise<Response> {
	const body = await readBody(request);
	const location = state.locations.get(parseUuid(id) ?? '');
	if (!location || !resources.location.exists(view, location.uuid)) return empty(404);
	const move = readMove({state, view}, location, body);
	if (!move) return empty(204);
	try {
		moveFiles(context, state, move);
	} catch (error) {
		if (error instanceof StorageProblem) return uncaught();
		throw error;
	}
	return reply({error: null, message: 'Files moved successfully'});
}

/** SS-15: the same, later. */
export async function moveIntoLocationLater({context, state, request, view}: StorageCall, location: Location): Promise<Response> {
	const move = readMove({state, view}, location, await readBody(request));
	return move ? accepted(startTask(context, state, move)) : uncaught();
}

/** @throws Refusal when the origin is no location */
function readMove({view}: Pick<StorageCall, 'state' | 'view'>, {uuid}: Location, body: Shown): FileMove | undefined {
	const {origin_location: given, files} = body;
	if (given === undefined || body['pipeline'] === undefined || !Array.isArray(files)) return undefined;
	const moved = files.map(readFileMove);
	if (!moved.every(file => file !== undefined)) return undefined;
	const url = textOrNull(given) ?? '';
	const origin = parseUuid(url.split('/')[4] ?? '');
	if (origin === undefined || !resources.location.exists(view, origin)) {
		throw new Refusal(text(`The URL provided '${url}' was not a link to a valid Location.`, 404));
	}
	return {kind: 'move-files', origin, location: uuid, files: moved};
}

function readFileMove(file: unknown): FileMove['files'][number] | undefined {
	if (typeof file !== 'object' || file === null || !('source' in file) || !('destination' in file)) return undefined;
	return {source: String(file.source), destination: String(file.destination)};
}

/** Moves or copies files, one after the other. @throws StorageProblem at the first that cannot be; those before it have been */
export function moveFiles({store}: SandboxContext, state: State, {origin, location: target, files}: FileMove): void {
	const from = state.locations.get(origin);
	const location = state.locations.get(target);
	if (!from || !location) throw new StorageProblem('A location is gone.');
	if (!isBacked(state, from.space) || !isBacked(state, location.space)) throw new StorageProblem('A space cannot be reached.');
	for (const {source: given, destination: wanted} of files) {
		const source = pathWithin(state, from, given);
		const destination = pathWithin(state, location, wanted);
		if (source === undefined || destination === undefined) throw new StorageProblem(`"${given}" or "${wanted}" leads out of its location.`);
		if (filesAt(state, origin, source).length === 0) throw new StorageProblem(`The path ${given} does not exist.`);
		store.transaction(() => transfer(state, {origin, source, location: target, destination}, copiesFrom(state, origin)));
	}
}

/** SS-34: takes a form. While the package moves it says so, and goes on saying so if that fails. */
export async function moveStored({context, state, request, view, stored}: PackageCall): Promise<Response> {
	const given = (await request.form()).get('location_uuid');
	if (given === null) return text('All of these fields must be provided: location_uuid', 400);
	const status = statusOf(view, stored);
	if (status !== 'UPLOADED') return refuse(`The file must be in an UPLOADED state to be moved. Current state: ${status}`);
	const uuid = parseUuid(given);
	if (uuid === undefined) return badRequest(uuidProblem(given));
	const target = resources.location.exists(view, uuid) ? state.locations.get(uuid) : undefined;
	if (!target) return refuse(`Location UUID ${given} failed to return a location`);
	if (target.uuid === stored.location) return refuse('New location must be different to the current location');
	const purpose = state.locations.get(stored.location)?.purpose;
	if (target.purpose !== purpose) return refuse(`New location must have the same purpose as the current location - ${purpose}`);
	const id = context.store.transaction(() => {
		state.packages.put(stored.uuid, {...stored, status: 'MOVING'});
		return startTask(context, state, {kind: 'move-package', package: stored.uuid, location: uuid});
	});
	return accepted(id);
}

function refuse(message: string): Response {
	return reply({error: true, message, status_code: 400}, 400);
}

/** @throws StorageProblem when the content cannot be moved */
export function movePackage({store}: SandboxContext, state: State, {package: uuid, location}: PackageMove): void {
	const stored = state.packages.get(uuid);
	if (!stored) throw new StorageProblem(`The package ${uuid} is gone.`);
	demandPlace(state, location, stored.size);
	if (filesAt(state, stored.location, stored.path).length === 0) throw new StorageProblem(`The package ${uuid} has no content.`);
	store.transaction(() => {
		transfer(state, {origin: stored.location, source: stored.path, location, destination: stored.path}, false);
		state.packages.put(uuid, {...stored, location, status: 'UPLOADED'});
	});
}
