import {ConfigurationError} from '@fonds/core';
import type {Finding} from '../findings/finding.ts';
import type {BagInfoElement} from './bag.ts';
import {linesOf} from './tag-text.ts';

/**
 * Reads `bag-info.txt` (RFC 8493, 2.2.2). Lines that begin with white space go on with the value before. Older bags have white space on either side of
 * the colon, or none.
 */
export function readBagInfo(text: string, path: string, version: string, tell: (finding: Finding) => void): readonly BagInfoElement[] {
	const elements: [string, string][] = [];
	for (const [index, line] of linesOf(text).entries()) {
		const last = elements.at(-1);
		const match = /^([^\s:][^:]*?)[ \t]*:[ \t]*(.*)$/.exec(line);
		if (/^[ \t]/.test(line) && last !== undefined) {
			last[1] = `${last[1]} ${line.trim()}`.trim();
		} else if (match !== null) {
			elements.push([match[1] ?? '', (match[2] ?? '').trimEnd()]);
			if (version === '1.0' && !/^[^\s:](?:[^:]*[^\s:])?:[ \t]/.test(line) && match[2] !== '') {
				const message = `Line ${index + 1} of ${path} needs the colon right after the label, and white space after it.`;
				tell({code: 'bag-info-separator', severity: 'warning', path, row: index + 1, message});
			}
		} else if (line.trim() !== '') {
			const message = `Line ${index + 1} of ${path} is no label with a colon and a value.`;
			tell({code: 'bag-info-malformed', severity: 'error', path, row: index + 1, message});
		}
	}
	return elements;
}

/** Writes `bag-info.txt`. Line breaks in a value become a line that goes on. @throws ConfigurationError for a label that cannot be one. */
export function writeBagInfo(elements: readonly BagInfoElement[]): string {
	return elements
		.map(([label, value]) => {
			if (!/^[^\s:](?:[^:\r\n]*[^\s:])?$/.test(label)) {
				throw new ConfigurationError(
					`${JSON.stringify(label)} cannot be a label of bag-info.txt: no colon, no line break, no white space around it.`,
				);
			}
			return `${label}: ${value
				.split(/\r\n|\n|\r/)
				.map(line => line.trim())
				.join('\n  ')}\n`;
		})
		.join('');
}
