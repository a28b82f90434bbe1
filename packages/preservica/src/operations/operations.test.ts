import {ConfigurationError, DecodeError, JobFailedError, NotFoundError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {connect as connectTo} from '../fixtures/connect.ts';
import {Operations} from './operations.ts';

const connect = (...words: string[]) => {
	const answers = [...words];
	const {session, ...rest} = connectTo({
		'GET /api/entity/progress/token-9': () =>
			`<P xmlns="http://status.preservica.com"><Status>${answers.shift() ?? 'COMPLETED'}</Status><Errors><E>disk full</E></Errors></P>`,
	});
	return {operations: new Operations(session), ...rest};
};
const poll = {sleep: async () => {}};

describe('work on the server', () => {
	it('is looked at once', async () => {
		const {operations, asked} = connect('ACTIVE');
		expect(await operations.progress('token-9')).toEqual({state: 'running', detail: 'ACTIVE', errors: ['disk full']});
		expect(asked()).toEqual(['GET /api/entity/progress/token-9?includeErrors=true']);
	});

	it('is followed to its end, over waits for a person and unknown words', async () => {
		const {operations} = connect('PENDING', 'RUNNING', 'SUSPENDED', 'BREWING', 'COMPLETED');
		const states: string[] = [];
		for await (const {state} of operations.follow('token-9').watch(poll)) {
			states.push(state);
		}
		expect(states).toEqual(['pending', 'running', 'suspended', 'unknown', 'succeeded']);
		await expect(connect('ACTIVE').operations.follow('token-9').done(poll)).resolves.toBeUndefined();
	});

	it('that failed is an error with the reasons', async () => {
		const failure = await connect('FINISHED_MIXED_OUTCOME')
			.operations.follow('token-9')
			.done(poll)
			.catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(JobFailedError);
		expect(String(failure)).toContain('The work token-9 succeeded in part only (FINISHED_MIXED_OUTCOME): disk full.');
	});

	it('goes on in another process, whatever started it', async () => {
		const {operations} = connect('COMPLETED');
		await expect(operations.resume({kind: 'preservica-move', id: 'token-9', data: null}).done(poll)).resolves.toBeUndefined();
		expect(() => operations.resume({kind: 'archivematica-transfer', id: 'x', data: null})).toThrow('not the state of a Preservica job');
		expect(() => operations.resume({kind: 'preservica-move', id: '', data: null})).toThrow(ConfigurationError);
		expect(() => operations.resume(JSON.parse('{"kind": null, "id": "x"}'))).toThrow(ConfigurationError);
		expect(() => operations.resume(JSON.parse('{"kind": "preservica-move", "id": 7}'))).toThrow(ConfigurationError);
	});

	it.each([
		['nothing at all', '<P xmlns="http://status.preservica.com"/>', 'UNKNOWN', []],
		['a status', '<R xmlns="urn:gateway"><Status xmlns="http://status.preservica.com">RUNNING</Status></R>', 'RUNNING', []],
		['an empty status', '<P xmlns="http://status.preservica.com"><Status/></P>', 'UNKNOWN', []],
		['an answer of another API', '<P xmlns="http://preservica.com/EntityAPI/v7.7"/>', 'UNKNOWN', []],
		[
			'wrappers, prefixes and white space',
			'<R xmlns="http://preservica.com/EntityAPI/v7.7" xmlns:s="http://status.preservica.com"><s:P><s:Status>\n Active </s:Status><s:Errors> <s:E>a</s:E><s:E><s:F>b &amp; c</s:F></s:E></s:Errors></s:P></R>',
			'Active',
			['a', 'b & c'],
		],
	])('is read from %s', async (_, body, detail, errors) => {
		const {session} = connectTo({'GET /api/entity/progress/token-9': body});
		const state = detail === 'UNKNOWN' ? 'unknown' : 'running';
		expect(await new Operations(session).progress('token-9')).toEqual({state, detail, errors});
	});

	it.each(['<Status>COMPLETED</Status>', '<error xmlns="http://example.org/gateway"/>', '<html>Sign in</html>', '', '{}'])(
		'is not followed for ever by the answer %j of something else',
		async body => {
			const {session, requests} = connectTo({'GET /api/entity/progress/token-9': body});
			await expect(new Operations(session).follow('token-9').done(poll)).rejects.toThrow(DecodeError);
			expect(requests).toHaveLength(1);
		},
	);

	it('under an unknown token is not found', async () => {
		await expect(connect().operations.progress('nothing')).rejects.toThrow(NotFoundError);
	});

	it('ends with an abort', async () => {
		const {operations} = connect('ACTIVE', 'ACTIVE');
		const controller = new AbortController();
		const wait = operations.follow('token-9').done({
			signal: controller.signal,
			sleep: async () => controller.abort(new Error('enough')),
		});
		await expect(wait).rejects.toThrow('enough');
	});
});
