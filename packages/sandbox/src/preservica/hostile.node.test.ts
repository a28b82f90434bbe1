import {expect, it} from 'vitest';
import {attributeOf, find, findAll, origin} from '../fixtures/open-sandbox.ts';
import {changes} from './fixtures/changes.ts';
import {openArchive} from './fixtures/open-archive.ts';
import {preservicaOperations} from './operations.ts';

// What no client sends on purpose: it is refused, and the sandbox goes on.

const nested = (open: string, close: string, levels: number): string => open.repeat(levels) + close.repeat(levels);
const laughs = Array.from({length: 9}, (_each, level) => `<!ENTITY e${level + 1} "${`&e${level};`.repeat(10)}">`).join('');

const bodies: Readonly<Record<string, BodyInit>> = {
	nothing: '',
	'malformed XML': '<a><b></a>',
	'an external entity': '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
	'a billion laughs': `<!DOCTYPE a [<!ENTITY e0 "ha">${laughs}]><a>&e9;</a>`,
	'XML without an end': nested('<a>', '</a>', 20_000),
	'XML of nobody': '<StructuralObject xmlns="urn:nobody"><Title>a</Title></StructuralObject>',
	'JSON without an end': nested('[', ']', 20_000),
	'an object without an end': `{"id":{"name":"a","x":${nested('[', ']', 20_000)}},"name":"a","title":"a","fields":[{"x":${nested('[', ']', 20_000)}}]}`,
	'JSON of other types': '{"id":1,"name":2,"title":[],"fields":{},"url":{},"secret":1,"password":{},"newPassword":[],"profileId":{}}',
	'JSON about objects':
		'{"__proto__":{"a":1},"id":{"name":"__proto__"},"name":"__proto__","title":"__proto__","fields":[{"name":"constructor"}]}',
	'half a character': '{"id":{"name":"\\ud800"},"name":"\\ud800","title":"\\ud800","fields":[{"name":"\\ud800","id":"\\ud800"}]}',
	'bytes that are no UTF-8': new Uint8Array([0xff, 0xfe, 0xc3, 0x28, 0]),
};

const queries: readonly string[] = [
	'start=-1&max=-5',
	'start=1e400&max=NaN&q=%7B%7D&metadata=',
	'q=%ZZ&start=0&max=%ff&metadata=%c3%28&id=%00&size=../..&value=%ED%A0%80',
	'name=%0d%0aSet-Cookie:a&filename=..%2f..%2fpasswd&type=Access%0d%0a&token=%0d%0a',
	'date=now&from=x&to=y&endDate=z&uploads&uploadId=%zz&partNumber=-1',
	'ids=,,__proto__&monitor=__proto__&workflowInstanceIds=__proto__,1e99&verb=GetRecord&identifier=constructor&metadataPrefix=__proto__',
	`id=${encodeURIComponent(`sdb:IO|${'../'.repeat(20)}`)}`,
];

const segments: readonly string[] = ['%zz', '%00', '..%2f..%2f', '%c3%28', '__proto__', '%0d%0aX-Header:1', '%ED%A0%80', 'a'.repeat(5000)];

it.each(preservicaOperations)('$id takes no harm from what it is sent', async ({id, method: methods, path}) => {
	const {send} = await openArchive({version: '9.1.0'});
	const filled = (segment: string): string =>
		path
			.replace('{kind}', 'information-objects')
			.replace('{segment}', 'tools')
			.replaceAll(/\{\w+\}/gu, () => segment);
	const failures: unknown[] = [];
	for (const method of methods.split(', ')) {
		const withBody = method !== 'GET' && method !== 'HEAD';
		const attempts = [
			...queries.map(query => ({address: `${filled('1').split('?', 1)[0]}?${query}`, body: withBody ? 'a' : undefined, what: query})),
			...segments.map(segment => ({address: filled(segment), body: withBody ? '<a/>' : undefined, what: segment})),
			...(withBody ? Object.entries(bodies).map(([what, body]) => ({address: filled('1'), body, what})) : []),
		];
		for (const {address, body, what} of id === 'TOK-05' ? [] : attempts) {
			const {status} = await send(method, address, body === undefined ? {} : {body});
			if (status >= 500 && status !== 501) failures.push([method, what, status]);
		}
	}
	expect(failures).toEqual([]);
	expect((await send('GET', '/api/entity/root/children')).status).toBe(200);
});

const home = 'http://preservica.com/';
/** Requests with a document of Preservica's; two of them look for what they are about first, and read it as their neighbours do. */
const documents = changes
	.filter(([id]) => id !== 'RET-04' && id !== 'ADM-10')
	.flatMap(([id, , method, path, body]) => (body?.includes(home) ? [{id, method, path, body}] : []));

it.each(documents)('$id takes no document whose namespace is another one, or none', async ({method, path, body}) => {
	const {send} = await openArchive({version: '9.1.0'});
	const root = body.replace(/^<(\w+) (xmlns="[^"]+")/u, '<x:$1 xmlns:x="urn:other" $2').replace(/<\/(\w+)>$/u, '</x:$1>');
	for (const other of [body.replaceAll(home, 'http://example.com/'), body.replaceAll(/ xmlns="http:\/\/preservica[^"]*"/gu, ''), root])
		expect((await send(method, path, {body: other})).status, other).toBe(400);
});

const types = [
	...['application/json', 'application/x-www-form-urlencoded;charset=UTF-8', 'multipart/form-data; boundary=a'].map(type => ({
		type,
		begins: '<',
	})),
	...['application/xml;charset=UTF-8', 'text/xml', 'application/x-www-form-urlencoded'].map(type => ({type, begins: '{'})),
];
const typed = changes.filter(([id]) => !/^(?:UPL|PAR|AUT-05|MDG-0[49]$|RET-04|ADM-10)/u.test(id));

it.each(types)('refuses $type where the document begins with $begins', async ({type, begins}) => {
	const {send} = await openArchive({version: '9.1.0'});
	for (const [id, , method, path, body] of typed.filter(row => row[4]?.startsWith(begins) === true))
		expect([id, (await send(method, path, {...(body !== undefined && {body}), headers: {'content-type': type}})).status]).toEqual([
			id,
			415,
		]);
});

it.each([
	'/api/accesstoken/login',
	'/api/content/search',
	'/api/entity/structural-objects',
	'/Registry/par/tools',
	'/OAI-PMH/',
	'/api/metadata/forms/',
])('reads no more than 64 MiB of what is sent to %s', async path => {
	const {sandbox, token} = await openArchive();
	let sent = 0;
	const body = new ReadableStream<Uint8Array>({
		pull(controller) {
			if (++sent > 100) controller.close();
			else controller.enqueue(new Uint8Array(1024 * 1024));
		},
	});
	const headers = {'preservica-access-token': token};
	const init: RequestInit & {readonly duplex: 'half'} = {method: 'POST', body, duplex: 'half', headers};
	expect((await sandbox.fetch(new Request(new URL(path, origin), init))).status).toBe(413);
	expect(sent).toBeLessThan(70);
});

it('keeps parameters that were repeated in the links to other pages', async () => {
	const {xml} = await openArchive();
	const typesOf = (url: string): string[] => new URL(url).searchParams.getAll('types');
	const first = await xml('/api/entity/events?types=Ingest&types=Modified&max=1');
	expect(typesOf(find(first, 'Next'))).toEqual(['Ingest', 'Modified']);
	const second = await xml(find(first, 'Next'));
	expect(typesOf(find(second, 'Previous'))).toEqual(['Ingest', 'Modified']);
	expect(findAll(first, 'Event').map(event => attributeOf(event, 'type'))).toHaveLength(1);
});
