import type {Finding} from '../findings/finding.ts';
import {linesOf} from './tag-text.ts';

/** What `bagit.txt` says. */
export interface BagDeclaration {
	readonly version: string;
	readonly encoding: string;
}

const known: ReadonlySet<string> = new Set(['0.93', '0.94', '0.95', '0.96', '0.97', '1.0']);

/** Reads `bagit.txt` (RFC 8493, 2.1.1): exactly two lines, in UTF-8, without a byte order mark. */
export function readDeclaration(bytes: Uint8Array, tell: (finding: Finding) => void): BagDeclaration {
	const malformed = (message: string): void => tell({code: 'bagit-malformed', severity: 'error', path: 'bagit.txt', message});
	if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
		malformed('bagit.txt begins with a byte order mark. Remove it.');
	}
	const [first = '', second = '', ...rest] = linesOf(new TextDecoder().decode(bytes));
	const version = /^BagIt-Version:[ \t]*(\d+\.\d+)[ \t]*$/.exec(first)?.[1];
	const encoding = /^Tag-File-Character-Encoding:[ \t]*(\S+)[ \t]*$/.exec(second)?.[1];
	if (version === undefined) {
		malformed(`The first line of bagit.txt has to be "BagIt-Version: M.N", and is ${JSON.stringify(first.slice(0, 80))}.`);
	} else if (!known.has(version)) {
		const message = `BagIt ${version} is not known here; it is read as if it were 1.0.`;
		tell({code: 'version-unknown', severity: 'warning', path: 'bagit.txt', message});
	}
	if (encoding === undefined) {
		malformed('The second line of bagit.txt has to be "Tag-File-Character-Encoding: UTF-8".');
	}
	if (rest.some(line => line.trim() !== '')) {
		malformed('bagit.txt has more than two lines.');
	}
	if (version === '1.0' && encoding !== undefined && encoding.toUpperCase() !== 'UTF-8') {
		const message = `Tag files of BagIt 1.0 should be UTF-8, not ${encoding}.`;
		tell({code: 'encoding-other', severity: 'warning', path: 'bagit.txt', message});
	}
	return {version: version ?? '1.0', encoding: encoding ?? 'UTF-8'};
}
