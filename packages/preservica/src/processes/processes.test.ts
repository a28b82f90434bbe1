import {DecodeError, isSdkError, NotFoundError, PermissionError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {connect as connectTo} from '../fixtures/connect.ts';
import {Processes} from './processes.ts';

const list = '/api/process/ingest/configs';
const config = (id: string, active: unknown, more = {}) => ({apiId: id, name: `Process ${id}`, active, ...more});
const json = (value: unknown) => JSON.stringify(value);
const connect = (routes: Parameters<typeof connectTo>[0]) => {
	const {session, ...rest} = connectTo(routes);
	return {processes: new Processes(session), ...rest};
};

describe('ingest processes', () => {
	it('are listed, whatever else is said of them', async () => {
		const {processes, asked, requests} = connect({
			[`GET ${list}`]: json({
				configs: [
					config('p1', true, {description: 'OPEX', type: 'x', trigger: {type: 'SOURCE'}, other: {}}),
					config('p2', 'False', {trigger: null}),
				],
			}),
		});
		expect(await processes.ingest()).toStrictEqual([
			{id: 'p1', name: 'Process p1', description: 'OPEX', type: 'x', active: true, trigger: 'SOURCE'},
			{id: 'p2', name: 'Process p2', description: undefined, type: undefined, active: false, trigger: undefined},
		]);
		await processes.ingest({types: 'A'});
		await processes.ingest({types: ['A', 'B']});
		expect(asked()).toStrictEqual([`GET ${list}`, `GET ${list}?types=A`, `GET ${list}?types=A%2CB`]);
		expect(requests[0]?.headers.get('accept')).toBe('application/json');
	});

	it('may be none', async () => {
		expect(await connect({[`GET ${list}`]: json({configs: []})}).processes.ingest()).toStrictEqual([]);
	});

	it.each([
		['no list', '{}', DecodeError],
		['a process without an id', json({configs: [{name: 'x'}]}), DecodeError],
		['a refusal', {status: 403}, PermissionError],
		['an error', {status: 501, body: 'no'}, Error],
	])('are not none when the answer is %s', async (_, answer, error) => {
		await expect(connect({[`GET ${list}`]: answer}).processes.ingest()).rejects.toThrow(error);
	});

	it('end with an abort', async () => {
		const {processes} = connect({[`GET ${list}`]: () => new Promise<never>(() => {})});
		const controller = new AbortController();
		const wait = processes.ingest({signal: controller.signal});
		controller.abort(new Error('enough'));
		await expect(wait).rejects.toThrow('enough');
	});
});

describe('switching', () => {
	it('sends a proper boolean and gives what the server says', async () => {
		const {processes, requests, asked} = connect({[`PUT ${list}/p1/active`]: [json(config('p1', true)), json(config('p1', false))]});
		const process = await processes.activate('p1');
		expect(process).toMatchObject({id: 'p1', active: true});
		expect(await processes.deactivate(process)).toMatchObject({id: 'p1', active: false});
		expect(asked()).toStrictEqual([`PUT ${list}/p1/active`, `PUT ${list}/p1/active`]);
		expect(requests.map(({headers}) => headers.get('content-type'))).toStrictEqual(['application/json', 'application/json']);
		expect(await Promise.all(requests.map(request => request.text()))).toStrictEqual(['true', 'false']);
	});

	it('is taken for done when the answer does not tell', async () => {
		const {active: _, ...silent} = config('p1', true);
		expect(await connect({[`PUT ${list}/p1/active`]: json(silent)}).processes.activate('p1')).toMatchObject({id: 'p1', active: undefined});
	});

	it('looks into the list when the answer is empty', async () => {
		const {processes} = connect({
			[`PUT ${list}/p1/active`]: {status: 204},
			[`GET ${list}`]: json({configs: [config('p0', false), config('p1', true)]}),
		});
		expect(await processes.activate('p1')).toMatchObject({id: 'p1', active: true});
	});

	it('that changed nothing is an error', async () => {
		const still = connect({[`PUT ${list}/p1/active`]: json(config('p1', true))}).processes.deactivate('p1');
		const failure = await still.catch((error: unknown) => error);
		expect(isSdkError(failure, 'unchanged')).toBe(true);
		expect(String(failure)).toContain('the ingest process p1 is still on');
		const lost = connect({[`PUT ${list}/p1/active`]: '', [`GET ${list}`]: json({configs: []})}).processes.activate('p1');
		await expect(lost).rejects.toThrow('does not list the ingest process p1');
	});

	it('of an unknown process is not found', async () => {
		await expect(connect({}).processes.activate('nothing')).rejects.toThrow(NotFoundError);
		await expect(connect({}).processes.activate('nothing')).rejects.toThrow('There is no ingest process nothing');
	});
});
