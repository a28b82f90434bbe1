import {ConfigurationError, type HttpEvent, Secret} from '@fonds/core';
import {expect, it} from 'vitest';
import {
	badGateway,
	connect,
	dashboardKey,
	dashboardUrl,
	json,
	list,
	storageKey,
	storagePackage,
	storageUrl,
	text,
} from './fixtures/servers.ts';
import {Archivematica} from './index.ts';

const server = {url: dashboardUrl, username: 'archivist', apiKey: dashboardKey};

it('asks nothing before it is asked', () => {
	const {fetch} = connect({});
	expect(fetch.requests).toHaveLength(0);
});

it('sends each key to its own server only', async () => {
	const {archivematica, fetch} = connect({'GET /api/transfer/completed': json({results: []}), 'GET /api/v2/location/': list([])});
	await archivematica.dashboard.completedTransfers();
	await archivematica.storage.locations().toArray();
	expect(fetch.requests.map(({url, headers}) => [new URL(url).origin, headers.get('authorization')])).toEqual([
		[dashboardUrl, `ApiKey archivist:${dashboardKey}`],
		[storageUrl, `ApiKey keeper:${storageKey}`],
	]);
});

it.each([
	{...server, url: 'ftp://x'},
	{...server, url: 'not an address'},
	{...server, url: 'http://archivist:key@dashboard.example.org'},
	{...server, username: 'a:b'},
	{...server, apiKey: ''},
])('refuses what cannot be used: %j', dashboard => {
	expect(() => new Archivematica({dashboard, storage: server})).toThrow(ConfigurationError);
});

it('shows no key in anything it prints', () => {
	const archivematica = new Archivematica({dashboard: {...server, apiKey: new Secret(dashboardKey)}, storage: server});
	expect(JSON.stringify(archivematica)).not.toContain(dashboardKey);
	expect(tell(archivematica)).not.toContain(dashboardKey);
});

it('has no key in any URL, error or event, whatever goes wrong', async () => {
	const events: HttpEvent[] = [];
	const {archivematica, fetch} = connect(
		{
			'GET /api/transfer/unapproved': json({message: `API key ${dashboardKey} not valid.`, error: true}, 403),
			'GET /api/transfer/completed': echo(500),
			'GET /api/ingest/completed': echo(200),
			'GET /api/ingest/waiting': () => {
				throw new TypeError(`request to http://x/?api_key=${dashboardKey} with ApiKey archivist:${dashboardKey} failed`);
			},
			'POST /api/v2beta/package': echo(502),
			'POST /api/transfer/approve': text('', 302, {location: `http://evil.example.org/?api_key=${dashboardKey}`}),
			'GET /api/v2/location/': echo(400),
			'GET /api/v2/file/': list([storagePackage()], `https://evil.example.org/api/v2/file/?username=keeper&api_key=${storageKey}`),
			'GET /api/v2/file/x/': badGateway,
		},
		{onEvent: event => events.push(event)},
	);
	const {dashboard, storage} = archivematica;
	const outcomes = await Promise.allSettled([
		dashboard.unapproved(),
		dashboard.completedTransfers(),
		dashboard.completedIngests(),
		dashboard.waiting(),
		dashboard.createPackage({name: 'a', source: {location: 'l', path: 'p'}}),
		dashboard.approve({directory: 'x'}),
		storage.locations().toArray(),
		storage.packages().toArray(),
		storage.package('x'),
	]);
	expect(outcomes.map(({status}) => status)).toEqual(outcomes.map(() => 'rejected'));
	const errors = outcomes.map(outcome => (outcome.status === 'rejected' ? outcome.reason : undefined));
	const told = [...errors, ...events].map(tell).join('\n');
	expect(told).toContain('[redacted]');
	expect(told).not.toContain(dashboardKey);
	expect(told).not.toContain(storageKey);
	expect(fetch.requests.map(({url}) => url).join()).not.toMatch(/_key|c0ffee|archivist|keeper/);
	expect(events.length).toBeGreaterThan(15);
});

/** A server that repeats what it was sent. */
const echo = (status: number) => (request: Request) => {
	const sent = request.headers.get('authorization') ?? '';
	return text(`You sent ${sent} or ?api_key=${sent.split(':')[1]}`, status);
};

/** Everything an error or event holds, causes, stack traces and hidden properties too. */
function tell(value: unknown): string {
	if (typeof value !== 'object' || value === null) {
		return String(value);
	}
	return Reflect.ownKeys(value)
		.map(key => `${String(key)}: ${tell(Reflect.get(value, key))}`)
		.join('\n');
}
