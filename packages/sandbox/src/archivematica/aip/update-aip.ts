import {dirname} from 'node:path/posix';
import type {SandboxContext} from '../../context.ts';
import {derivedUuid} from '../identifiers.ts';
import type {State, StoredPackage} from '../state.ts';
import {pipelineOf} from '../state.ts';
import {announce} from '../storage/announce.ts';
import {filesAt} from '../storage/files.ts';
import {packageFolder, readPackage} from '../workflow/read-package.ts';
import type {Unit} from '../workflow/unit.ts';
import type {PackedFile} from './bag.ts';
import {bag, payloadOf, textFile} from './bag.ts';
import {addedFiles, descriptionsOf, locator, packageFiles, packageName} from './contents.ts';
import {updateDescriptions} from './descriptions.ts';
import type {DescribedFile, DescribedPackage} from './mets.ts';
import {packageMets} from './mets.ts';
import {isPacked, storePackage} from './store-package.ts';
import type {Storing} from './store-package.ts';

/**
 * Ends a reingest: what the stored AIP holds and what came to it are made a new bag with a new METS document, which replaces the old one
 * under the same UUID. The package is released, and keeps the date it was first stored (reference, SS-21; the date: assumed).
 *
 * @throws Error when there is no such AIP any more, or it was released in the meantime
 */
export async function updateAip(context: SandboxContext, state: State, {unit, chosen, at, done}: Storing): Promise<void> {
	const stored = state.packages.get(unit.sip);
	if (!stored || stored.misc?.['reingest_pipeline'] !== pipelineOf(state).uuid)
		throw new Error(`The AIP ${unit.sip} is not being reingested.`);
	const before = payloadOf(context, await readPackage(context, state, stored));
	const known = state.described.get(stored.uuid) ?? describeUnknown(stored, before);
	const submitted = transferMets(unit, known, at);
	const described = await describeAgain(context, unit, known, submitted, at);
	const added = [...addedFiles(context, unit.added).map(({packed}) => packed), ...submitted];
	const newer = [...packageFiles(described, at), ...added];
	const names = new Set(newer.map(({path}) => path));
	const payload = [...newer, ...before.filter(({path}) => !names.has(path))];
	const packed = isPacked(chosen);
	const row = {
		...stored,
		packed,
		path: `${dirname(stored.path)}/${packageFolder(stored)}${packed ? '.tar.gz' : ''}`,
		misc: {...stored.misc, reingest_pipeline: null},
	};
	const replaced = filesAt(state, stored.location, stored.path);
	await storePackage(context, state, row, bag(payload, stored.uuid, at), replaced, () => {
		state.described.put(stored.uuid, described);
		state.announcements.put(stored.uuid, {package: stored.uuid});
		done();
	});
	announce(context, state);
}

/** What the new METS document says: what the old one did, what came with the reingest, and that there was one. */
async function describeAgain(
	context: SandboxContext,
	unit: Unit,
	before: DescribedPackage,
	documents: readonly PackedFile[],
	at: number,
): Promise<DescribedPackage> {
	const added = addedFiles(context, unit.added).flatMap(({described}) => (described ? [{...described, ingested: at}] : []));
	const submitted = documents.map((file): DescribedFile => ({
		uuid: derivedUuid(unit.uuid, 'transfer METS'),
		path: file.path,
		use: 'submissionDocumentation',
		originalName: `%SIPDirectory%${file.path}`,
		size: file.size,
		sha256: file.sha256,
		modified: at,
		ingested: at,
	}));
	const paths = new Set(added.map(({path}) => path));
	const kept = before.files
		.filter(({path}) => !paths.has(path))
		.map(file => (file.use === 'original' ? Object.assign({}, file, {reingested: [...(file.reingested ?? []), at]}) : file));
	const files = [...kept, ...added, ...submitted];
	const places = files.flatMap(({path, originalName}) => [
		{name: path, path},
		{name: originalName.replace(/^%\w+%/u, ''), path},
	]);
	const newer = await descriptionsOf(context, [], unit.added, at, locator(places));
	return {...before, updated: at, files, descriptions: updateDescriptions(before.descriptions ?? [], newer)};
}

/** A full reingest is a transfer, and leaves a document of its own among the submission documentation. */
function transferMets(unit: Unit, {files}: DescribedPackage, at: number): readonly PackedFile[] {
	if (unit.reingest?.kind !== 'full') return [];
	const transfer = packageName(unit, unit.uuid);
	const mets = packageMets({uuid: unit.uuid, name: transfer, created: at, files: files.filter(({use}) => use === 'original')});
	return [textFile(`objects/submissionDocumentation/transfer-${transfer}/METS.xml`, mets, at)];
}

/** What can be said of an AIP the sandbox did not make: its files have new UUIDs, for its own METS document is not read. */
function describeUnknown(stored: StoredPackage, payload: readonly PackedFile[]): DescribedPackage {
	const files = payload.flatMap(({path, size, sha256, modified}): readonly DescribedFile[] => {
		if (!path.startsWith('objects/')) return [];
		const use = path.startsWith('objects/metadata/')
			? 'metadata'
			: path.startsWith('objects/submissionDocumentation/')
				? 'submissionDocumentation'
				: 'original';
		return [{uuid: derivedUuid(stored.uuid, path), path, use, originalName: `%SIPDirectory%${path}`, size, sha256, modified}];
	});
	return {uuid: stored.uuid, name: packageFolder(stored), created: stored.storedAt ?? 0, files};
}
