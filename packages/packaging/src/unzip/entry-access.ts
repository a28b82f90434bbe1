import {accessBlocks, isInBlocks} from './block-access.ts';
import {findData} from './local-header.ts';
import type {PartAccess, RandomAccess} from './random-access.ts';
import {readExactly} from './reading.ts';
import type {DirectoryEntry, ZipEntry} from './zip-entry.ts';

/** Can any part of the entry be read without what is before it? */
export function isAccessible(entry: ZipEntry): boolean {
	return !entry.directory && (entry.method === 'stored' || isInBlocks(entry));
}

/** Any part of an entry that is not compressed. The bytes are compared with no checksum: only who reads all of them can say that they are right. */
export function accessEntry(source: RandomAccess, entry: DirectoryEntry): RandomAccess {
	const bytes = accessData(source, entry);
	return entry.method === 'stored' ? bytes : accessBlocks(bytes, entry.size, entry.path);
}

/** The bytes of an entry as they lie in the ZIP file. */
function accessData(source: RandomAccess, entry: DirectoryEntry): RandomAccess {
	let found: Promise<number> | undefined;
	const begin = async (): Promise<number> => {
		found ??= findData(source, entry);
		try {
			return await found;
		} catch (error) {
			found = undefined; // A request that failed may be tried again.
			throw error;
		}
	};
	const {compressedSize: size, path} = entry;
	const readFrom = async (bytes: Pick<RandomAccess, 'size' | 'read'>, offset: number, length: number): Promise<Uint8Array> =>
		await readExactly(bytes, (await begin()) + offset, Math.max(0, Math.min(length, size - offset)), path);
	return {
		size,
		read: async (offset, length) => await readFrom(source, offset, length),
		part:
			source.part &&
			((offset, length, signal) => accessPart(async () => source.part!((await begin()) + offset, length, signal), size, readFrom)),
	};
}

/** Asks for the part when it is first read, because only then it is known where it begins. */
function accessPart(
	open: () => Promise<PartAccess>,
	size: number,
	readFrom: (bytes: PartAccess, offset: number, length: number) => Promise<Uint8Array>,
): PartAccess {
	let part: Promise<PartAccess> | undefined;
	return {
		size,
		async read(offset, length) {
			part ??= open();
			return await readFrom(await part, offset, length);
		},
		async close() {
			const opened = await part?.catch(() => undefined); // Who read was told.
			await opened?.close();
		},
	};
}
