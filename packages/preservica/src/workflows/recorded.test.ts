import {children, content, parseXml, type XmlElement} from '@fonds/core/xml';
import {expect, it} from 'vitest';
import recordedInstance from '../fixtures/dr2-preservica-client/workflow-instance.xml?raw';
import recordedStart from '../fixtures/dr2-preservica-client/start-workflow.xml?raw';
import {connect} from '../fixtures/connect.ts';
import {Workflows} from './workflows.ts';

/** Names, namespaces and texts, sorted: where the correlation id stands makes no difference. */
const outline = (source: XmlElement): unknown => [
	source.namespace,
	source.name,
	content(source).trim(),
	source.children
		.filter(node => typeof node === 'object')
		.map(outline)
		.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
];

it('starts workflows as another client does, and reads the same answer', async () => {
	const {session, requests} = connect({
		'GET /api/entity/versiondetails/version': '<V><CurrentVersion>7.7.0</CurrentVersion></V>',
		'POST /sdb/rest/workflow/instances': recordedInstance,
	});
	const workflows = new Workflows(session);
	const job = await workflows.start({
		context: {id: '123', name: 'workflowContextName'},
		parameters: {key: 'value', key2: 'value2'},
		correlationId: 'correlationTestId',
	});
	expect(job.id).toBe('3');
	const sent = parseXml((await requests.at(-1)?.text()) ?? '');
	expect(outline(sent)).toEqual(outline(parseXml(recordedStart)));
	expect(children(sent, {family: sent.namespace, name: 'Parameter'})).toHaveLength(2);
});
