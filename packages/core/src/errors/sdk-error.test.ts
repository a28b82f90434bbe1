import {describe, expect, it} from 'vitest';
import {ConfigurationError} from './configuration-error.ts';
import {DecodeError} from './decode-error.ts';
import {FixityError} from './fixity-error.ts';
import {HttpError} from './http-error.ts';
import {AuthenticationError, ConflictError, NotFoundError, PermissionError, RateLimitError} from './refusals.ts';
import {JobFailedError} from './job-failed-error.ts';
import {NetworkError} from './network-error.ts';
import {PackageError} from './package-error.ts';
import {isSdkError, SdkError} from './sdk-error.ts';
import {TimeoutError} from './timeout-error.ts';

const all: readonly [string, SdkError][] = [
	['SdkError', new SdkError('m')],
	['ConfigurationError', new ConfigurationError('m')],
	['NetworkError', new NetworkError('m')],
	['TimeoutError', new TimeoutError('m')],
	['HttpError', new HttpError('m')],
	['AuthenticationError', new AuthenticationError('m')],
	['PermissionError', new PermissionError('m')],
	['NotFoundError', new NotFoundError('m')],
	['ConflictError', new ConflictError('m')],
	['RateLimitError', new RateLimitError('m')],
	['DecodeError', new DecodeError('m')],
	['JobFailedError', new JobFailedError('m', {status: 'failed'})],
	['PackageError', new PackageError('m', {problem: 'p'})],
	['FixityError', new FixityError('m', {algorithm: 'md5', expected: 'a', actual: 'b'})],
];

describe('an error', () => {
	it.each(all)('%s has its name in everything that prints it', (name, error) => {
		expect(error).toBeInstanceOf(Error);
		expect(error.name).toBe(name);
		expect(String(error)).toBe(`${name}: m`);
		expect(error.stack).toContain(`${name}: m`);
	});

	it('has a code of its own unless it is given a more telling one', () => {
		expect(all.map(([, {code}]) => code)).toEqual([
			'sdk',
			'configuration',
			'network',
			'timeout',
			'http',
			'authentication',
			'permission',
			'not-found',
			'conflict',
			'rate-limit',
			'decode',
			'job-failed',
			'package',
			'fixity',
		]);
		expect(new NotFoundError('m', {code: 'no-such-asset'}).code).toBe('no-such-asset');
	});

	it('has a cause only when it is given one', () => {
		expect('cause' in new NetworkError('m')).toBe(false);
		expect(new NetworkError('m', {cause: 'c'}).cause).toBe('c');
	});

	it('has every key, also without an answer', () => {
		expect(Object.fromEntries(Object.entries(new AuthenticationError('Wrong password.')))).toEqual({
			code: 'authentication',
			status: undefined,
			method: undefined,
			url: undefined,
			body: undefined,
		});
	});

	it('shows no token of its address', () => {
		expect(new HttpError('m', {url: 'https://a.test/?token=abc'}).url).toBe('https://a.test/?token=[redacted]');
	});
});

describe('isSdkError', () => {
	it('knows ours, also by code', () => {
		expect(isSdkError(new NotFoundError('m'))).toBe(true);
		expect(isSdkError(new NotFoundError('m'), 'not-found')).toBe(true);
		expect(isSdkError(new NotFoundError('m'), 'conflict')).toBe(false);
	});

	it.each([new Error('m'), null, undefined, 'SdkError', {code: 'not-found'}])('knows that %o is not ours', value => {
		expect(isSdkError(value)).toBe(false);
		expect(isSdkError(value, 'not-found')).toBe(false);
	});

	it('knows the errors of another installed copy', async () => {
		const address = `${import.meta.url.slice(0, import.meta.url.lastIndexOf('/'))}/sdk-error.ts?copy`;
		const copy: {readonly SdkError: typeof SdkError} = await import(/* @vite-ignore */ address);
		const error = new copy.SdkError('m', {code: 'foreign'});
		expect(error).not.toBeInstanceOf(SdkError);
		expect(isSdkError(error, 'foreign')).toBe(true);
	});
});
