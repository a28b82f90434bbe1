import {expect, it} from 'vitest';
import {buildPackage, packageRefs} from '../../fixtures/build-package.ts';
import type {OpenSandbox} from '../../fixtures/open-sandbox.ts';
import {findAll, attributeOf, openSandbox, origin} from '../../fixtures/open-sandbox.ts';

const folder = '2f7b5d0e-0f0a-4f52-9d1a-3d1c8f6f2c11';

async function withAsset(change: (xml: string) => string): Promise<OpenSandbox> {
	const open = await openSandbox();
	const body = `<StructuralObject xmlns="http://preservica.com/XIP/v8.1"><Ref>${folder}</Ref><Title>Box</Title><SecurityTag>open</SecurityTag></StructuralObject>`;
	await open.send('POST', '/api/entity/structural-objects', {body});
	const put = await open.send('PUT', '/api/s3/buckets/fonds.package.upload/a.zip', {
		body: buildPackage({parent: folder, metadata: change}),
	});
	await open.xml(`/api/entity/progress/${put.headers.get('preservica-progress-token')}`);
	return open;
}

const address = (token: string, ref: string = packageRefs.asset, kind = 'IO'): string =>
	`/Render/render/external?entity=${kind}&entityRef=${ref}&token=${token}`;
const show = ({send}: OpenSandbox, path: string): Promise<Response> => send('GET', path, {token: 'none'});

it('shows an asset to whoever has a token in the address, and escapes what it says', async () => {
	const open = await withAsset(xml => xml.replace('Letter &amp; envelope', '&lt;script&gt;alert(1)&lt;/script&gt; &amp;'));
	const answer = await show(open, address(open.token));
	const page = await answer.text();
	expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html;charset=UTF-8']);
	expect(page).toContain('<h1>&lt;script&gt;alert(1)&lt;/script&gt; &amp;</h1>');
	expect(page).not.toContain('<script>');
	expect(page).toContain('<pre>both pages</pre>');
	expect(page).toContain('both.txt');
	expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
	expect(answer.headers.get('access-control-allow-origin')).toBe('https://fonds.access.preservica.com');
	expect(page).not.toContain(open.token);
});

it('shows pictures of the samples in the page', async () => {
	const open = await openSandbox({samples: true});
	let pictures = 0;
	const walk = async (path: string): Promise<void> => {
		for (const child of findAll(await open.xml(`/api/entity/${path}/children`), 'Child')) {
			const ref = attributeOf(child, 'ref') ?? '';
			if (attributeOf(child, 'type') === 'SO') await walk(`structural-objects/${ref}`);
			else if ((await (await show(open, address(open.token, ref))).text()).includes('<img alt="')) pictures++;
		}
	};
	await walk('root');
	expect(pictures).toBeGreaterThan(0);
});

it('is linked to from the details of an asset that it shows', async () => {
	const open = await withAsset(xml => xml.replaceAll('<xip:SecurityTag>open', '<xip:SecurityTag>restricted'));
	const links = async (id: string, token: string): Promise<unknown> => {
		const answer = await open.send('GET', `/api/content/object-details?id=${encodeURIComponent(id)}`, {token});
		const {value}: {readonly value: {readonly links: unknown}} = await answer.json();
		return value.links;
	};
	const href = `${origin}/Render/render/external?entity=IO&entityRef=${packageRefs.asset}`;
	expect(await links(`sdb:IO|${packageRefs.asset}`, open.token)).toEqual([{rel: 'render', href, type: 'Play'}]);
	expect((await show(open, `${href}&token=${open.token}`)).status).toBe(200);
	expect(await links(`sdb:IO|${packageRefs.asset}`, await open.signIn('reader'))).toEqual([]);
	expect(await links(`sdb:SO|${folder}`, open.token)).toEqual([]);
});

it.each([
	['an unknown asset', packageRefs.page1.replace('7', '8'), 'IO'],
	['a folder', folder, 'IO'],
	['a folder as such', folder, 'SO'],
	['nothing', '', 'IO'],
])('answers 403 and "Not Found" for %s', async (_title, ref, kind) => {
	const open = await withAsset(xml => xml);
	const answer = await show(open, address(open.token, ref, kind));
	expect([answer.status, await answer.text()]).toEqual([403, 'Not Found']);
});

it('answers 403 for what a reader may not download, and 401 without a valid token', async () => {
	const open = await withAsset(xml => xml.replaceAll('<xip:SecurityTag>open', '<xip:SecurityTag>restricted'));
	expect((await show(open, address(await open.signIn('reader')))).status).toBe(403);
	expect((await show(open, address(open.token))).status).toBe(200);
	expect((await show(open, address('none'))).status).toBe(401);
	expect((await open.send('GET', address(''))).status).toBe(401);
});
