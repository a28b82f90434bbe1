import {ConfigurationError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {parseProperties} from './properties.ts';

const read = (text: string) => Object.fromEntries([...parseProperties(text, 'f')].map(([name, keys]) => [name, Object.fromEntries(keys)]));

// Each expectation is what Python's configparser.ConfigParser(interpolation=None) makes of the text.
describe('a properties file', () => {
	it.each([
		['', {}],
		['# only\n; comments\n\n', {}],
		['[credentials]\nusername=jane\npassword = p@ss:w=rd\n', {credentials: {username: 'jane', password: 'p@ss:w=rd'}}],
		['[credentials]\nusername: jane\nserver :  eu.preservica.com  \n', {credentials: {username: 'jane', server: 'eu.preservica.com'}}],
		['[credentials]\nUserName = jane\ntwoFactorToken=ABC\n', {credentials: {username: 'jane', twofactortoken: 'ABC'}}],
		[
			'[credentials]\npassword = 100%(x)s %d ${y} # not a comment ; nor this\n',
			{credentials: {password: '100%(x)s %d ${y} # not a comment ; nor this'}},
		],
		['[credentials]\n# password = a\n  ; password = b\npassword = c\n', {credentials: {password: 'c'}}],
		['[credentials]\npassword = one\n  two\n\tthree\nusername = jane\n', {credentials: {password: 'one\ntwo\nthree', username: 'jane'}}],
		['[credentials]\npassword = one\n\n  two\n\n\nusername = jane\n', {credentials: {password: 'one\n\ntwo', username: 'jane'}}],
		['[credentials]\npassword = one\n# comment\n  two\n', {credentials: {password: 'one\ntwo'}}],
		['  [credentials]\n  username = jane\n  password = x\n', {credentials: {username: 'jane', password: 'x'}}],
		['[credentials]\nusername =\npassword:\n', {credentials: {username: '', password: ''}}],
		[
			'[DEFAULT]\nserver = d\ntenant = t\n[credentials]\nserver = c\n',
			{DEFAULT: {server: 'd', tenant: 't'}, credentials: {server: 'c', tenant: 't'}},
		],
		[
			'[DEFAULT]\nserver = d\n[credentials]\n[DEFAULT]\ntenant = t\n',
			{DEFAULT: {server: 'd', tenant: 't'}, credentials: {server: 'd', tenant: 't'}},
		],
		[
			'[Credentials]\nusername = other\n[credentials]\nusername = jane\n',
			{Credentials: {username: 'other'}, credentials: {username: 'jane'}},
		],
		['[credentials]\r\nusername = jane\r\npassword = x\r\n', {credentials: {username: 'jane', password: 'x'}}],
		['[credentials] trailing\nmanager.username = m\n', {credentials: {'manager.username': 'm'}}],
		['\ufeff[credentials]\nusername = jäné\n', {credentials: {username: 'jäné'}}],
	])('%o is read as Python reads it', (text, expected) => {
		expect(read(text)).toEqual(expected);
	});

	it.each([
		['username = secret-canary\n[credentials]\n', 'Line 1 of f stands before the first section'],
		['[credentials]\nsecret-canary\n', 'Line 2 of f is neither a section nor a key with a value'],
		['[credentials]\n= secret-canary\n', 'Line 2 of f is neither'],
		['[credentials]\npassword = a\nPassword = secret-canary\n', 'Line 3 of f gives a key for the second time'],
		['[credentials]\n[credentials]\n', 'Line 2 of f opens a section for the second time'],
	])('%o is refused as Python refuses it, without quoting it', (text, message) => {
		let failure: unknown;
		try {
			parseProperties(text, 'f');
		} catch (error) {
			failure = error;
		}
		expect(failure).toBeInstanceOf(ConfigurationError);
		expect(String(failure)).toContain(message);
		expect(String(failure)).not.toContain('secret-canary');
	});
});
