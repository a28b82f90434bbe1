import {expect, it} from 'vitest';
import recordedMessages from '../fixtures/dr2-preservica-client/messages-page1.json?raw';
import recordedMonitors from '../fixtures/dr2-preservica-client/monitors.json?raw';
import {connect} from '../fixtures/connect.ts';
import {Monitors} from './monitors.ts';

const messages = '/api/processmonitor/messages';
const {session, asked} = connect({
	'GET /api/processmonitor/monitors': recordedMonitors,
	[`GET ${messages}`]: [recordedMessages, recordedMessages.replace(/"next": "[^"]*",/, '')],
});
const monitors = new Monitors(session);

it('reads monitors as other clients know them', async () => {
	expect(await monitors.list().toArray()).toStrictEqual([
		expect.objectContaining({
			id: 'aacb79d7c91db789ce0f7c5abe02bf7a',
			name: 'opex/20ab81ce-759c-4a31-b58b-0b0f768e5716-e85222c9-7eb8-4f13-b8ed-1c8a2bc50253',
			status: 'Succeeded',
			subcategory: 'OPEX',
			progressText: undefined,
			percentComplete: undefined,
			size: 6083,
			canRetry: true,
		}),
	]);
});

it('reads messages as other clients know them, and follows their link as it is', async () => {
	const list = await monitors.messages('1a84d902d9d993c348e06fbce21ac37f', {status: 'Info', pageSize: 1000}).toArray();
	expect(list).toHaveLength(2);
	expect(list[0]).toMatchObject({
		key: 'monitor.info.directory.skip',
		details: {matchText: 'Source ID TEST'},
		workflowId: '1',
		entityRef: 'f66589d2-1040-407e-baf8-1bdeffbecd8b',
	});
	const query = 'monitor=1a84d902d9d993c348e06fbce21ac37f&status=Info';
	expect(asked().slice(-2)).toStrictEqual([`GET ${messages}?${query}&start=0&max=1000`, `GET ${messages}?${query}&start=1000&max=1000`]);
});
