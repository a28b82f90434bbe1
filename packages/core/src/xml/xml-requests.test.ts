import {describe, expect, it} from 'vitest';
import {createHttpClient} from '../http/http-client.ts';
import {path} from '../http/path.ts';
import {fakeFetch, type FakeRoutes} from '../testing/fake-fetch.ts';
import {element} from './element.ts';
import {content} from './query.ts';
import {sendXml} from './send-xml.ts';
import {decodeXml, getXml} from './xml-requests.ts';

const connect = (routes: FakeRoutes) => {
	const fetch = fakeFetch(routes);
	return {http: createHttpClient({baseUrl: 'https://archive.example/', fetch}), requests: fetch.requests};
};

const answer = (body: BodyInit | null, type = 'application/xml'): Response => new Response(body, {headers: {'content-type': type}});

it('getXml asks for XML and reads it', async () => {
	const {http, requests} = connect({'GET /api/a?b=1': '<a>Größe</a>'});
	expect(content(await getXml(http, path`api/a`, {query: {b: 1}}))).toBe('Größe');
	expect(requests[0]?.headers.get('accept')).toBe('application/xml');
});

it('sendXml sends XML, named as such, and reads the answer', async () => {
	const {http, requests} = connect({'PUT /api/a': '<a/>'});
	await sendXml(http, 'PUT', path`api/a`, element('u', 'Title', 'Größe & Maße'), {headers: {'if-match': '1'}});
	expect(requests[0]?.headers.get('content-type')).toBe('application/xml;charset=UTF-8');
	expect(requests[0]?.headers.get('if-match')).toBe('1');
	expect(await requests[0]?.text()).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<Title xmlns="u">Größe &amp; Maße</Title>');
});

it('sendXml sends nothing that XML cannot hold', async () => {
	const {http, requests} = connect({});
	await expect(sendXml(http, 'PUT', path`api/a`, element('', 'a', '\u0000'))).rejects.toThrow('<a> holds the character U+0000');
	expect(requests).toHaveLength(0);
});

it('an abort comes through untouched', async () => {
	const {http} = connect({'GET /api/a': '<a/>'});
	const reason = new Error('enough');
	await expect(getXml(http, path`api/a`, {signal: AbortSignal.abort(reason)})).rejects.toBe(reason);
});

describe('decodeXml', () => {
	const latin1 = Uint8Array.from('<?xml version="1.0" encoding="UTF-8"?><a>\xfc</a>', character => character.charCodeAt(0));

	it('takes the charset of the Content-Type before the declaration', async () => {
		expect(content(await decodeXml(answer(latin1, 'text/xml; charset="ISO-8859-1"')))).toBe('ü');
	});

	it('reads XHTML in an XML answer', async () => {
		expect((await decodeXml(answer('<html xmlns="http://www.w3.org/1999/xhtml"/>'))).name).toBe('html');
	});

	it.each([
		[
			'an HTML answer',
			answer('<!DOCTYPE html><html><head><title>Sign in</title></head></html>', 'text/html;charset=UTF-8'),
			'The answer is an HTML page where XML was expected ("Sign in"). A proxy or a sign-in page may have answered.',
		],
		[
			'HTML that says it is XML',
			answer('\n<!doctype HTML>\n<html>'),
			'The answer is an HTML page where XML was expected. A proxy or a sign-in page may have answered.',
		],
		[
			'HTML without a doctype',
			answer('<HTML><body/></HTML>'),
			'The answer is an HTML page where XML was expected. A proxy or a sign-in page may have answered.',
		],
		['an empty answer', answer(null), 'The answer is empty where XML was expected'],
		['text', answer('Bad gateway'), 'The answer is not XML that can be read: This is text, not an XML document (line 1, column 1)'],
		[
			'half a document',
			answer('<a>\n<b>'),
			'The answer is not XML that can be read: The document is cut off inside <b> (line 2, column 4)',
		],
		[
			'an unknown charset',
			answer('<a/>', 'text/xml;charset=x'),
			'The answer is not XML that can be read: The document is in the encoding "x", which is not known here (line 1, column 1)',
		],
	])('refuses %s', async (_, response, message) => {
		await expect(decodeXml(response)).rejects.toThrow(expect.objectContaining({name: 'DecodeError', message}));
	});

	it('names the address without its query', async () => {
		const response = answer('<a>');
		Object.defineProperty(response, 'url', {value: 'https://user:word@archive.example/api/a?token=secret#part'});
		await expect(decodeXml(response)).rejects.toThrow(/^The answer from https:\/\/archive\.example\/api\/a is not XML/);
	});
});
