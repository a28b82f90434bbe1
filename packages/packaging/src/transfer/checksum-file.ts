import type {Tell} from '../metadata/table.ts';
import type {TransferChecksum} from './transfer.ts';

/** A checksum file, as far as it could be read. */
export interface ChecksumFile {
	readonly path: string;
	readonly algorithm: TransferChecksum;
	readonly entries: readonly ChecksumEntry[];
	/** Lines as Archivematica counts them. */
	readonly lines: number;
}

/** A line of it. */
export interface ChecksumEntry {
	readonly row: number;
	/** In lower case. */
	readonly digest: string;
	/** From the transfer on: `objects/a.tif`. */
	readonly path: string;
}

/** Digits of a digest in hexadecimal. */
export const checksumDigits: Readonly<Record<TransferChecksum, number>> = {md5: 32, sha1: 40, sha256: 64, sha512: 128};

/** Reads what `md5sum` and its sisters write and check; paths are relative to `objects/`, where Archivematica runs them. */
export function readChecksumFile(text: string, path: string, algorithm: TransferChecksum, tell: Tell): ChecksumFile {
	const lines = text.split('\n');
	const count = lines.at(-1) === '' ? lines.length - 1 : lines.length;
	const entries: ChecksumEntry[] = [];
	if (text.includes('\r')) {
		const message = `${path} has line ends of Windows, which older checksum programs take for a part of the name. Write it with line feeds.`;
		tell({code: 'checksum-line-ends', severity: 'warning', path, row: lines.findIndex(line => line.includes('\r')) + 1, message});
	}
	for (const [index, line] of lines.slice(0, count).entries()) {
		const row = index + 1;
		const [digest = '', name = ''] = parseLine(line.replace(/\r$/, ''));
		const found = resolvePath(name);
		if (digest.length !== checksumDigits[algorithm] || found === undefined) {
			const message = `Line ${row} of ${path} is not a ${algorithm} digest, two blanks and a path.`;
			tell({code: 'checksum-malformed', severity: 'error', path, row, message});
		} else {
			entries.push({row, digest: digest.toLowerCase(), path: found});
		}
	}
	return {path, algorithm, entries, lines: count};
}

/** `digest  name`, `digest *name`, or as BSD writes it, `MD5 (name) = digest`. A backslash in front says that some in the name are doubled. */
function parseLine(line: string): readonly string[] {
	const bsd = /^[\w-]+ ?\((.*)\) ?= ([\da-f]+)$/i.exec(line);
	if (bsd !== null) {
		return [bsd[2]!, bsd[1]!];
	}
	const [, escaped = '', digest = '', name = ''] = /^(\\?)([\da-f]+) [ *](.+)$/i.exec(line) ?? [];
	return [digest, escaped === '' ? name : name.replaceAll(/\\([\\nr])/g, (_, letter: string) => ({n: '\n', r: '\r'})[letter] ?? '\\')];
}

/** The path of the transfer; undefined for what leads out of it. */
function resolvePath(name: string): string | undefined {
	if (name === '' || name.startsWith('/')) {
		return undefined;
	}
	const parts = ['objects'];
	for (const segment of name.split('/')) {
		if (segment === '..') {
			if (parts.pop() === undefined) {
				return undefined;
			}
		} else if (segment !== '.' && segment !== '') {
			parts.push(segment);
		}
	}
	return parts.join('/');
}
