import {ConfigurationError, isSdkError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {CleaningError} from './cleaning-error.ts';
import {connectStorage, kinds} from './fixtures/connect-storage.ts';
import {xml} from './fixtures/fake-bucket.ts';

const day = 86_400_000;
const ago = (days: number): string => new Date(Math.floor((Date.now() - days * day) / 1000) * 1000).toISOString();

/** A storage with objects of some ages in days; one lies in the future, as wrong clocks have it. */
function filled(...given: Parameters<typeof connectStorage>) {
	const connected = connectStorage(...given);
	for (const [index, days] of [100, 91, 89, 200, 0, -400].entries()) {
		connected.storage.objects.set(`k${index}`, {bytes: new Uint8Array(index + 1), metadata: {}, modified: ago(days)});
	}
	return connected;
}

describe.each(kinds)('cleaning $kind', ({location, name}) => {
	it('deletes nothing before it is told to, and says what is old, over all pages', async () => {
		const {storage, uploads} = filled();
		const cleaned = await uploads.cleanLocation(name);
		expect(cleaned).toMatchObject({location: {apiId: location}, dryRun: true, size: 1 + 2 + 4});
		expect(cleaned.objects.map(({key, size}) => [key, size])).toEqual([
			['k0', 1],
			['k1', 2],
			['k3', 4],
		]);
		expect(cleaned.objects[0]?.modified).toBe(storage.objects.get('k0')?.modified);
		expect(Date.now() - Date.parse(cleaned.before) - 90 * day).toBeLessThan(60_000);
		expect(storage.objects.size).toBe(6);
		expect(storage.asked().some(request => request.startsWith('DELETE'))).toBe(false);
	});

	it('deletes what is older than asked for, and nothing else', async () => {
		const {storage, uploads} = filled();
		const cleaned = await uploads.cleanLocation(location, {olderThanDays: 95, dryRun: false});
		expect(cleaned.dryRun).toBe(false);
		expect(cleaned.objects.map(({key}) => key)).toEqual(['k0', 'k3']);
		expect([...storage.objects.keys()]).toEqual(['k1', 'k2', 'k4', 'k5']);
	});

	it('of an empty location finds nothing', async () => {
		const {uploads} = connectStorage();
		expect(await uploads.cleanLocation(location, {dryRun: false})).toMatchObject({objects: [], size: 0});
	});

	it('says what remains when something cannot be deleted, and deletes the rest', async () => {
		const {storage, uploads} = filled(request =>
			request.method === 'DELETE' && request.url.includes('k1') ? xml('<Error><Code>AccessDenied</Code></Error>', {}, 403) : undefined,
		);
		const failure = await uploads.cleanLocation(location, {dryRun: false}).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(CleaningError);
		const {deleted, remaining, message} = failure as CleaningError;
		expect([deleted.map(({key}) => key), remaining.map(({key}) => key)]).toEqual([['k0', 'k3'], ['k1']]);
		expect(message).toContain(`2 of 3 old objects of ${name} were deleted; 1 remain: k1.`);
		expect(message).toContain('do not allow this');
		expect([...storage.objects.keys()]).toEqual(['k1', 'k2', 'k4', 'k5']);
	});

	it('goes on with new credentials when they end between pages', async () => {
		const {storage, uploads} = filled((request, count) => {
			storage.issued += count === 5 ? 1 : 0;
			return undefined;
		});
		expect((await uploads.cleanLocation(location)).objects).toHaveLength(3);
	});

	it.each(['GET', 'DELETE'])('stops at an abort while it waits for a %s', async method => {
		const controller = new AbortController();
		const {storage, uploads} = filled(request => {
			if (request.method === method && !request.url.includes('preservica.example.org')) {
				controller.abort('enough');
			}
			return undefined;
		});
		await expect(uploads.cleanLocation(location, {dryRun: false, signal: controller.signal})).rejects.toBe('enough');
		expect(storage.objects.size).toBe(6);
	});

	it.each([-1, Number.NaN, Infinity])('of objects older than %d days is refused', async olderThanDays => {
		const {storage, uploads} = filled();
		await expect(uploads.cleanLocation(location, {olderThanDays})).rejects.toThrow(ConfigurationError);
		expect(storage.requests).toEqual([]);
	});
});

it('cleaning a location that is not there is an error', async () => {
	const {uploads} = connectStorage();
	const failure = await uploads.cleanLocation('nowhere', {dryRun: false}).catch((error: unknown) => error);
	expect(isSdkError(failure, 'location')).toBe(true);
});
