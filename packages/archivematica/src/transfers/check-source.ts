import {ConfigurationError} from '@fonds/core';
import type {RequestOptions} from '@fonds/core';
import type {TransferSource} from '../dashboard/new-transfer.ts';
import {insidePath, serverPath, serverPathBytes, splitServerPath} from '../paths/server-path.ts';
import type {ServerPath} from '../paths/server-path.ts';
import type {Directory, DirectoryEntry} from '../storage/location.ts';
import type {StorageService} from '../storage/storage-service.ts';

/** What is known of the content of a transfer. */
export interface SourceSize {
	/** Bytes of an archive, where the location tells. */
	readonly size: number | undefined;
	/** Files in a folder, where the location tells. */
	readonly objectCount: number | undefined;
}

/**
 * Looks whether the content of a transfer can be copied. The dashboard does not: it accepts any source and then never starts (reference 2.8).
 *
 * @param pipeline - UUID of the dashboard's own pipeline, where it tells.
 * @throws ConfigurationError with code `foreign-location` or `source-not-found`; NotFoundError when there is no such location.
 */
export async function checkSource(
	{location: uuid, path}: TransferSource,
	pipeline: string | undefined,
	storage: StorageService,
	options: RequestOptions,
): Promise<SourceSize> {
	const location = await storage.location(uuid, options);
	if (pipeline !== undefined && !location.pipelines.includes(pipeline)) {
		throw new ConfigurationError(
			`The location ${uuid} does not belong to the pipeline ${pipeline}, which could not copy from it. Choose one of storage.locations({purpose: 'TS', pipeline}).`,
			{code: 'foreign-location'},
		);
	}
	const {folder, name} = splitServerPath(relativeTo(location.path, insidePath(path)));
	if (name.text === '' || name.text.startsWith('.')) {
		return {size: undefined, objectCount: undefined};
	}
	const {size, objectCount} = checkEntry(await storage.browse(uuid, folder, options), name);
	return {size, objectCount};
}

function checkEntry(directory: Directory, name: ServerPath): DirectoryEntry {
	const entry = directory.entries.find(candidate => candidate.name.base64 === name.base64);
	const where = `the folder '${directory.path.text}' of the location ${directory.location}`;
	if (entry === undefined) {
		const sameText = directory.entries.some(candidate => candidate.name.text.normalize() === name.text.normalize());
		throw new ConfigurationError(
			`There is no '${name.text}' in ${where}.${sameText ? ' The same name is there in another Unicode form: take the path from browse().' : ''}`,
			{code: 'source-not-found'},
		);
	}
	if (!entry.isDirectory && !/\.(?:zip|tgz|tar\.gz)$/.test(name.text)) {
		throw new ConfigurationError(`'${name.text}' in ${where} is neither a folder nor a .zip, .tgz or .tar.gz archive.`, {
			code: 'source-not-found',
		});
	}
	return entry;
}

/** The server takes the location's own path off an absolute one, and then leading slashes (reference 1.7). */
function relativeTo(root: string, path: ServerPath): ServerPath {
	const bytes = serverPathBytes(path);
	const prefix = serverPathBytes(serverPath(`${root.replace(/\/+$/, '')}/`));
	const isBelow = prefix.every((byte, index) => bytes[index] === byte);
	let start = isBelow ? prefix.length : 0;
	while (bytes[start] === 0x2f) {
		start++;
	}
	return serverPath(bytes.subarray(start));
}
