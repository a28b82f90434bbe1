import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {describe, expect, it} from 'vitest';
import {parseXml} from './parse.ts';
import {writeXml} from './write.ts';

const folder = fileURLToPath(new URL('../../../../../shared/data/', import.meta.url));
const broken = /truncated/;
const documents = existsSync(folder)
	? readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter(name => /\.(?:xml|xsd|xip|opex)$/.test(name))
	: [];

describe.skipIf(documents.length === 0)(
	`the collection of sample documents beside the repository${documents.length === 0 ? ' (absent, skipped)' : ''}`,
	() => {
		it('is read, and comes back the same, but for what was cut off', () => {
			const refused = documents.filter(name => {
				try {
					const tree = parseXml(readFileSync(folder + name));
					expect(parseXml(writeXml(tree)), name).toEqual(tree);
					return false;
				} catch (error) {
					if (error instanceof Error && error.name === 'DecodeError') {
						return true;
					}
					throw error;
				}
			});
			expect(refused.filter(name => !broken.test(name))).toEqual([]);
			expect(refused.length).toBe(documents.filter(name => broken.test(name)).length);
		});
	},
);
