import {AuthenticationError, ConfigurationError, HttpError, NotFoundError} from '@fonds/core';
import {expect, it} from 'vitest';
import {badGateway, connect, json, serverErrorPage, text} from '../fixtures/servers.ts';

const target = 'POST /api/v2beta/validate/rights';
const csv = 'file,basis\nobjects/a.tif,copyright\n';
const invalid = (reason: string) => json({valid: false, reason}, 400);

it('sends the bytes as they are, with the one type the dashboard takes', async () => {
	const {archivematica, fetch} = connect({[target]: json({valid: true})});
	const {dashboard} = archivematica;
	const bytes = Uint8Array.of(0xef, 0xbb, 0xbf, 0x66, 0x69, 0x6c, 0x65);
	for (const form of [bytes, new Blob([bytes], {type: 'text/plain'})]) {
		expect(await dashboard.validateCsv('rights', form)).toEqual({valid: true, reason: undefined});
	}
	expect(await dashboard.validateCsv('rights', csv)).toEqual({valid: true, reason: undefined});
	expect(fetch.requests.map(({headers}) => headers.get('content-type'))).toEqual(Array.from({length: 3}, () => 'text/csv; charset=utf-8'));
	expect(new Uint8Array((await fetch.requests[0]?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(bytes);
	expect(new Uint8Array((await fetch.requests[1]?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(bytes);
	expect(await fetch.requests[2]?.text()).toBe(csv);
});

it('gives what is wrong with the file as an answer', async () => {
	const reason = `The value of "restriction" must be: 'allow' – or\nélse \u{1f4dc}\\`;
	const {dashboard} = connect({[target]: invalid(reason)}).archivematica;
	expect(await dashboard.validateCsv('rights', csv)).toEqual({valid: false, reason});
});

it('gives the start of a reason that is longer than an error keeps', async () => {
	for (const letter of ['a', 'é', '"']) {
		const escaped = letter === 'é' ? '\\u00e9' : JSON.stringify(letter).slice(1, -1);
		for (const shift of ['', 'x', 'xx', 'xxx', 'xxxx', 'xxxxx']) {
			const body = `{"valid": false, "reason": "${shift}${escaped.repeat(3000)}"}`;
			const {dashboard} = connect({[target]: {status: 400, headers: {'content-type': 'application/json'}, body}}).archivematica;
			const {valid, reason} = await dashboard.validateCsv('rights', csv);
			expect(valid).toBe(false);
			expect(reason).toMatch(new RegExp(`^${shift}${letter}{300,}…$`));
		}
	}
});

it('fails with an error when the dashboard could not check', async () => {
	const {dashboard} = connect(
		{
			[target]: [
				json({error: true, message: 'Unexepected error in the validation process, see the logs for more details.'}, 400),
				json({error: true, message: 'Content type should be "text/csv; charset=utf-8"'}, 400),
				serverErrorPage,
				json({message: 'API key not valid.', error: true}, 403),
				json({valid: false, reason: 'Odd.'}),
				text('<html></html>', 200),
			],
			'POST /api/v2beta/validate/nonsuch': json({error: true, message: 'Unknown validator. Accepted values: avalon,rights'}, 404),
		},
		{retry: {limit: 0}},
	).archivematica;
	const failure = async () => dashboard.validateCsv('rights', csv).catch((error: unknown) => error);
	expect(await failure()).toMatchObject({
		name: 'HttpError',
		code: 'csv-unreadable',
		message: expect.stringContaining('a row is too short'),
	});
	const type = await failure();
	expect(type).toBeInstanceOf(HttpError);
	expect(String(type)).toContain('Content type should be');
	expect(await failure()).toMatchObject({name: 'HttpError', status: 500});
	expect(await failure()).toBeInstanceOf(AuthenticationError);
	expect(await failure()).toMatchObject({name: 'DecodeError'});
	expect(await failure()).toMatchObject({name: 'DecodeError'});
	await expect(dashboard.validateCsv('nonsuch', csv)).rejects.toThrow(NotFoundError);
	await expect(dashboard.validateCsv('nonsuch', csv)).rejects.toThrow('Accepted values: avalon,rights');
});

it('asks again after a gateway failed: checking changes nothing', async () => {
	const {archivematica, asked} = connect({[target]: [badGateway, json({valid: true})]});
	const {dashboard} = archivematica;
	expect(await dashboard.validateCsv('rights', csv)).toMatchObject({valid: true});
	expect(asked()).toHaveLength(2);
});

it('does not let a name lead elsewhere', async () => {
	const {archivematica, asked} = connect({});
	const {dashboard} = archivematica;
	await expect(dashboard.validateCsv('../package', csv)).rejects.toThrow(ConfigurationError);
	expect(asked()).toEqual([]);
});

it('stops when aborted', async () => {
	const {dashboard} = connect({[target]: () => new Promise<never>(() => {})}).archivematica;
	const controller = new AbortController();
	const checking = dashboard.validateCsv('rights', csv, {signal: controller.signal});
	controller.abort(new Error('enough'));
	await expect(checking).rejects.toThrow('enough');
});
