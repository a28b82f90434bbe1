import {swordSummary} from './sword-error.ts';

/** The longest plain text that is taken for a message. */
const longestMessage = 400;

/**
 * What the server says is wrong, in its own words: the forms of reference 1.9, in that order. `undefined` for pages of HTML and for silence.
 */
export function serverMessage(body: string): string | undefined {
	const text = body.trim();
	const json = parse(text);
	if (json) {
		return unescapeHtml(messageOf(json.data));
	}
	const summary = swordSummary(text);
	if (summary !== undefined) {
		return unescapeHtml(summary);
	}
	const isPlain = text !== '' && text.length <= longestMessage && !/^[[{<]/.test(text) && !/<\/?[a-z]/i.test(text);
	return isPlain ? unescapeHtml(text) : undefined;
}

function parse(text: string): {readonly data: unknown} | undefined {
	try {
		return {data: JSON.parse(text)};
	} catch {
		return undefined;
	}
}

function messageOf(data: unknown): string | undefined {
	if (typeof data === 'string') {
		return data;
	}
	if (typeof data !== 'object' || data === null) {
		return undefined;
	}
	const fields = new Map<string, unknown>(Object.entries(data));
	const known = ['message', 'error', 'error_message', 'reason'].map(name => fields.get(name));
	return known.filter(value => typeof value === 'string').find(value => value !== '') ?? fieldMessages(fields);
}

/** `{"space": {"staging_path": ["This field is required."]}}`, and the same without the outer key. */
function fieldMessages(fields: ReadonlyMap<string, unknown>): string | undefined {
	const found = [...fields].flatMap(([name, value]): string[] => {
		if (Array.isArray(value)) {
			return value.filter(item => typeof item === 'string').map(item => (name === '__all__' ? item : `${name}: ${item}`));
		}
		const inner = typeof value === 'object' && value !== null ? fieldMessages(new Map(Object.entries(value))) : undefined;
		return inner === undefined ? [] : [inner];
	});
	return found.length > 0 ? found.join(' ') : undefined;
}

/** Storage Service messages are escaped for HTML although they travel in JSON (reference 1.8). */
function unescapeHtml(text: string | undefined): string | undefined {
	return text
		?.replaceAll('&gt;', '>')
		.replaceAll('&lt;', '<')
		.replaceAll('&quot;', '"')
		.replaceAll(/&#(?:39|x27);/g, "'")
		.replaceAll('&amp;', '&');
}
