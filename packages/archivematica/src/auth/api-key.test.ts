import {ConfigurationError, Secret} from '@fonds/core';
import {expect, it} from 'vitest';
import {createApiKeyAuthenticator} from './api-key.ts';

it('sends user and key in the header', async () => {
	const headers = await createApiKeyAuthenticator({username: 'archivist', apiKey: new Secret('s3cret')}).headers({});
	expect(headers).toEqual({authorization: 'ApiKey archivist:s3cret'});
});

it.each(['', 'a b', 'a:b', 'Zoë', 'a\nb'])('refuses the user name %j, which the header cannot carry', username => {
	expect(() => createApiKeyAuthenticator({username, apiKey: 'k'})).toThrow(ConfigurationError);
});

it.each(['', 'k\r\nX-Evil: 1', 'with blank', 'ключ'])('refuses the key %j without quoting it', apiKey => {
	expect(() => createApiKeyAuthenticator({username: 'archivist', apiKey})).toThrow(
		new ConfigurationError("The API key of archivist is empty or has characters no key has. Copy it from the user's profile."),
	);
});
