import {describe, expect, it, vi} from 'vitest';
import {type Credential, createCredentialCache, type CredentialCacheOptions} from './credential-cache.ts';
import {Secret} from './secret.ts';
import {createMemoryTokenStore} from './token-store.ts';

const minute = 60_000;

/** A cache on a clock that is set by hand; tokens are token-1, token-2 … for 15 minutes. */
const setUp = (options: Partial<CredentialCacheOptions> = {}) => {
	const clock = {now: 1_000_000};
	let count = 0;
	const acquire = vi.fn<CredentialCacheOptions['acquire']>(async () => ({
		value: new Secret(`token-${++count}`),
		expiresAt: clock.now + 15 * minute,
	}));
	const cache = createCredentialCache({acquire, now: () => clock.now, ...options});
	const get = async (signal?: AbortSignal) => (await cache.get({signal})).value.reveal();
	return {cache, clock, acquire, get};
};

const never = () => new Promise<Credential>(() => {});

describe('a credential', () => {
	it('is got when it is first needed, and kept', async () => {
		const {acquire, get} = setUp();
		expect(acquire).not.toHaveBeenCalled();
		expect([await get(), await get()]).toEqual(['token-1', 'token-1']);
	});

	it('is got once for all who ask at the same time', async () => {
		const {acquire, get} = setUp();
		expect(await Promise.all([get(), get(), get()])).toEqual(['token-1', 'token-1', 'token-1']);
		expect(acquire).toHaveBeenCalledOnce();
	});

	it('is renewed ahead of its end', async () => {
		const {clock, get} = setUp({renewAhead: minute});
		await get();
		clock.now += 14 * minute - 1;
		expect(await get()).toBe('token-1');
		clock.now += 1;
		expect(await get()).toBe('token-2');
	});

	it('of a short life is not renewed all the time', async () => {
		const {clock, get, acquire} = setUp({renewAhead: 20 * minute});
		await get();
		clock.now += 7 * minute;
		await get();
		expect(acquire).toHaveBeenCalledOnce();
		clock.now += minute;
		expect(await get()).toBe('token-2');
	});

	it('without an end is kept', async () => {
		const {clock, get} = setUp({acquire: async () => ({value: new Secret('ready'), expiresAt: undefined})});
		await get();
		clock.now += 1e12;
		expect(await get()).toBe('ready');
	});

	it('is used to its end when it cannot be renewed ahead, without asking again and again', async () => {
		const {clock, get, acquire} = setUp();
		await get();
		clock.now += 14.5 * minute;
		acquire.mockRejectedValue(new Error('down'));
		expect([await get(), await get()]).toEqual(['token-1', 'token-1']);
		expect(acquire).toHaveBeenCalledTimes(2);
		clock.now += minute;
		await expect(get()).rejects.toThrow('down');
	});

	it('that could not be got is asked for again by the next caller', async () => {
		const {get, acquire} = setUp();
		acquire.mockRejectedValueOnce(new Error('down'));
		await expect(Promise.all([get(), get()])).rejects.toThrow('down');
		expect(await get()).toBe('token-1');
	});
});

describe('a refused credential', () => {
	it('is given up', async () => {
		const {cache, get} = setUp();
		cache.invalidate(new Secret(await get()));
		expect(await get()).toBe('token-2');
	});

	it('is given up once, whoever complains', async () => {
		const {cache, get} = setUp();
		const first = new Secret(await get());
		cache.invalidate(first);
		expect(await get()).toBe('token-2');
		cache.invalidate(first);
		expect(await get()).toBe('token-2');
	});
});

describe('an abort', () => {
	it('ends the wait of one caller, not that of the others', async () => {
		const controller = new AbortController();
		const arrival = new EventTarget();
		const {get, acquire} = setUp();
		acquire.mockImplementationOnce(
			() => new Promise(resolve => arrival.addEventListener('come', () => resolve({value: new Secret('late'), expiresAt: undefined}))),
		);
		const impatient = get(controller.signal);
		const patient = get();
		controller.abort('enough');
		await expect(impatient).rejects.toBe('enough');
		arrival.dispatchEvent(new Event('come'));
		expect(await patient).toBe('late');
		expect(acquire.mock.calls[0]?.[0].signal.aborted).toBe(false);
	});

	it('of the last caller ends the acquisition, and the next one starts anew', async () => {
		const controllers = [new AbortController(), new AbortController()];
		const {get, acquire} = setUp();
		acquire.mockImplementationOnce(never);
		const waits = controllers.map(({signal}) => get(signal));
		controllers[0]?.abort('first');
		await expect(waits[0]).rejects.toBe('first');
		expect(acquire.mock.calls[0]?.[0].signal.aborted).toBe(false);
		controllers[1]?.abort('second');
		await expect(waits[1]).rejects.toBe('second');
		expect(acquire.mock.calls[0]?.[0].signal).toMatchObject({aborted: true, reason: 'second'});
		expect(await get()).toBe('token-1');
	});

	it('before the call starts nothing', async () => {
		const {get, acquire} = setUp();
		await expect(get(AbortSignal.abort('enough'))).rejects.toBe('enough');
		expect(acquire).not.toHaveBeenCalled();
	});
});

describe('a store', () => {
	it('shares a credential between caches, by key', async () => {
		const store = createMemoryTokenStore();
		expect(await setUp({store, key: 'a'}).get()).toBe('token-1');
		const other = setUp({store, key: 'a'});
		expect(await other.get()).toBe('token-1');
		expect(other.acquire).not.toHaveBeenCalled();
		const third = setUp({store, key: 'b'});
		await third.get();
		expect(third.acquire).toHaveBeenCalledOnce();
	});

	it('does not give a credential about to end', async () => {
		const store = createMemoryTokenStore();
		await store.set('default', {value: new Secret('old'), expiresAt: 1_000_000 + minute});
		const {get, clock} = setUp({store});
		expect(await get()).toBe('token-1');
		expect(await store.get('default')).toMatchObject({expiresAt: clock.now + 15 * minute});
	});

	it('does not give back what the server refused, but does give what another has renewed', async () => {
		const store = createMemoryTokenStore();
		const {cache, get, acquire} = setUp({store});
		cache.invalidate(new Secret(await get()));
		expect(await get()).toBe('token-2');
		await store.set('default', {value: new Secret('theirs'), expiresAt: 1_000_000 + 15 * minute});
		cache.invalidate(new Secret('token-2'));
		expect(await get()).toBe('theirs');
		expect(acquire).toHaveBeenCalledTimes(2);
	});

	it('that cannot be read is an error, not a reason to sign in', async () => {
		const store = {...createMemoryTokenStore(), get: () => Promise.reject(new Error('unsafe'))};
		const {get, acquire} = setUp({store});
		await expect(get()).rejects.toThrow('unsafe');
		expect(acquire).not.toHaveBeenCalled();
	});

	it('forgets', async () => {
		const store = createMemoryTokenStore();
		await store.set('a', {value: new Secret('x'), expiresAt: undefined});
		await store.delete('a');
		expect(await store.get('a')).toBeUndefined();
	});
});
