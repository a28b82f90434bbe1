import {ConfigurationError} from '@fonds/core';
import {expect, it} from 'vitest';
import {connect} from '../fixtures/connect.ts';
import {requireServer} from './require-server.ts';

it('says which version is needed, asking for the server\u2019s once', async () => {
	const {session, asked} = connect({'GET /api/entity/versiondetails/version': '<V><CurrentVersion>6.10.0</CurrentVersion></V>'});
	await requireServer(session, '6.2.1', 'Replacing a generation');
	const failure = await requireServer(session, '6.12', 'Adding an access representation').catch((error: unknown) => error);
	expect(failure).toBeInstanceOf(ConfigurationError);
	expect(failure).toMatchObject({
		code: 'version',
		message: expect.stringContaining('needs Preservica 6.12 or newer; this server runs 6.10.0'),
	});
	expect(asked()).toHaveLength(1);
});
