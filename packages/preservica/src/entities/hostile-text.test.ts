import {ConfigurationError} from '@fonds/core';
import {child, namespace, parseXml, text} from '@fonds/core/xml';
import {describe, expect, it} from 'vitest';
import {answer, connect, io, so, version} from './fixtures/answers.ts';

const xip = namespace('http://preservica.com/XIP');
const parent = 'f0';

/** A server that answers with what it was sent, as it would be read later. */
const echo = () => {
	const within = (name: string) => async (request: Request) => answer(name, (await request.text()).replace(/^<\?xml.*?\?>\s*/, ''));
	return connect({
		...version,
		[`POST ${so}`]: within('EntityResponse'),
		[`POST ${io}/a1/identifiers`]: within('IdentifiersResponse'),
		[`POST ${io}/a1/metadata`]: '',
		'POST /api/entity/actions/merges': {status: 202, body: 't1'},
	});
};

describe.each([
	['markup', '<script>alert("1")</script> & <!-- -- --> ]]> <![CDATA[x]]> &amp; &#65; %41 \' "'],
	['line ends and tabs', 'a\r\nb\rc\nd\te'],
	['signs beyond the basic plane', '\u{1f4dc}\u{10ffff} \u{20000}'],
	['signs that turn the direction', '\u202egpj.exe\u202c \u05d0\u05d1 \u0627'],
	['forms that look the same', '\u00e9 e\u0301 \u212b \u00a0|\u2028|\ufeff|\u0085'],
])('%s', (_, value) => {
	it('comes back from a folder as it was', async () => {
		const {entities} = echo();
		const made = await entities.createFolder({ref: 'f1', title: value, description: value, customType: `x${value}x`, parent});
		expect(made).toMatchObject({title: value, description: value, customType: `x${value}x`, parent});
	});

	it('comes back from an identifier as it was', async () => {
		const {entities} = echo();
		const identifier = {type: `x${value}x`, value: `x${value}x`};
		expect(await entities.addIdentifier({type: 'asset', ref: 'a1'}, identifier)).toMatchObject(identifier);
	});

	it('is sent in metadata and merges as it is', async () => {
		const {entities, requests} = echo();
		const written = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');
		await entities.addMetadata({type: 'asset', ref: 'a1'}, `<d xmlns="urn:d"><t>${written}</t></d>`);
		const container = parseXml((await requests.at(-1)?.text()) ?? '');
		const d = namespace('urn:d');
		expect(text(child(child(container, xip('Content')), d('d')), d('t'))).toBe(value);

		await entities.merge({assets: ['a1', 'a2'], title: value, description: value});
		const action = parseXml((await requests.at(-1)?.text()) ?? '');
		const api = namespace('http://preservica.com/EntityAPI');
		expect([text(action, api('Title')), text(action, api('Description'))]).toEqual([value, value]);
	});
});

it.each(['\0', 'a\u0008b', '\u001f', '\ufffe', '\ud800', '\udc00x'])(
	'%j, which XML cannot hold, is refused before it is sent',
	async value => {
		const {entities, asked} = echo();
		const asset = {type: 'asset', ref: 'a1'} as const;
		const works = [
			entities.createFolder({title: `a${value}`, parent}),
			entities.addIdentifier(asset, {type: 'code', value: `a${value}`}),
			entities.merge({assets: ['a1', 'a2'], title: `a${value}`}),
			entities.addMetadata(asset, `<d xmlns="urn:d">${value}</d>`),
		];
		for (const outcome of await Promise.allSettled(works)) {
			expect(outcome).toMatchObject({status: 'rejected', reason: expect.any(ConfigurationError)});
		}
		expect(asked().filter(line => line.startsWith('POST'))).toEqual([]);
	},
);
