import {attribute, parseXml, type XmlElement} from '@fonds/core/xml';
import {createSandbox} from '@fonds/sandbox';
import {expect, it} from 'vitest';
import {entry} from '../fixtures/entries.ts';
import {filesOf, type Files} from '../fixtures/trees.ts';
import type {OpexLayoutOptions} from './layout-options.ts';
import {opexLayout} from './opex-layout.ts';
import type {OpexPackageDescription} from './package-description.ts';

const letters: OpexPackageDescription = {
	name: 'batch-7',
	folders: [
		{
			name: 'Letters',
			title: 'The letters',
			sourceId: 'letters',
			files: [{...entry('Größe & Maß.txt', 'dear'), title: 'A letter'}, entry('Drafts/b.bin', 'x'.repeat(5000))],
			assets: [
				{
					title: 'Book: 1',
					representations: [
						{type: 'Preservation', files: [entry('p1.tif', 'one'), entry('p2.tif', 'two')]},
						{type: 'Access', files: [entry('b.pdf', 'all')]},
					],
				},
			],
		},
	],
};

/** A sandbox into whose source files are put, and whose workflow takes them in. */
async function openSource() {
	let now = Date.parse('2026-03-14T09:00:00Z');
	const sandbox = await createSandbox({samples: false, now: () => now, tokenLifetime: 1e9});
	const fetch = (path: string, init: RequestInit): Promise<Response> =>
		sandbox.fetch(new Request(new URL(path, 'http://sandbox.test'), init));
	const {username, password} = sandbox.credentials.preservica.users.archivist;
	const login = await fetch('/api/accesstoken/login', {method: 'POST', body: new URLSearchParams({username, password})});
	const {token} = (await login.json()) as {token: string};
	const send = (method: string, path: string, body: string | null = null) =>
		fetch(path, {method, body, headers: {'preservica-access-token': token}});
	const {locations} = (await (await send('GET', '/api/location/upload')).json()) as {
		locations: readonly {type: string; apiId: string; containerName: string}[];
	};
	const source = locations.find(({type}) => type === 'Azure')!;
	const credentials = (await (await send('GET', `/api/location/upload/${source.apiId}/upload-credentials`)).json()) as {
		endpoint: string;
		sessionToken: string;
	};
	const base = `${new URL(credentials.endpoint).pathname}/${source.containerName}`;
	return {
		sandbox,
		async put(files: Files) {
			for (const [path, body] of files) {
				const key = path.split('/').map(encodeURIComponent).join('/');
				const headers = {'x-ms-blob-type': 'BlockBlob'};
				const answer = await fetch(`${base}/opex/batch-7/${key}?${credentials.sessionToken}`, {method: 'PUT', body, headers});
				expect([path, answer.status]).toEqual([path, 201]);
			}
		},
		/** Gives the state in which the workflow ended, and its errors. */
		async ingest(): Promise<string> {
			const request =
				'<StartWorkflowRequest xmlns="http://workflow.preservica.com"><WorkflowContextName>Ingest OPEX (Incremental)</WorkflowContextName><Parameter><Key>OpexContainerDirectory</Key><Value>opex/batch-7</Value></Parameter></StartWorkflowRequest>';
			const id = /<(?:\w+:)?Id>([^<]+)</.exec(await (await send('POST', '/sdb/rest/workflow/instances', request)).text())?.[1];
			let text = '';
			await expect
				.poll(async () => {
					now += 10_000;
					return (text = await (await send('GET', `/sdb/rest/workflow/instances/${id}?includeErrors=true`)).text());
				})
				.not.toMatch(/>(?:PENDING|ACTIVE)</);
			return text;
		},
		xml: async (path: string): Promise<XmlElement> => parseXml(await (await send('GET', path)).text()),
	};
}

type Source = Awaited<ReturnType<typeof openSource>>;

/** Titles of what is below a folder. */
async function titles(source: Source, path: string): Promise<readonly unknown[]> {
	const root = await source.xml(path);
	const found: unknown[] = [];
	const visit = async (item: XmlElement): Promise<void> => {
		for (const node of item.children) {
			if (typeof node === 'object' && node.name === 'Child') {
				const ref = attribute(node, 'ref');
				const inside = attribute(node, 'type') === 'SO' ? await titles(source, `/api/entity/structural-objects/${ref}/children`) : [];
				found.push(inside.length === 0 ? attribute(node, 'title') : [attribute(node, 'title'), inside]);
			} else if (typeof node === 'object') {
				await visit(node);
			}
		}
	};
	await visit(root);
	return found;
}

it.each<OpexLayoutOptions>([{}, {pax: 'folder'}, {pax: 'zip', xip: false}])(
	'an incremental ingest takes a container from its source: %j',
	async options => {
		const source = await openSource();
		await source.put(await filesOf(opexLayout(letters, {...options, container: true})));
		expect(await source.ingest()).toContain('COMPLETED');
		expect(await titles(source, '/api/entity/root/children')).toEqual([['The letters', ['A letter', 'Book: 1', ['Drafts', ['b']]]]]);
		await source.sandbox.close();
	},
);

it('an incremental ingest refuses a container of which a file is lost, so that it would notice', async () => {
	const source = await openSource();
	const files = await filesOf(opexLayout(letters, {container: true}));
	files.delete('Letters/Drafts/b.bin');
	await source.put(files);
	expect(await source.ingest()).not.toContain('COMPLETED');
	await source.sandbox.close();
});
