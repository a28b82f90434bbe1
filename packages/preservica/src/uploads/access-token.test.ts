import {AuthenticationError, createMemoryTokenStore, Secret} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {deepText} from '../fixtures/deep-text.ts';
import {connect, mebibyte, packageOf, token} from './fixtures/connect.ts';
import {xml, type Fault} from './fixtures/fake-bucket.ts';

describe('the access token', () => {
	it('is renewed in mid-upload when the server refuses it, and the part is sent again, signed with the new one', async () => {
		const tokens = ['token-one', 'token-two'];
		const {bucket, uploads} = connect(
			request =>
				request.url.includes('partNumber=2') && request.headers.get('preservica-access-token') === 'token-one'
					? new Response(null, {status: 401})
					: undefined,
			{options: {credentials: {token: async () => tokens.shift() ?? 'no more'}}},
		);
		await uploads.upload(packageOf(12 * mebibyte).source, {partSize: 5 * mebibyte, concurrency: 1});
		const used = bucket.requests
			.filter(({url}) => url.includes('partNumber=2'))
			.map(({headers}) => [headers.get('preservica-access-token'), /Credential=([^/]+)/.exec(headers.get('authorization') ?? '')?.[1]]);
		expect(used).toEqual([
			['token-one', 'token-one'],
			['token-two', 'token-two'],
		]);
		expect(bucket.completed).toHaveLength(1);
	});

	it('is renewed ahead of its end between parts', async () => {
		let now = 0;
		let count = 0;
		const {bucket, uploads} = connect(
			request => {
				now += request.url.includes('partNumber') ? 600_000 : 0;
				return undefined;
			},
			{options: {now: () => now, credentials: {token: async () => ({value: new Secret(`token-${++count}`), expiresAt: now + 900_000})}}},
		);
		await uploads.upload(packageOf(12 * mebibyte).source, {partSize: 5 * mebibyte, concurrency: 1});
		expect(new Set(bucket.requests.map(({headers}) => headers.get('preservica-access-token'))).size).toBeGreaterThan(1);
		expect(
			bucket.requests.every(({headers}) => headers.get('authorization')?.includes(`=${headers.get('preservica-access-token')}/`)),
		).toBe(true);
	});

	it('that ends for good removes nothing it cannot, and says so', async () => {
		const {uploads} = connect(request => (request.url.includes('partNumber') ? new Response(null, {status: 401}) : undefined));
		await expect(uploads.upload(packageOf(12 * mebibyte).source, {partSize: 5 * mebibyte})).rejects.toThrow(AuthenticationError);
	});

	it('is in no error and no event, even when the server quotes it', async () => {
		const quoting = `<Error><Code>InvalidAccessKeyId</Code><AWSAccessKeyId>${token}</AWSAccessKeyId><Message>${token} is unknown</Message></Error>`;
		const faults: Fault[] = [
			() => xml(quoting, {}, 400),
			() => xml(quoting, {}, 403),
			() => xml(quoting, {}, 500),
			() => new TypeError(`fetch failed for ${token}`),
			request => (request.url.includes('uploads') ? undefined : xml(quoting)),
			request => (request.url.includes('uploads') ? xml('<Unexpected/>') : undefined),
			request => (request.url.includes('uploads') ? new Response('{"no": "xml"}') : undefined),
		];
		for (const fault of faults) {
			const events: unknown[] = [];
			const {uploads} = connect(fault, {options: {onEvent: event => void events.push(event), tokenStore: createMemoryTokenStore()}});
			for (const size of [10, 12 * mebibyte]) {
				const failure = await uploads.upload(packageOf(size).source, {partSize: 5 * mebibyte}).catch((error: unknown) => error);
				expect(deepText([failure, events])).not.toContain(token);
			}
		}
	});
});
