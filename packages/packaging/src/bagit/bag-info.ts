import {ConfigurationError} from '@fonds/core';
import type {Finding} from '../findings/finding.ts';
import type {BagInfoElement} from './bag.ts';
import {linesOf} from './tag-text.ts';

/**
 * Reads `bag-info.txt` (RFC 8493, 2.2.2). Lines that begin with white space go on with the value before. Older bags have white space on either side of
 * the colon, or none.
 */
export function readBagInfo(text: string, path: string, version: string, tell: (finding: Finding) => void): readonly BagInfoElement[] {
	const elements: (readonly [label: string, lines: string[]])[] = [];
	for (const [index, line] of linesOf(text).entries()) {
		const last = elements.at(-1);
		const colon = line.indexOf(':');
		const at = {path, row: index + 1};
		if (/^[ \t]/.test(line) && last !== undefined) {
			last[1].push(line.trim());
		} else if (colon > 0 && /^\S/.test(line)) {
			elements.push([line.slice(0, colon).trimEnd(), [line.slice(colon + 1).trim()]]);
			if (version === '1.0' && isSeparatedOtherwise(line, colon)) {
				const message = `Line ${index + 1} of ${path} needs the colon right after the label, and white space after it.`;
				tell({code: 'bag-info-separator', severity: 'warning', ...at, message});
			}
		} else if (line.trim() !== '') {
			const message = `Line ${index + 1} of ${path} is no label with a colon and a value.`;
			tell({code: 'bag-info-malformed', severity: 'error', ...at, message});
		}
	}
	return elements.map(([label, lines]) => [label, lines.filter(line => line !== '').join(' ')]);
}

function isSeparatedOtherwise(line: string, colon: number): boolean {
	return /\s/.test(line.charAt(colon - 1)) || !/^(?:[ \t]|$)/.test(line.slice(colon + 1));
}

/**
 * Writes `bag-info.txt`. Line breaks in a value become a line that goes on.
 *
 * @throws ConfigurationError for a label that cannot be one, and for a text that UTF-8 cannot hold.
 */
export function writeBagInfo(elements: readonly BagInfoElement[]): string {
	return elements
		.map(([label, value]) => {
			if (!/^[^\s:](?:[^:\r\n]*[^\s:])?$/.test(label)) {
				throw new ConfigurationError(
					`${JSON.stringify(label)} cannot be a label of bag-info.txt: no colon, no line break, no white space around it.`,
				);
			}
			if (/\p{Surrogate}/u.test(label + value)) {
				throw new ConfigurationError(`"${label}" of bag-info.txt cannot be written in UTF-8: it has half of a character.`);
			}
			return `${label}: ${value
				.split(/\r\n|\n|\r/)
				.map(line => line.trim())
				.join('\n  ')}\n`;
		})
		.join('');
}
