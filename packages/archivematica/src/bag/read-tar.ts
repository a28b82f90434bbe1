import {refuseArchive, safePath} from './archive-file.ts';
import type {ArchiveFile} from './archive-file.ts';
import {createByteReader} from './byte-reader.ts';
import type {ByteReader} from './byte-reader.ts';
import {decode, readHeader, readPaxRecords} from './tar-header.ts';
import type {TarHeader} from './tar-header.ts';

const blockSize = 512;
/** Bytes of one header with a long name or extended attributes: a path has at most 4096. */
const longestExtension = 1_048_576;

/** What headers before a file say of it. */
interface Extension {
	name?: string | undefined;
	size?: number | undefined;
}

/**
 * The files of a tar, one after the other, as they come: ustar, pax, and GNU's long names and large sizes.
 *
 * @throws PackageError with a problem: `truncated`, `damaged-archive`, `trailing-bytes`, `unsafe-path`, `duplicate-path`, `unreadable-name`,
 *   `header-too-large`; `link`, `special-file`, `sparse-file` and `unsupported-entry` for what no package of Archivematica has.
 */
export async function* readTar(stream: ReadableStream<Uint8Array>): AsyncGenerator<ArchiveFile, void, void> {
	const reader = createByteReader(stream);
	const seen = new Set<string>();
	try {
		for (;;) {
			const found = await nextFile(reader);
			if (found === undefined) {
				return;
			}
			const path = safePath(found.name);
			if (seen.has(path)) {
				refuseArchive('duplicate-path', `The archive has ${path} twice.`, path);
			}
			seen.add(path);
			const content = contentOf(reader, found.size, path);
			yield {path, size: found.size, bytes: content.bytes};
			await content.finish();
		}
	} finally {
		await reader.close();
	}
}

/** Reads headers up to that of a plain file; directories are passed over. */
async function nextFile(reader: ByteReader): Promise<{readonly name: string; readonly size: number} | undefined> {
	let extension: Extension = {};
	for (let headers = 0; ; headers++) {
		if (headers > 1000 && (extension.name !== undefined || extension.size !== undefined)) {
			refuseArchive('header-too-large', 'The archive has headers without end.');
		}
		const block = (await reader.exactly(blockSize)) ?? refuseArchive('truncated', 'The archive is cut off: its end is missing.');
		if (block.every(byte => byte === 0)) {
			await readEnd(reader);
			return undefined;
		}
		const header = readHeader(block);
		const name = extension.name ?? header.name;
		switch (header.type) {
			case '0': {
				return {name, size: extension.size ?? header.size};
			}
			case '5': {
				await readExtension(reader, header);
				extension = {};
				break;
			}
			case 'x': {
				extension = {...extension, ...paxExtension(readPaxRecords(await readExtension(reader, header)))};
				break;
			}
			case 'g': {
				const {name: common, size} = paxExtension(readPaxRecords(await readExtension(reader, header)));
				if (common !== undefined || size !== undefined) {
					refuseArchive('unsupported-entry', 'The archive gives all its files one name or one size.');
				}
				break;
			}
			case 'L': {
				extension.name = decode(await readExtension(reader, header)).replace(/\0.*$/s, '');
				break;
			}
			case 'K': {
				await readExtension(reader, header);
				break;
			}
			default: {
				refuseEntry(header.type, name);
			}
		}
	}
}

function refuseEntry(type: string, name: string): never {
	switch (type) {
		case '1':
		case '2': {
			return refuseArchive('link', `The archive has a link, ${name}. A link has no content that could be checked.`, name);
		}
		case 'S': {
			return refuseArchive('sparse-file', `The archive has a sparse file, ${name}.`, name);
		}
		case '3':
		case '4':
		case '6': {
			return refuseArchive('special-file', `The archive has something that is no file, ${name}.`, name);
		}
		default: {
			return refuseArchive('unsupported-entry', `The archive has an entry of an unknown type, ${name}.`, name);
		}
	}
}

function paxExtension(records: ReadonlyMap<string, string>): Extension {
	const name = records.get('path');
	const size = records.get('size');
	if ([...records.keys()].some(key => key.startsWith('GNU.sparse.'))) {
		refuseArchive('sparse-file', `The archive has a sparse file${name === undefined ? '' : `, ${name}`}.`, name);
	}
	if (size !== undefined && !/^\d{1,15}$/.test(size)) {
		refuseArchive('damaged-archive', 'The archive has a file of an impossible size.', name);
	}
	return {...(name === undefined ? {} : {name}), ...(size === undefined ? {} : {size: Number(size)})};
}

async function readExtension(reader: ByteReader, {size, name}: TarHeader): Promise<Uint8Array> {
	if (size > longestExtension) {
		refuseArchive('header-too-large', `The archive has a header of ${size} bytes.`, name);
	}
	if (size === 0) {
		return new Uint8Array(0);
	}
	const padded = await reader.exactly(Math.ceil(size / blockSize) * blockSize);
	return (padded ?? refuseArchive('truncated', 'The archive is cut off in the middle of a header.')).subarray(0, size);
}

/** The bytes of a file, and what reads past those that nobody wanted and the padding. */
function contentOf(reader: ByteReader, size: number, path: string): {bytes: AsyncIterable<Uint8Array>; finish: () => Promise<void>} {
	let left = size;
	const next = async (limit: number): Promise<Uint8Array> =>
		(await reader.some(limit)) ?? refuseArchive('truncated', `The archive is cut off in the middle of ${path}.`, path);
	async function* read(): AsyncGenerator<Uint8Array> {
		while (left > 0) {
			const chunk = await next(left);
			left -= chunk.length;
			yield chunk;
		}
	}
	return {
		bytes: read(),
		async finish() {
			const padding = (blockSize - (size % blockSize)) % blockSize;
			for (let rest = left + padding; rest > 0;) {
				rest -= (await next(rest)).length;
			}
			left = 0;
		},
	};
}

/** After the end there is nothing but zeros, which fill the last record. */
async function readEnd(reader: ByteReader): Promise<void> {
	for (let chunk = await reader.some(65_536); chunk !== undefined; chunk = await reader.some(65_536)) {
		if (chunk.some(byte => byte !== 0)) {
			refuseArchive('trailing-bytes', 'The archive has something after its end.');
		}
	}
}
