import {ConfigurationError, HttpError, NotFoundError, PermissionError} from '@fonds/core';
import {expect, it} from 'vitest';
import {connect as connectTo} from '../fixtures/connect.ts';
import {Entities} from './entities.ts';

const place = '/api/entity/information-objects/a1/representations';
const second = {asset: 'a1', type: 'Access', index: 2};

function connect(routes: Parameters<typeof connectTo>[0] = {[`PUT ${place}/Access_2/name`]: ''}) {
	const {session, ...rest} = connectTo(routes);
	return {entities: new Entities(session), ...rest};
}

it.each([
	['the first of a type by the type alone', {asset: 'a1', type: 'Access', index: 1}, 'Access'],
	['a later one by type and index', second, 'Access_2'],
	['one of a type that nobody listed', {asset: 'a1', type: 'Lese fassung', index: 12}, 'Lese%20fassung_12'],
])('addresses %s', async (_, representation, specifier) => {
	const {entities, requests} = connect({[`PUT ${place}/${specifier}/name`]: ''});
	await expect(entities.renameRepresentation(representation, 'For reading')).resolves.toBeUndefined();
	const [request] = requests;
	expect(request?.method).toBe('PUT');
	expect(new URL(request?.url ?? '').pathname).toBe(`${place}/${specifier}/name`);
	expect(await request?.text()).toBe('');
	expect(requests).toHaveLength(1);
});

it.each(['For reading', ' Größe & <Rand> ', 'a+b=c#1?', '\u{1f4dc} \u05d0'])('sends the name %j as it is', async name => {
	const {entities, requests} = connect();
	await entities.renameRepresentation(second, name);
	expect([...new URL(requests[0]?.url ?? '').searchParams]).toEqual([['name', name]]);
});

it.each([200, 202, 204])('takes %s for success, whatever is in it', async status => {
	const {entities} = connect({[`PUT ${place}/Access_2/name`]: {status, body: status === 204 ? null : 'Done'}});
	await expect(entities.renameRepresentation(second, 'For reading')).resolves.toBeUndefined();
});

it.each([
	['an empty name', second, ' '],
	['a name with a line end', second, 'a\nb'],
	['half of a character', second, 'a\ud83d'],
	['an index below 1', {...second, index: 0}, 'x'],
	['an index that is no number', {...second, index: Number.NaN}, 'x'],
	['no type', {...second, type: ''}, 'x'],
	['no asset', {...second, asset: ''}, 'x'],
])('refuses %s before anything is sent', async (_, representation, name) => {
	const {entities, requests} = connect();
	await expect(entities.renameRepresentation(representation, name)).rejects.toBeInstanceOf(ConfigurationError);
	expect(requests).toHaveLength(0);
});

it.each([
	[403, PermissionError, 'no right to change the representations Access_2 name of the asset with the reference a1'],
	[404, NotFoundError, 'There is no asset with the reference a1'],
	[422, HttpError, '422'],
])('fails on %s', async (status, kind, message) => {
	const {entities} = connect({[`PUT ${place}/Access_2/name`]: {status, body: 'no'}});
	const failure = await entities.renameRepresentation(second, 'x').catch((error: unknown) => error);
	expect(failure).toBeInstanceOf(kind);
	expect(String(failure)).toContain(message);
});

it('stops at an abort', async () => {
	const {entities, requests} = connect();
	await expect(entities.renameRepresentation(second, 'x', {signal: AbortSignal.abort('enough')})).rejects.toBe('enough');
	expect(requests).toHaveLength(0);
});
