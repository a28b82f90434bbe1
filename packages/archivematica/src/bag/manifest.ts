import {finding} from './bag-report.ts';
import type {BagFinding} from './bag-report.ts';

/** A line of a manifest. */
export interface ManifestEntry {
	/** As it is written. */
	readonly written: string;
	/** With the percent-encoding of line ends and percent signs undone (RFC 8493, 2.1.3). */
	readonly path: string;
	readonly digest: string;
}

/** Reads a manifest. `md5sum` style lines and `./` occur in older bags; what is wrong goes to the findings. */
export function parseManifest(name: string, text: string, findings: BagFinding[]): readonly ManifestEntry[] {
	const entries = new Map<string, ManifestEntry>();
	for (const line of text.split(/\r\n|\r|\n/)) {
		if (line.trim() === '') {
			continue;
		}
		const [, digest = '', written = ''] = /^\s*([\da-f]+)\s+\*?(?:\.\/)?(.+)$/i.exec(line) ?? [];
		if (digest === '') {
			findings.push(finding('error', 'malformed-line', name, `${name} has a line that is none: '${line.slice(0, 200)}'.`));
			continue;
		}
		const path = written.replaceAll(/%(0D|0A|25)/gi, escape => decodeURIComponent(escape));
		if (isUnsafe(path)) {
			findings.push(finding('error', 'unsafe-path', written, `${name} names a file outside of the bag: '${written.slice(0, 200)}'.`));
			continue;
		}
		const known = entries.get(path);
		if (known !== undefined) {
			const isSame = known.digest === digest.toLowerCase();
			findings.push(
				finding(
					isSame ? 'warning' : 'error',
					'duplicate-entry',
					path,
					`${name} names ${path} twice${isSame ? '' : ', with different digests'}.`,
				),
			);
			continue;
		}
		entries.set(path, {written, path, digest: digest.toLowerCase()});
	}
	return [...entries.values()];
}

function isUnsafe(path: string): boolean {
	return /^(?:[/\\~]|[a-z]:)/i.test(path) || path.split(/[/\\]/).includes('..');
}
