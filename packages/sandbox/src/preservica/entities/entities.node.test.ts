import {expect, it} from 'vitest';
import type {OpenSandbox} from '../../fixtures/open-sandbox.ts';
import {attributeOf, find, findAll, openSandbox, origin, textOf} from '../../fixtures/open-sandbox.ts';

const xip = 'xmlns="http://preservica.com/XIP/v8.1"';

function folderXml(title: string, more = ''): string {
	return `<StructuralObject ${xip}><Title>${title}</Title><SecurityTag>open</SecurityTag>${more}</StructuralObject>`;
}

async function createFolder({send}: OpenSandbox, title: string, more = ''): Promise<string> {
	const answer = await send('POST', '/api/entity/structural-objects', {body: folderXml(title, more)});
	const text = await answer.text();
	expect(answer.status, text).toBe(200);
	return /Ref>([^<]+)</u.exec(text)?.[1] ?? '';
}

const titles = (root: Parameters<typeof findAll>[0]): (string | undefined)[] =>
	findAll(root, 'Child').map(child => attributeOf(child, 'title'));

it.each([
	['6.9.0', 'v6.9'],
	['7.7.0', 'v7.7'],
	['8.1.0', 'v8.1'],
	['9.1.0', 'v9.1'],
] as const)('is version %s, in its namespaces', async (version, suffix) => {
	const {send, xml} = await openSandbox({version});
	const text = await (await send('GET', '/api/entity/versiondetails/version')).text();
	expect(text).toContain(`<CurrentVersion>${version}</CurrentVersion>`);
	expect((await xml('/api/entity/root/children')).namespace).toBe(`http://preservica.com/EntityAPI/${suffix}`);
});

it('answers in the version of the path, as far as the server has it', async () => {
	const open = await openSandbox({version: '7.7.0'});
	await createFolder(open, 'Box');
	const root = await open.xml('/api/entity/v7.2/root/children');
	expect(root.namespace).toBe('http://preservica.com/EntityAPI/v7.2');
	expect(textOf(findAll(root, 'Child')[0] ?? root)).toMatch(new RegExp(`^${origin}/api/entity/v7\\.2/structural-objects/`, 'u'));
	expect((await open.xml('/api/entity/v6.1/root/children')).namespace).toBe('http://preservica.com/EntityAPI/v6.0');
	expect((await open.send('GET', '/api/entity/v8.0/root/children')).status).toBe(404);
});

it('creates folders, below others and with a given reference', async () => {
	const open = await openSandbox();
	const given = '2f7b5d0e-0f0a-4f52-9d1a-3d1c8f6f2c11';
	const parent = await createFolder(
		open,
		'Fish &amp; quay',
		`<Ref>${given}</Ref><Description>&lt;b&gt;</Description><CustomType>Fonds</CustomType>`,
	);
	expect(parent).toBe(given);
	const child = await createFolder(open, 'Box 1', `<Parent>${parent}</Parent>`);

	const folder = await open.xml(`/api/entity/structural-objects/${parent}`);
	expect([find(folder, 'Title'), find(folder, 'Description'), find(folder, 'CustomType')]).toEqual(['Fish & quay', '<b>', 'Fonds']);
	expect(findAll(folder, 'Parent')).toEqual([]);
	expect(find(folder, 'Children')).toBe(`${origin}/api/entity/structural-objects/${parent}/children`);
	const box = await open.xml(`/api/entity/structural-objects/${child}`);
	expect(findAll(box, 'Parent').map(textOf)).toEqual([parent, `${origin}/api/entity/structural-objects/${parent}`]);
});

it.each<[string, string, number]>([
	['no XML', 'title=Box', 400],
	['a doctype', `<!DOCTYPE a [<!ENTITY b "c">]><StructuralObject ${xip}/>`, 400],
	['another element', `<InformationObject ${xip}><Title>A</Title><SecurityTag>open</SecurityTag></InformationObject>`, 400],
	['no namespace', '<StructuralObject><Title>A</Title><SecurityTag>open</SecurityTag></StructuralObject>', 400],
	['no title', `<StructuralObject ${xip}><SecurityTag>open</SecurityTag></StructuralObject>`, 400],
	['an unknown tag', folderXml('A').replace('open', 'secret'), 400],
	['a malformed reference', folderXml('A', '<Ref>one</Ref>'), 400],
	['an unknown parent', folderXml('A', '<Parent>2f7b5d0e-0f0a-4f52-9d1a-3d1c8f6f2c11</Parent>'), 404],
])('refuses a folder that is %s', async (_title, body, status) => {
	const {send} = await openSandbox();
	expect((await send('POST', '/api/entity/structural-objects', {body})).status).toBe(status);
});

it('answers 404 for unknown and malformed references and for the wrong kind', async () => {
	const open = await openSandbox();
	const folder = await createFolder(open, 'Box');
	for (const path of [
		'structural-objects/x',
		'information-objects/2f7b5d0e-0f0a-4f52-9d1a-3d1c8f6f2c11',
		`information-objects/${folder}`,
		`content-objects/${folder}`,
	]) {
		expect((await open.send('GET', `/api/entity/${path}`)).status).toBe(404);
	}
});

it('pages children by title, with a total on every page and no Next on the last', async () => {
	const open = await openSandbox();
	const parent = await createFolder(open, 'Parent');
	for (const name of ['Box 10', 'Box 9', 'Box 1', 'Box 2', 'Box 3']) await createFolder(open, name, `<Parent>${parent}</Parent>`);
	const first = await open.xml(`/api/entity/structural-objects/${parent}/children?max=2`);
	expect(titles(first)).toEqual(['Box 1', 'Box 2']);
	expect(find(first, 'TotalResults')).toBe('5');
	expect(findAll(first, 'Previous')).toEqual([]);
	const second = await open.xml(find(first, 'Next'));
	expect(titles(second)).toEqual(['Box 3', 'Box 9']);
	expect(find(second, 'Previous')).toContain('start=0');
	const last = await open.xml(find(second, 'Next'));
	expect(titles(last)).toEqual(['Box 10']);
	expect(find(last, 'TotalResults')).toBe('5');
	expect(findAll(last, 'Next')).toEqual([]);
	expect(findAll(await open.xml(`/api/entity/structural-objects/${parent}/children?max=5`), 'Next')).toEqual([]);
	expect(titles(await open.xml(`/api/entity/structural-objects/${parent}/children?start=99`))).toEqual([]);
	expect((await open.send('GET', `/api/entity/root/children?max=-1`)).status).toBe(400);
});

it('makes links of its public address', async () => {
	const open = await openSandbox({publicUrl: 'https://preservica.example/'});
	await createFolder(open, 'Box');
	const [child] = findAll(await open.xml('/api/entity/root/children'), 'Child');
	expect(child && textOf(child)).toMatch(/^https:\/\/preservica\.example\/api\/entity\//u);
});

it('saves title, description and type, and leaves tag and parent', async () => {
	const open = await openSandbox();
	const ref = await createFolder(open, 'Box', '<Description>old</Description><CustomType>Fonds</CustomType>');
	const path = `/api/entity/structural-objects/${ref}`;
	const body = `<StructuralObject ${xip}><Ref>${ref}</Ref><Title>Box 1</Title><Description/><SecurityTag>closed</SecurityTag></StructuralObject>`;
	expect((await open.send('PUT', path, {body})).status).toBe(200);
	const saved = await open.xml(path);
	expect([find(saved, 'Title'), find(saved, 'SecurityTag')]).toEqual(['Box 1', 'open']);
	expect([...findAll(saved, 'Description'), ...findAll(saved, 'CustomType')]).toEqual([]);
	expect((await open.send('PUT', path, {body: body.replace(ref, '2f7b5d0e-0f0a-4f52-9d1a-3d1c8f6f2c11')})).status).toBe(400);
	const events = await open.xml(`${path}/event-actions`);
	expect(findAll(events, 'EventAction').map(action => attributeOf(action, 'commandType'))).toEqual(['command_create', 'command_update']);
});

it('changes the security tag under a progress token, when its time has passed', async () => {
	const open = await openSandbox({stepDuration: 1000});
	const ref = await createFolder(open, 'Box');
	const change = await open.send('PUT', `/api/entity/structural-objects/${ref}/security-descriptor?includeDescendants=false`, {
		body: 'closed',
	});
	expect(change.status).toBe(202);
	expect(change.headers.get('content-type')).toMatch(/^text\/plain/u);
	const token = await change.text();
	expect(token).toMatch(/^\S+$/u);
	const progress = async (): Promise<string> => find(await open.xml(`/api/entity/progress/${token}`), 'Status');
	const tag = async (): Promise<string> => find(await open.xml(`/api/entity/structural-objects/${ref}`), 'SecurityTag');
	expect([await progress(), await tag()]).toEqual(['ACTIVE', 'open']);
	open.clock.now += 1000;
	expect([await tag(), await progress()]).toEqual(['closed', 'COMPLETED']);
	expect((await open.send('PUT', `/api/entity/structural-objects/${ref}/security-descriptor`, {body: 'secret'})).status).toBe(422);
	expect((await open.send('GET', '/api/entity/progress/unknown')).status).toBe(404);
});

it('moves folders, to the root too, and never into themselves', async () => {
	const open = await openSandbox();
	const outer = await createFolder(open, 'Outer');
	const inner = await createFolder(open, 'Inner', `<Parent>${outer}</Parent>`);
	const move = async (ref: string, target: string): Promise<number> =>
		(await open.send('PUT', `/api/entity/structural-objects/${ref}/parent-ref`, {body: target})).status;
	expect(await move(outer, inner)).toBe(422);
	expect(await move(inner, '2f7b5d0e-0f0a-4f52-9d1a-3d1c8f6f2c11')).toBe(404);
	expect(await move(inner, '@root@')).toBe(202);
	expect(titles(await open.xml('/api/entity/root/children'))).toEqual(['Inner', 'Outer']);
});

it('adds, finds and removes identifiers; nothing found is an empty list', async () => {
	const open = await openSandbox();
	const ref = await createFolder(open, 'Box');
	const path = `/api/entity/structural-objects/${ref}/identifiers`;
	const add = await open.send('POST', path, {
		body: `<Identifier ${xip}><Type>code</Type><Value>A &amp; B</Value><Entity>${ref}</Entity></Identifier>`,
	});
	expect(add.status).toBe(200);
	const apiId = find(await open.xml(path), 'ApiId');
	expect(apiId).toMatch(/^[0-9a-f]{32}$/u);
	const byIdentifier = `/api/entity/entities/by-identifier?type=code&value=${encodeURIComponent('A & B')}`;
	expect(findAll(await open.xml(byIdentifier), 'Entity').map(entity => [attributeOf(entity, 'ref'), attributeOf(entity, 'type')])).toEqual([
		[ref, 'SO'],
	]);
	expect((await open.send('DELETE', `${path}/${apiId}`)).status).toBe(204);
	expect(findAll(await open.xml(byIdentifier), 'Entity')).toEqual([]);
	expect((await open.send('DELETE', `${path}/${apiId}`)).status).toBe(404);
});

it('changes a metadata fragment only under its own reference', async () => {
	const open = await openSandbox();
	const ref = await createFolder(open, 'Box');
	const path = `/api/entity/structural-objects/${ref}`;
	const send = async (method: string, address: string, own = ''): Promise<number> => {
		const body = `<MetadataContainer xmlns="http://preservica.com/XIP/v8.1" schemaUri="a">${own}<Entity>${ref}</Entity><Content><a xmlns="a"/></Content></MetadataContainer>`;
		return (await open.send(method, address, {body})).status;
	};
	expect(await send('POST', `${path}/metadata`)).toBe(200);
	const url = find(await open.xml(path), 'Fragment');
	const own = url.split('/').at(-1) ?? '';
	const refs = [`<Ref>${own}</Ref>`, '', `<Ref>${ref}</Ref>`];
	expect(await Promise.all(refs.map(each => send('PUT', url, each)))).toEqual([200, 200, 400]);
});

it('keeps metadata fragments as they are, namespaces and mixed content included', async () => {
	const open = await openSandbox();
	const ref = await createFolder(open, 'Box');
	const path = `/api/entity/structural-objects/${ref}`;
	const container = (content: string): string =>
		`<xip:MetadataContainer xmlns:xip="http://preservica.com/XIP/v8.1" schemaUri="urn:note"><xip:Entity>${ref}</xip:Entity><xip:Content>${content}</xip:Content></xip:MetadataContainer>`;
	const note = '<n:note xmlns:n="urn:note">a <n:b x="&quot;1&quot;">bold</n:b> word &amp; 日本語</n:note>';
	expect((await open.send('POST', `${path}/metadata`, {body: container(note)})).status).toBe(200);
	const [fragment] = findAll(await open.xml(path), 'Fragment');
	expect(attributeOf(fragment, 'schema')).toBe('urn:note');
	const url = fragment ? textOf(fragment) : '';
	const [kept] = findAll(await open.xml(url), 'note');
	expect(kept).toMatchObject({
		namespace: 'urn:note',
		children: ['a ', {name: 'b', namespace: 'urn:note', children: ['bold']}, ' word & 日本語'],
	});

	expect((await open.send('PUT', url, {body: container('<plain><inner/></plain>')})).status).toBe(200);
	expect(findAll(await open.xml(url), 'plain')[0]).toMatchObject({namespace: '', children: [{name: 'inner', namespace: ''}]});
	expect((await open.send('PUT', url, {body: container('<a/><b/>')})).status).toBe(400);
	expect((await open.send('PUT', url, {body: container('')})).status).toBe(400);
	expect((await open.send('DELETE', url)).status).toBe(204);
	expect((await open.send('GET', url)).status).toBe(404);
	expect(findAll(await open.xml(path), 'Fragment')).toEqual([]);
});

it('lets readers change nothing', async () => {
	const open = await openSandbox();
	const ref = await createFolder(open, 'Box');
	const token = await open.signIn('reader');
	const path = `/api/entity/structural-objects/${ref}`;
	expect((await open.send('GET', path, {token})).status).toBe(200);
	const attempts: readonly [string, string, string][] = [
		['POST', '/api/entity/structural-objects', folderXml('A')],
		['PUT', path, folderXml('A', `<Ref>${ref}</Ref>`)],
		['PUT', `${path}/security-descriptor`, 'closed'],
		['PUT', `${path}/parent-ref`, '@root@'],
		['POST', `${path}/identifiers`, `<Identifier ${xip}><Type>a</Type><Value>b</Value></Identifier>`],
	];
	for (const [method, target, body] of attempts)
		expect([target, (await open.send(method, target, {body, token})).status]).toEqual([target, 403]);
});
