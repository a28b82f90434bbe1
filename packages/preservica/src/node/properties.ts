import {ConfigurationError} from '@fonds/core';

/** The sections of an INI file by name, their keys in lower case. */
export type Sections = ReadonlyMap<string, ReadonlyMap<string, string>>;

interface Value {
	readonly lines: string[];
}

/**
 * Reads INI as Python's `ConfigParser` does without interpolation, which is how pyPreservica reads `credentials.properties`: `=` or `:` after
 * a key, whichever comes first; lines that start with `#` or `;` are comments; lines indented deeper than their key go on with its value;
 * keys do not care about case, section names do; what `[DEFAULT]` holds is in every section.
 *
 * @throws ConfigurationError with the number of the line, never its text, where Python would refuse the file too.
 */
export function parseProperties(text: string, file: string): Sections {
	const sections = new Map<string, Map<string, Value>>();
	let section: Map<string, Value> | undefined;
	let value: Value | undefined;
	let indent = 0;
	const refuse = (number: number, problem: string): never => {
		throw new ConfigurationError(`Line ${number} of ${file} ${problem}.`);
	};

	for (const [index, line] of text
		.replace(/^\ufeff/, '')
		.split(/\r\n|\r|\n/)
		.entries()) {
		const number = index + 1;
		const trimmed = line.trim();
		if (/^[#;]/.test(trimmed)) {
			continue;
		}
		if (trimmed === '') {
			value?.lines.push(''); // Empty lines may be part of a value; those at its end are taken away below.
			continue;
		}

		const depth = line.length - line.trimStart().length;
		if (value !== undefined && depth > indent) {
			value.lines.push(trimmed);
			continue;
		}

		indent = depth;
		value = undefined;
		const header = /^\[(.+)\]/.exec(trimmed)?.[1];
		if (header !== undefined) {
			if (sections.has(header) && header !== 'DEFAULT') {
				refuse(number, 'opens a section for the second time');
			}
			section = sections.get(header) ?? new Map();
			sections.set(header, section);
			continue;
		}
		if (section === undefined) {
			return refuse(number, 'stands before the first section. The file begins with [credentials]');
		}

		const [, key = '', start = ''] = /^(.*?)\s*[=:]\s*(.*)$/.exec(trimmed) ?? [];
		const name = key.toLowerCase();
		if (name === '') {
			return refuse(number, 'is neither a section nor a key with a value');
		}
		if (section.has(name)) {
			return refuse(number, 'gives a key for the second time');
		}
		value = {lines: [start]};
		section.set(name, value);
	}

	const defaults = valuesOf(sections.get('DEFAULT') ?? new Map());
	return new Map([...sections].map(([name, keys]) => [name, new Map([...defaults, ...valuesOf(keys)])]));
}

function valuesOf(section: ReadonlyMap<string, Value>): [string, string][] {
	return [...section].map(([key, {lines}]) => [key, lines.join('\n').trimEnd()]);
}
