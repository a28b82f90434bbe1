import type {Finding} from '../findings/finding.ts';
import type {BagAlgorithm, FetchItem, Manifest, ManifestEntry} from './bag.ts';
import {decodeBagPath, encodeBagPath, unsafePath} from './paths.ts';
import {linesOf} from './tag-text.ts';

type Tell = (finding: Finding) => void;

/** Digits of a digest in hexadecimal. */
export const digestLength: Readonly<Record<BagAlgorithm, number>> = {md5: 32, sha1: 40, sha224: 56, sha256: 64, sha384: 96, sha512: 128};

/** What a manifest is for. */
export interface ManifestFile {
	readonly file: string;
	readonly algorithm: BagAlgorithm;
	readonly isPayload: boolean;
	readonly isModern: boolean;
}

/**
 * Reads a manifest (RFC 8493, 2.1.3 and 2.2.1): on each line a digest, white space and a path. What tools such as `md5sum` write is taken and told: an
 * asterisk before the path, `./`, upper case.
 */
export function readManifest(text: string, {file, algorithm, isPayload, isModern}: ManifestFile, tell: Tell): Manifest {
	const entries: ManifestEntry[] = [];
	for (const [index, line] of linesOf(text).entries()) {
		const at = {path: file, row: index + 1};
		const match = /^([\da-f]+)[ \t]+(\*?)((?:\.\/)*)(.*)$/is.exec(line);
		if (match === null) {
			if (line.trim() !== '') {
				tell({
					code: 'manifest-malformed',
					severity: 'error',
					...at,
					message: `Line ${index + 1} of ${file} is not a digest, white space and a path.`,
				});
			}
			continue;
		}
		const [, digest = '', asterisk = '', dots = '', written = ''] = match;
		if (asterisk !== '' || dots !== '') {
			const message = `Line ${index + 1} of ${file} has "${asterisk}${dots}" before the path, as tools such as md5sum write it.`;
			tell({code: 'manifest-prefix', severity: 'warning', ...at, message});
		}
		const path = decodeBagPath(written, isModern);
		const problem = unsafePath(path, isPayload);
		if (problem !== undefined) {
			tell({code: 'unsafe-path', severity: 'error', ...at, message: `The path ${JSON.stringify(path)} in ${file} ${problem}.`});
			continue;
		}
		if (digest.length !== digestLength[algorithm]) {
			const message = `The digest of "${path}" in ${file} has ${digest.length} digits; ${algorithm} has ${digestLength[algorithm]}.`;
			tell({code: 'manifest-malformed', severity: 'error', ...at, message});
		}
		entries.push({digest: digest.toLowerCase(), path, written});
	}
	return {file, algorithm, entries};
}

/** A line of a manifest. */
export function manifestLine(digest: string, path: string): string {
	return `${digest.toLowerCase()}  ${encodeBagPath(path)}\n`;
}

/** Reads `fetch.txt` (RFC 8493, 2.2.3): address, length or a hyphen, path. */
export function readFetchList(text: string, isModern: boolean, tell: Tell): readonly FetchItem[] {
	const items: FetchItem[] = [];
	for (const [index, line] of linesOf(text).entries()) {
		const at = {path: 'fetch.txt', row: index + 1};
		const [, url = '', length = '', written = ''] = /^(\S+)[ \t]+(\d+|-)[ \t]+(.*)$/s.exec(line) ?? [];
		if (url === '') {
			if (line.trim() !== '') {
				tell({
					code: 'fetch-malformed',
					severity: 'error',
					...at,
					message: `Line ${index + 1} of fetch.txt is not an address, a length and a path.`,
				});
			}
			continue;
		}
		const path = decodeBagPath(written.replace(/^(?:\.\/)+/, ''), isModern);
		const problem = unsafePath(path, true);
		if (problem !== undefined || !URL.canParse(url)) {
			const message =
				problem === undefined
					? `${JSON.stringify(url)} in fetch.txt is no address.`
					: `The path ${JSON.stringify(path)} in fetch.txt ${problem}.`;
			tell({code: problem === undefined ? 'fetch-malformed' : 'unsafe-path', severity: 'error', ...at, message});
			continue;
		}
		items.push({url, size: length === '-' ? undefined : Number(length), path});
	}
	return items;
}
