import {ConfigurationError, DecodeError, NotFoundError, PermissionError, Secret} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {connect as connectTo, origin} from '../fixtures/connect.ts';
import {Rendering} from './rendering.ts';

const connect = (...parameters: Parameters<typeof connectTo>) => {
	const {session, ...rest} = connectTo(...parameters);
	return {rendering: new Rendering(session), ...rest};
};
const aborted = {signal: AbortSignal.abort(new Error('enough'))};

describe('a link to the viewer', () => {
	it('holds the token, and shows it to nobody who does not ask', async () => {
		const {rendering, requests} = connect({}, {credentials: {token: 'tok&n/1'}});
		const link = await rendering.link('a1');
		expect(link.url.reveal()).toBe(`${origin}/Render/render/external?entity=IO&entityRef=a1&token=tok%26n%2F1`);
		expect(link.expiresAt).toBeUndefined();
		expect([String(link.url), JSON.stringify(link)]).toEqual(['[redacted]', '{"url":"[redacted]"}']);
		expect(requests).toEqual([]);
	});

	it('says when the token ends', async () => {
		const credential = {value: new Secret('token-2'), expiresAt: 2_000_000_000_000};
		const {rendering} = connect({}, {credentials: {token: async () => credential}});
		const link = await rendering.link({type: 'asset', ref: 'a-1'});
		expect(link.url.reveal()).toContain('entityRef=a-1&token=token-2');
		expect(link.expiresAt).toBe(2_000_000_000_000);
	});

	it('goes through the proxy the session goes through', async () => {
		const {rendering} = connect({}, {server: `${origin}/preservica`});
		expect((await rendering.link('a1')).url.reveal()).toMatch(`${origin}/preservica/Render/render/external?`);
	});

	it.each(['', 'a&entity=SO', 'a|1'])('is not made of %o, which is no reference', async ref => {
		const {rendering, requests} = connect({});
		await expect(rendering.link(ref)).rejects.toThrow(ConfigurationError);
		await expect(rendering.isRenderable(ref)).rejects.toThrow('is not the reference of an entity');
		expect(requests).toEqual([]);
	});

	it('is not made without a token, nor after an abort', async () => {
		const token = async () => Promise.reject(new Error('no broker'));
		await expect(connect({}, {credentials: {token}}).rendering.link('a1')).rejects.toThrow('no broker');
		await expect(connect({}).rendering.link('a1', aborted)).rejects.toThrow('enough');
	});
});

describe('whether an asset can be rendered', () => {
	const at = 'GET /api/content/object-details?id=sdb%3AIO%7Ca1';
	const details = (value: unknown) => JSON.stringify({success: true, value});

	it.each([
		[
			{
				links: [
					{rel: 'self', href: 'x'},
					{rel: 'render', href: `${origin}/Render/render/external?entity=IO&entityRef=a1`, type: 'Play'},
				],
			},
			true,
		],
		[{links: [{rel: 'self', href: 'x'}]}, false],
		[{}, false],
	])('is told by its links: %o', async (value, expected) => {
		const {rendering, asked} = connect({[at]: details(value)});
		expect(await rendering.isRenderable('a1')).toBe(expected);
		expect(await rendering.isRenderable({type: 'asset', ref: 'a1'})).toBe(expected);
		expect(asked()).toEqual([at, at]);
	});

	it.each([
		[{status: 403}, PermissionError],
		[{status: 404}, NotFoundError],
		['<html>', DecodeError],
	])('answered with %o is an error', async (answer, kind) => {
		await expect(connect({[at]: answer}).rendering.isRenderable('a1')).rejects.toThrow(kind);
	});

	it('ends with an abort', async () => {
		await expect(connect({[at]: details({})}).rendering.isRenderable('a1', aborted)).rejects.toThrow('enough');
	});
});
