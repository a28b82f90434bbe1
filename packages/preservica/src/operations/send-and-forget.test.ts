import {path} from '@fonds/core';
import {expect, it} from 'vitest';
import {connect} from '../fixtures/connect.ts';
import {sendAndForget} from './send-and-forget.ts';

it('lets go of an answer that nobody reads', async () => {
	const cancelled: string[] = [];
	const body = new ReadableStream({cancel: () => void cancelled.push('yes')});
	const {session, asked} = connect({'DELETE /api/x': {body}});
	expect(await sendAndForget(session.http, 'DELETE', path`api/x`)).toBeUndefined();
	expect([asked(), cancelled]).toEqual([['DELETE /api/x'], ['yes']]);
});
