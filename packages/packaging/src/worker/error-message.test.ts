import {describe, expect, it} from 'vitest';
import {ConfigurationError, DecodeError, FixityError, PackageError, SdkError} from '@fonds/core';
import {decodeError, encodeError} from './error-message.ts';

const there = (error: unknown): Error => decodeError(structuredClone(encodeError(error)));

describe('an error from a worker', () => {
	it.each([
		new ConfigurationError('m', {code: 'too-large'}),
		new DecodeError('m'),
		new FixityError('m', {algorithm: 'md5', expected: 'a', actual: 'b', path: 'p'}),
		new PackageError('m', {problem: 'size-changed', path: 'p', cause: new Error('why')}),
		new SdkError('m', {code: 'no-space'}),
	])('is what it was: $name', error => {
		const result = there(error);
		expect(result.constructor).toBe(error.constructor);
		expect([result.message, Object.entries(result)]).toEqual([error.message, Object.entries(error)]);
		expect((result.cause as Error | undefined)?.message).toBe((error.cause as Error | undefined)?.message);
	});

	it.each<[unknown, string]>([
		[new RangeError('no'), 'The package could not be made: no'],
		['text', 'The package could not be made: text'],
		[Object.assign(new Error('no'), {code: 'EACCES'}), 'The package could not be made: no'],
	])('of another kind is told as one of ours: %s', (error, message) => {
		expect(there(error)).toMatchObject({name: 'PackageError', problem: 'failed', message});
	});

	it('may be its own cause', () => {
		const error = new PackageError('m', {problem: 'x'});
		Object.assign(error, {cause: error});
		expect(there(error)).toMatchObject({message: 'm', cause: {message: 'm'}});
	});
});
