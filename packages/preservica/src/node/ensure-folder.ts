import {ConfigurationError, NotFoundError, SdkError, type RequestOptions} from '@fonds/core';
import type {Preservica} from '../preservica.ts';
import {randomUuid} from '../random-uuid.ts';
import type {DirectoryState} from './directory-state.ts';
import {identifierType} from './find-code.ts';

/** A directory that is to have a folder. */
export interface WantedFolder {
	readonly code: string;
	readonly parent: string | null;
	/** Is it the directory that everything else is in? */
	readonly isTop: boolean;
	readonly securityTag: string | undefined;
}

/** The folder that has the code, made if there is none. */
export async function ensureFolder(
	entities: Preservica['entities'],
	state: DirectoryState,
	wanted: WantedFolder,
	options: RequestOptions,
): Promise<{readonly ref: string; readonly created: boolean}> {
	const {code, parent, isTop, securityTag} = wanted;
	const found = (await entities.byIdentifier(identifierType, code, options)).filter(({type}) => type === 'folder');
	const [folder] = found;
	if (found.length > 1) {
		throw new SdkError(
			`Several folders have the identifier ${identifierType} ${code}: ${found.map(({ref}) => ref).join(', ')}. Take it from all but one, or give this directory another code.`,
			{code: 'ambiguous'},
		);
	}
	if (folder !== undefined) {
		await (isTop ? checkPlace(entities, wanted, folder.ref, options) : undefined);
		return {ref: folder.ref, created: false};
	}

	const kept = state.folders.get(code);
	const ref = kept ?? randomUuid();
	if (kept === undefined) {
		state.folders.set(code, ref);
		await state.save(); // So that a run that breaks off between the next two requests leaves no second folder.
	}
	options.signal?.throwIfAborted();
	const unaborted = {...options, signal: undefined}; // Without its identifier the next run would not know the folder.
	if (kept === undefined || !(await isFolder(entities, ref, options))) {
		const title = code.slice(code.lastIndexOf('/') + 1);
		await entities.createFolder({title, description: title, securityTag, parent, ref}, unaborted);
	}
	await entities.addIdentifier({type: 'folder', ref}, {type: identifierType, value: code}, unaborted);
	state.folders.delete(code);
	await state.save();
	return {ref, created: true};
}

/** Codes are paths, and two directories of one name have the same: what belongs to the other one must not count as this one's. */
async function checkPlace(
	entities: Preservica['entities'],
	{code, parent}: WantedFolder,
	ref: string,
	options: RequestOptions,
): Promise<void> {
	const folder = await entities.folder(ref, options);
	if ((folder.parent ?? null) !== parent) {
		throw new ConfigurationError(
			`The identifier ${identifierType} ${code} belongs to the folder ${ref}, which is in ${folder.parent ?? 'the root'}, not in ${parent ?? 'the root'}. If that folder is this directory, give its parent; if another directory of this name was ingested there, give this one another code.`,
			{code: 'elsewhere'},
		);
	}
}

async function isFolder(entities: Preservica['entities'], ref: string, options: RequestOptions): Promise<boolean> {
	try {
		await entities.folder(ref, options);
		return true;
	} catch (error) {
		if (error instanceof NotFoundError) {
			return false;
		}
		throw error;
	}
}
