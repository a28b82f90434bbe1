import {readText} from '@fonds/core/streams';

/** Bytes of an error answer that are looked through; a longer one is left out. */
const longest = 100_000;
const names: Readonly<Record<string, string>> = {'&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos'};

/** A `fetch` whose error answers do not repeat a secret, however it is spelled: errors quote what a server says. */
export function withoutSecret(fetch: typeof globalThis.fetch, secret: string): typeof globalThis.fetch {
	const spelled = new RegExp(Array.from(secret, spellings).join(''), 'giu');
	return async (input, init) => {
		const response = await fetch(input, init);
		if (response.status < 400 || response.body === null) {
			return response;
		}
		const {status, statusText, headers} = response;
		const text = await readText(response.body, {limit: longest}).catch(() => '');
		return new Response(text.replaceAll(spelled, '[redacted]'), {status, statusText, headers});
	};
}

/** A character as it is, and as JSON, XML and addresses write it. */
function spellings(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	const utf16 = Array.from({length: character.length}, (_, at) => `\\\\u${hex(character.charCodeAt(at), 4)}`).join('');
	const utf8 = Array.from(new TextEncoder().encode(character), byte => `%${hex(byte, 2)}`).join('');
	const name = names[character];
	const plain = `\\\\{0,2}\\u{${hex(code, 1)}}`;
	return `(?:${plain}|${utf16}|${utf8}|&#0*${code};|&#x0*${hex(code, 1)};${name === undefined ? '' : `|&${name};`}${character === ' ' ? '|\\+' : ''})`;
}

function hex(code: number, digits: number): string {
	return code.toString(16).padStart(digits, '0');
}
