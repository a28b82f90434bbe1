import {JobFailedError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {connect, packageOf, token} from './fixtures/connect.ts';
import {xml} from './fixtures/fake-bucket.ts';
import {Uploads} from './uploads.ts';

describe('the job of an ingest', () => {
	const status = (word: string, errors = '') =>
		xml(`<ProgressResponse xmlns="http://status.preservica.com"><Status>${word}</Status>${errors}</ProgressResponse>`);
	const poll = {sleep: async () => {}};

	it('follows the ingest to the assets of the package', async () => {
		const words = ['PENDING', 'ACTIVE', 'RUNNING', 'SUSPENDED', 'SOMETHING_NEW', 'COMPLETED'];
		const {uploads, bucket} = connect(request => (request.url.includes('/progress/') ? status(words.shift() ?? 'UNKNOWN') : undefined));
		const job = await uploads.upload(packageOf(10, {assets: Promise.resolve(['asset-1'])}).source);
		const seen: string[] = [];
		for await (const {state, detail} of job.watch(poll)) {
			seen.push(`${state} ${detail}`);
		}
		expect(seen).toEqual([
			'pending PENDING',
			'running ACTIVE',
			'running RUNNING',
			'suspended SUSPENDED',
			'unknown SOMETHING_NEW',
			'succeeded COMPLETED',
		]);
		expect(await job.done(poll)).toEqual({assets: ['asset-1']});
		expect(new URL(bucket.requests.at(-1)?.url ?? '').search).toBe('?includeErrors=true');
	});

	it.each([
		['FAILED', 'failed'],
		['FINISHED_MIXED_OUTCOME', 'mixed'],
		['ABORTED', 'cancelled'],
		['CANCELLED', 'cancelled'],
	])('%s is a failure with the reasons of the server', async (word, state) => {
		const {uploads} = connect(request =>
			request.url.includes('/progress/')
				? status(word, '<Errors><Error>SHA1 of page 1.tiff is wrong</Error><Error><Message>No right</Message></Error></Errors>')
				: undefined,
		);
		const job = await uploads.upload(packageOf(10).source);
		const failure = await job.done(poll).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(JobFailedError);
		expect(failure).toMatchObject({status: {state, detail: word, errors: ['SHA1 of page 1.tiff is wrong', 'No right']}});
		expect(String(failure)).toContain('SHA1 of page 1.tiff is wrong; No right');
	});

	it('goes on in another process', async () => {
		const {uploads, session} = connect();
		const text = JSON.stringify(await uploads.upload(packageOf(10, {assets: ['asset-1']}).source));
		expect(text).not.toContain(token);
		expect(await new Uploads(session).resume(JSON.parse(text)).done(poll)).toEqual({assets: ['asset-1']});
	});

	it.each([
		{kind: 'other', id: 'x', data: {assets: []}},
		{kind: 'preservica-ingest', id: '', data: {assets: []}},
		{kind: 'preservica-ingest', id: 'x', data: {assets: [1]}},
		{kind: 'preservica-ingest', id: 'x', data: null},
	])('refuses to go on with %o', state => {
		expect(() => connect().uploads.resume(state)).toThrow('its kind would be preservica-ingest');
	});
});
