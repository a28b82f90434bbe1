import {AuthenticationError, type HttpMethod} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {describeError} from './describe-error.ts';

const asset = 'api/entity/information-objects/a1';
const say = (method: HttpMethod, status: number, place: string, body = '') =>
	describeError({status, method, url: `https://preservica.example.org/${place}`, headers: new Headers(), body}, true);

describe('a refusal', () => {
	it.each([
		['GET', 403, asset, 'This account has no right to read the asset with the reference a1.'],
		['PUT', 403, `${asset}/parent-ref`, 'This account has no right to change the place of the asset with the reference a1.'],
		['POST', 403, `${asset}/links`, 'This account has no right to add to the relationships of the asset with the reference a1.'],
		[
			'DELETE',
			403,
			'api/entity/content-objects/c%201/generations/2/bitstreams/3/content',
			'This account has no right to delete the generation 2, bitstream 3 of the content object with the reference c 1.',
		],
		[
			'DELETE',
			403,
			`${asset}/legal-holds/0dcd2f38-6f5a-4a5a-8a0e-9f1d0f3b7c11`,
			'This account has no right to delete the legal hold 0dcd2f38-6f5a-4a5a-8a0e-9f1d0f3b7c11 of the asset with the reference a1.',
		],
		[
			'DELETE',
			404,
			`${asset}/identifiers/65862d40f40440de14c1b75e5f342e99`,
			'There is no asset with the reference a1, or it has no identifier 65862d40f40440de14c1b75e5f342e99, or this account has no right to see it.',
		],
		['GET', 404, asset, 'There is no asset with the reference a1, or this account has no right to see it.'],
		[
			'PUT',
			404,
			`${asset}/preview`,
			'There is no asset with the reference a1, or it has no thumbnail, or this account has no right to see it.',
		],
		['GET', 404, `${asset}%zz`, 'There is no asset with the reference a1%zz, or this account has no right to see it.'],
		['GET', 404, 'api/content/thumbnail?id=sdb:IO|a1', 'There is no thumbnail of sdb:IO|a1, or this account has no right to see it.'],
		[
			'GET',
			404,
			'api/entity/actions/exports/t1/content',
			'There is no finished export under the progress token t1, or this account has no right to see it.',
		],
		[
			'GET',
			404,
			'api/entity/legal-holds',
			'This server does not have what was asked of the Legal hold API: its version or its licence may be without it.',
		],
		['GET', 403, 'api/entity/legal-holds', 'This account has no right to read the Legal hold API, or the licence does not cover it.'],
	] as const)('of %s with %i at %s says what it is about', (method, status, place, message) => {
		expect(say(method, status, place)).toBe(message);
	});

	it('names the roles that the server names, each once', () => {
		expect(say('GET', 403, asset, 'needs SDB_MANAGER_USER')).toMatch(/ The server names the role SDB_MANAGER_USER\.$/);
		expect(say('GET', 403, asset, 'ROLE_SDB_A or SDB_B, not SDB_A')).toMatch(/ The server names the roles SDB_A, SDB_B\.$/);
	});

	it.each([
		['GET', 403, 'somewhere/else'],
		['GET', 500, asset],
		['GET', 409, asset],
	] as const)('of %s with %i at %s is told by its status', (method, status, place) => {
		expect(say(method, status, place)).toBeUndefined();
	});
});

it('a refused token says whether there can be another', () => {
	const answer = {status: 401, method: 'GET', url: `https://preservica.example.org/${asset}`, headers: new Headers(), body: ''} as const;
	expect(describeError(answer, true)).toBeInstanceOf(AuthenticationError);
	expect(describeError(answer, true)).toMatchObject({
		message: 'preservica.example.org refused the access token, also a new one.',
		status: 401,
	});
	expect(String(describeError(answer, false))).toContain('Give another one, or credentials that can get one.');
});
