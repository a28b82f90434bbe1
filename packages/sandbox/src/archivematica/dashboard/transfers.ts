import type {SandboxContext} from '../../context.ts';
import {decodeBase64} from '../base64.ts';
import {errorPage} from '../http/answers.ts';
import type {Asked} from '../http/asked.ts';
import {newUuid} from '../identifiers.ts';
import type {State} from '../state.ts';
import {entryKey, locationFor} from '../state.ts';
import {approve} from '../workflow/answer.ts';
import {copySource, parseSourcePath} from '../workflow/sources.ts';
import type {Source} from '../workflow/sources.ts';
import {startUnit} from '../workflow/start.ts';
import {isArchive, isTransferType, transferTypes} from '../workflow/transfer-types.ts';
import type {TransferType} from '../workflow/transfer-types.ts';
import {answer, failure} from './answer.ts';
import {once} from './idempotency.ts';
import {activePath, sharedDirectory} from './paths.ts';
import {settingsOf} from './settings.ts';

/** AM-01: copies at once, and leaves the transfers to be approved. */
export async function startTransfer(context: SandboxContext, state: State, request: Asked): Promise<Response> {
	const form = await request.form();
	const name = (form.get('name') ?? '').split('/').at(-1) ?? '';
	const paths = form.getAll('paths[]');
	if (name === '') return failure(state, 500, 'No transfer name provided.');
	if (paths.length === 0) return failure(state, 500, 'No path provided.');
	const rows = form.has('row_ids[]') ? form.getAll('row_ids[]') : [''];
	const given = form.get('type') ?? '';
	const type = isTransferType(given) ? given : 'standard';
	if (!settingsOf(state).storageService) return failure(state, 500, 'The Storage Service cannot be reached.');
	let path = '';
	for (const [index, encoded] of paths.entries()) {
		const decoded = decodeBase64(encoded);
		if (decoded === undefined) return errorPage();
		if (index >= rows.length || (isArchive(decoded) && !decoded.includes(':'))) return failure(state, 500, 'list index out of range');
		const source = await copyFrom(context, state, decoded).catch(() => undefined); // an archive that is none, or no place to look in
		if (!source) return failure(state, 500, notCopied(context, state, name));
		const unit = await startUnit(context, state, source, {
			name: index === 0 ? name : `${name}_${index + 1}`,
			type,
			accession: form.get('accession') ?? '',
			accessSystemId: form.get('access_system_id') ?? '',
			configuration: 'default',
			approval: 'waiting',
		});
		path = activePath(unit);
	}
	return answer(state, {message: 'Copy successful.', path});
}

/** What is said of a source that is not there, or not the pipeline's. The temporary folder stays behind. */
function notCopied(context: SandboxContext, state: State, name: string): string {
	const temporary = `tmp/tmp${newUuid().slice(0, 8)}`;
	const location = locationFor(state, 'CP').uuid;
	const entry = {location, path: `${temporary}/`, blob: null, size: 0, sha256: '', modified: context.now()};
	state.entries.put(entryKey(location, entry.path), entry);
	const folder = `${sharedDirectory}/${temporary}/${name}`;
	return `Error starting transfer ${folder}: Filepath ${folder} does not exist.`;
}

/** AM-03: approves the transfer in a directory. */
export async function approveTransfer(context: SandboxContext, state: State, request: Asked): Promise<Response> {
	const form = await request.form();
	const directory = form.get('directory') ?? '';
	const type = form.get('type') ?? 'standard';
	if (directory === '') return failure(state, 500, 'Please specify a transfer directory.');
	if (type === '') return failure(state, 500, 'Please specify a transfer type.');
	if (!isTransferType(type)) return failure(state, 500, 'Invalid transfer type.');
	const {archives, directory: watched} = transferTypes[type];
	const wanted = `${sharedDirectory}/watchedDirectories/activeTransfers/${watched}/${directory}`;
	const unit = [...state.units.values()].find(
		candidate =>
			activePath(candidate) === (candidate.archive && archives ? wanted : `${wanted}/`) &&
			candidate.copied !== null &&
			candidate.approved === null,
	);
	if (!unit || !settingsOf(state).mcpServer || !approve(context, state, unit)) return failure(state, 500, 'Unable to start the transfer.');
	return answer(state, {message: 'Approval successful.', uuid: unit.uuid});
}

/**
 * AM-22: the answer comes before anything is copied, whatever the path. The body is JSON, its type is not looked at. A request sent twice
 * makes two transfers, whatever its idempotency key, unless the release is one that knows such keys.
 */
export async function createPackage(context: SandboxContext, state: State, request: Asked): Promise<Response> {
	const body = parseObject(await request.text());
	const path = typeof body?.['path'] === 'string' ? decodeBase64(body['path']) : undefined;
	if (!body || path === undefined) return failure(state, 400, 'Parameter "path" cannot be decoded.');
	const type = transferType(body['type']);
	const approved = body['auto_approve'] ?? true;
	if (!isText(body['name']) || path === '' || type === undefined || typeof approved !== 'boolean' || !settingsOf(state).mcpServer) {
		return failure(state, 500, 'Package cannot be created');
	}
	const options = {
		name: body['name'],
		type,
		accession: isText(body['accession']) ? body['accession'] : '',
		accessSystemId: isText(body['access_system_id']) ? body['access_system_id'] : '',
		configuration: isText(body['processing_config']) ? body['processing_config'] : 'default',
		approval: approved ? 'none' : 'waiting',
	} as const;
	const started = await once(context, state, request, {...options, path}, async keep => {
		const source = await copyFrom(context, state, path).catch(() => undefined); // only logged
		return (await startUnit(context, state, source, options, keep)).uuid;
	});
	return typeof started === 'string' ? answer(state, {id: started}, 202) : started;
}

async function copyFrom(context: SandboxContext, state: State, path: string): Promise<Source | undefined> {
	const target = parseSourcePath(state, path);
	return copySource(context, state, target.location, target.path);
}

function transferType(value: unknown): TransferType | undefined {
	if (value === undefined || value === null || value === 'disk image') return 'standard';
	return typeof value === 'string' && isTransferType(value) ? value : undefined;
}

function isText(value: unknown): value is string {
	return typeof value === 'string' && value !== '';
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? {...value} : undefined;
	} catch {
		return undefined;
	}
}
