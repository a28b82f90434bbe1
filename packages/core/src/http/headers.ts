import {ConfigurationError} from '../errors/configuration-error.ts';

/** Joins layers of headers; later ones win. Checked here, because the runtime's own error would quote the value. */
export function joinHeaders(...layers: readonly (Readonly<Record<string, string>> | undefined)[]): Headers {
	const headers = new Headers();
	for (const [name, value] of layers.flatMap(layer => Object.entries(layer ?? {}))) {
		if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || !/^[\t\u0020-\u007E\u0080-\u00FF]*$/.test(value)) {
			throw new ConfigurationError(`The header ${JSON.stringify(name)} holds a character that cannot be sent, such as a line break.`);
		}

		headers.set(name, value);
	}

	return headers;
}
