import {AuthenticationError, ConfigurationError, ConflictError, DecodeError, HttpError, NotFoundError, PermissionError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import approved from '../fixtures/amclient-go/transfer-approve.json' with {type: 'json'};
import hidden from '../fixtures/amclient-go/transfer-hide.json' with {type: 'json'};
import jobsList from '../fixtures/amclient-go/jobs-list.json' with {type: 'json'};
import transferStatus from '../fixtures/amclient-go/transfer-status.json' with {type: 'json'};
import {
	badGateway,
	connect,
	dashboardKey,
	json,
	noJobYet,
	serverErrorPage,
	sip,
	sipId,
	text,
	transferId,
	unit,
	unknownUnit,
} from '../fixtures/servers.ts';

const connected = (...parameters: Parameters<typeof connect>) => {
	const {archivematica, ...rest} = connect(...parameters);
	return {dashboard: archivematica.dashboard, ...rest};
};

describe('unit status', () => {
	it('reads a transfer that became a SIP', async () => {
		const {dashboard, fetch} = connected({[`GET /api/transfer/status/${transferId}/`]: json(transferStatus)});
		expect(await dashboard.transferStatus(transferId)).toEqual({
			type: 'transfer',
			uuid: transferId,
			name: 'imgs',
			directory: `imgs-${transferId}`,
			path: `/var/archivematica/sharedDirectory/watchedDirectories/SIPCreation/completedTransfers/imgs-${transferId}/`,
			microservice: 'Microservice group name',
			status: 'COMPLETE',
			statusText: 'COMPLETE',
			sip: '41699e73-ec9e-4240-b153-71f4155e7da4',
			backlog: false,
		});
		expect(fetch.requests[0]?.headers.get('authorization')).toBe(`ApiKey archivist:${dashboardKey}`);
		expect(fetch.requests[0]?.headers.get('accept-language')).toBe('en');
	});

	it('reads a SIP from below /api', async () => {
		const {dashboard} = connected({[`GET /api/ingest/status/${sipId}/`]: sip('USER_INPUT', {microservice: 'Normalize'})});
		expect(await dashboard.ingestStatus(sipId)).toMatchObject({
			type: 'ingest',
			status: 'USER_INPUT',
			microservice: 'Normalize',
			sip: undefined,
		});
	});

	it('tells the backlog from a SIP', async () => {
		const {dashboard} = connected({[`GET /api/transfer/status/${transferId}/`]: unit('COMPLETE', {sip_uuid: 'BACKLOG'})});
		expect(await dashboard.transferStatus(transferId)).toMatchObject({status: 'COMPLETE', sip: undefined, backlog: true});
	});

	it('keeps a word it does not know', async () => {
		const {dashboard} = connected({[`GET /api/transfer/status/${transferId}/`]: unit('PAUSED')});
		expect(await dashboard.transferStatus(transferId)).toMatchObject({status: 'UNKNOWN', statusText: 'PAUSED'});
	});

	it('tells a unit without jobs from a unit that is not known', async () => {
		const {dashboard} = connected({
			[`GET /api/transfer/status/${transferId}/`]: noJobYet,
			[`GET /api/ingest/status/${sipId}/`]: unknownUnit('SIP', sipId),
		});
		await expect(dashboard.transferStatus(transferId)).rejects.toMatchObject({name: 'HttpError', code: 'not-started', status: 400});
		await expect(dashboard.ingestStatus(sipId)).rejects.toThrow(NotFoundError);
		await expect(dashboard.ingestStatus(sipId)).rejects.toThrow(`Cannot fetch unitSIP with UUID ${sipId}.`);
	});

	it('does not take an error with status 200 for a status', async () => {
		const {dashboard} = connected({
			[`GET /api/transfer/status/${transferId}/`]: [
				json({message: `Cannot fetch unitTransfer with UUID ${transferId}`, type: 'transfer', error: true}),
				json({message: 'Something new', type: 'transfer', error: true}),
			],
		});
		await expect(dashboard.transferStatus(transferId)).rejects.toThrow(NotFoundError);
		await expect(dashboard.transferStatus(transferId)).rejects.toThrow('Something new');
	});

	it('has UUIDs encoded in the path', async () => {
		const {dashboard, asked} = connected({});
		await expect(dashboard.transferStatus('a/../b')).rejects.toThrow(NotFoundError);
		await expect(dashboard.transferStatus('..')).rejects.toThrow(ConfigurationError);
		expect(asked()).toEqual(['GET /api/transfer/status/a%2F..%2Fb/']);
	});
});

describe('lists', () => {
	it('reads what waits for approval and what waits for a person', async () => {
		const {dashboard} = connected({
			'GET /api/transfer/unapproved': json({results: [{type: 'standard', directory: 'imgs', uuid: transferId}], message: 'Fetched'}),
			'GET /api/ingest/waiting': json({
				results: [{sip_directory: `a-${sipId}`, sip_uuid: sipId, sip_name: 'a', microservice: 'Normalize'}],
				message: 'Fetched units successfully.',
			}),
		});
		expect(await dashboard.unapproved()).toEqual([{type: 'standard', directory: 'imgs', uuid: transferId}]);
		expect(await dashboard.waiting()).toEqual([{uuid: sipId, name: 'a', directory: `a-${sipId}`, microservice: 'Normalize'}]);
	});

	it('reads the completed units of both kinds, without a prefix in the path', async () => {
		const {dashboard, asked} = connected({
			'GET /api/transfer/completed': json({results: [transferId], message: ''}),
			'GET /api/ingest/completed': json({results: [], message: ''}),
		});
		expect(await dashboard.completedTransfers()).toEqual([transferId]);
		expect(await dashboard.completedIngests()).toEqual([]);
		expect(asked()).toEqual(['GET /api/transfer/completed', 'GET /api/ingest/completed']);
	});

	it('tells version and pipeline', async () => {
		const headers = {'x-archivematica-version': '1.17.0', 'x-archivematica-id': 'p1'};
		const {dashboard} = connected({'GET /api/ingest/waiting': [json({results: []}, 200, headers), json({results: []})]});
		expect(await dashboard.server()).toEqual({version: '1.17.0', pipeline: 'p1'});
		expect(await dashboard.server()).toEqual({version: undefined, pipeline: undefined});
	});
});

describe('hiding', () => {
	it('hides transfers and SIPs', async () => {
		const {dashboard, asked} = connected({
			[`DELETE /api/transfer/${transferId}/delete/`]: json(hidden),
			[`DELETE /api/ingest/${sipId}/delete/`]: json(hidden),
		});
		await dashboard.hideTransfer(transferId);
		await dashboard.hideIngest(sipId);
		expect(asked()).toHaveLength(2);
	});

	it('says that what is not finished cannot be hidden', async () => {
		const {dashboard} = connected({
			[`DELETE /api/transfer/${transferId}/delete/`]: json({removed: false}, 409),
			[`DELETE /api/ingest/${sipId}/delete/`]: json({removed: false}),
		});
		await expect(dashboard.hideTransfer(transferId)).rejects.toThrow(
			`The transfer ${transferId} cannot be hidden: it is not finished, not known, or hidden already.`,
		);
		await expect(dashboard.hideIngest(sipId)).rejects.toThrow(ConflictError);
	});

	it('is not repeated: the second answer would be a conflict', async () => {
		const {dashboard, asked} = connected({[`DELETE /api/transfer/${transferId}/delete/`]: badGateway});
		await expect(dashboard.hideTransfer(transferId)).rejects.toThrow(HttpError);
		expect(asked()).toHaveLength(1);
	});
});

describe('jobs and tasks', () => {
	it('reads jobs with their tasks, and `< 1` as no whole second', async () => {
		const link = '6ce08b95-1b3b-498a-8baa-e595e2ae7466';
		const {dashboard, asked} = connected({[`GET /api/v2beta/jobs/${transferId}`]: json(jobsList)});
		const [first] = await dashboard.jobs(transferId, {microservice: 'Create SIP from Transfer', name: 'Check', link, detailed: true});
		expect(first).toMatchObject({
			name: 'Check transfer directory for objects',
			status: 'COMPLETE',
			microservice: 'Create SIP from Transfer',
			link: '6ce08b95-1b3b-498a-8baa-e595e2ae7466',
		});
		expect(first?.tasks).toEqual([
			{
				uuid: '491aebbd-457b-4a6e-adf6-87a3a9ee951a',
				exitCode: 1,
				fileUuid: undefined,
				fileName: 'Images-94ade01c-49ce-49e0-9cc3-805575c676d0',
				created: '2024-01-18T01:27:49',
				started: '2024-01-18T01:27:49',
				ended: '2024-01-18T01:27:49',
				duration: 0,
			},
		]);
		expect(asked()).toEqual([
			`GET /api/v2beta/jobs/${transferId}?microservice=Create+SIP+from+Transfer&name=Check&link_uuid=${link}&detailed=true`,
		]);
	});

	it('asks for no details unless told: the server takes any value for a yes', async () => {
		const {dashboard, asked} = connected({[`GET /api/v2beta/jobs/${transferId}`]: json([])});
		expect(await dashboard.jobs(transferId, {detailed: false})).toEqual([]);
		expect(asked()).toEqual([`GET /api/v2beta/jobs/${transferId}`]);
	});

	it('does not ask for a link that is no UUID: the server would fail without a word', async () => {
		const {dashboard, asked} = connected({});
		await expect(dashboard.jobs(transferId, {link: 'Normalize'})).rejects.toThrow(ConfigurationError);
		expect(asked()).toEqual([]);
	});

	it('reads a task that still runs', async () => {
		const task = {
			uuid: 't1',
			exit_code: null,
			file_uuid: '',
			file_name: '',
			time_created: '2019-06-18T00:00:00',
			time_started: null,
			time_ended: null,
			duration: '',
		};
		const {dashboard} = connected({'GET /api/v2beta/task/t1': [json(task), json({...task, exit_code: 2, duration: 5})]});
		expect(await dashboard.task('t1')).toEqual({
			uuid: 't1',
			exitCode: undefined,
			fileUuid: undefined,
			fileName: undefined,
			created: '2019-06-18T00:00:00',
			started: undefined,
			ended: undefined,
			duration: undefined,
		});
		expect(await dashboard.task('t1')).toMatchObject({exitCode: 2, duration: 5});
	});

	it('says what is not known', async () => {
		const {dashboard} = connected({
			[`GET /api/v2beta/jobs/${transferId}`]: json({error: true, message: `No jobs found for unit: ${transferId}`}, 400),
			'GET /api/v2beta/task/t1': json({error: true, message: 'Task with UUID t1 does not exist'}, 400),
		});
		await expect(dashboard.jobs(transferId)).rejects.toThrow(NotFoundError);
		await expect(dashboard.task('t1')).rejects.toThrow(NotFoundError);
	});
});

describe('approval', () => {
	it('sends a form', async () => {
		const {dashboard, fetch} = connected({'POST /api/transfer/approve': json(approved)});
		expect(await dashboard.approve({directory: `Nöte-${transferId}`, type: 'zipped bag'})).toBe('eaedbee3-2b02-4e40-baa0-3ef92c5fd17e');
		expect(fetch.requests[0]?.headers.get('content-type')).toMatch(/^application\/x-www-form-urlencoded/);
		expect(new URLSearchParams(await fetch.requests[0]?.text())).toEqual(
			new URLSearchParams({type: 'zipped bag', directory: `Nöte-${transferId}`}),
		);
	});

	it('gives the reason of a refusal, and asks once', async () => {
		const {dashboard, asked} = connected({
			'POST /api/transfer/approve': json({error: true, message: 'Unable to start the transfer.'}, 500),
		});
		await expect(dashboard.approve({directory: 'x'})).rejects.toThrow(
			'The dashboard answered 500 to POST /api/transfer/approve: Unable to start the transfer.',
		);
		expect(asked()).toHaveLength(1);
	});
});

const ask = async (answer: ReturnType<typeof json>) => {
	const {dashboard} = connected({'GET /api/ingest/waiting': answer});
	return dashboard.waiting().then(
		() => undefined,
		(error: unknown) => error,
	);
};

describe('bad answers', () => {
	it('knows a refused key, which is a 403 here', async () => {
		const error = await ask(json({message: 'API key not valid.', error: true}, 403));
		expect(error).toBeInstanceOf(AuthenticationError);
		expect(String(error)).toContain('API key not valid.');
	});

	it('knows an address that is not on the list', async () => {
		const error = await ask(json({message: 'Host/IP 10.1.2.3 not authorized.', error: true}, 403));
		expect(error).toBeInstanceOf(PermissionError);
		expect(String(error)).toContain('allowlist');
	});

	it('gives the status of a page, not its text', async () => {
		for (const page of [badGateway, serverErrorPage]) {
			const error = await ask(page);
			expect(error).toBeInstanceOf(HttpError);
			expect(error).toMatchObject({status: page.status, message: `The dashboard answered ${page.status} to GET /api/ingest/waiting.`});
		}
	});

	it('takes no page for a success', async () => {
		const error = await ask(text('<!DOCTYPE html><html><body>Elasticsearch is down</body></html>', 200));
		expect(error).toBeInstanceOf(DecodeError);
		expect(String(error)).toContain('a web page where JSON was expected');
	});

	it('refuses a redirect to the sign-in page and to the installer', async () => {
		const login = await ask(text('', 302, {location: '/administration/accounts/login/?next=/api/ingest/waiting'}));
		expect(login).toBeInstanceOf(AuthenticationError);
		const installer = await ask(text('', 302, {location: '/installer/welcome/'}));
		expect(installer).toMatchObject({name: 'AuthenticationError', code: 'not-installed'});
	});

	it('does not repeat a POST that is redirected', async () => {
		const {dashboard, asked} = connected({'POST /api/transfer/approve': text('', 301, {location: '/api/transfer/approve/'})});
		await expect(dashboard.approve({directory: 'x'})).rejects.toMatchObject({code: 'redirect'});
		expect(asked()).toHaveLength(1);
	});

	it('says which part of an answer is missing', async () => {
		const error = await ask(json({message: 'Fetched units successfully.'}));
		expect(error).toBeInstanceOf(DecodeError);
		expect(String(error)).toContain('results');
	});

	it('shows plain text, and an unknown address', async () => {
		expect(String(await ask(text('upstream request timeout', 504)))).toContain('504 to GET /api/ingest/waiting: upstream request timeout.');
		expect(await ask(text('<h1>Page not found</h1>', 404))).toBeInstanceOf(NotFoundError);
	});
});

it('stops at once when it is aborted', async () => {
	const {dashboard} = connected({'GET /api/ingest/waiting': () => new Promise<never>(() => {})});
	const controller = new AbortController();
	const waiting = dashboard.waiting({signal: controller.signal});
	controller.abort(new Error('enough'));
	await expect(waiting).rejects.toThrow('enough');
});
