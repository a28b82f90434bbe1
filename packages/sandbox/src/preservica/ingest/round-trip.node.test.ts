import {parseXml} from '@fonds/core/xml';
import {unzipSync} from 'fflate';
import {expect, it} from 'vitest';
import {findAll, openSandbox} from '../../fixtures/open-sandbox.ts';
import type {OpenArchive} from '../fixtures/open-archive.ts';
import {folderRef, withShortcuts} from '../fixtures/open-archive.ts';
import type {Outline} from '../fixtures/outline.ts';
import {outlineFolder} from '../fixtures/outline.ts';
import {Dice, randomPackage} from '../fixtures/random-package.ts';
import type {SandboxVersion} from '../../context.ts';

async function openEmpty(version: SandboxVersion): Promise<OpenArchive> {
	const open = withShortcuts(await openSandbox({version, tokenLifetime: 1e9}));
	const body = `<StructuralObject xmlns="http://preservica.com/XIP/v${version.slice(0, 3)}"><Ref>${folderRef}</Ref><Title>Box</Title><SecurityTag>open</SecurityTag></StructuralObject>`;
	expect(await open.status('POST', 'structural-objects', {body})).toBe(200);
	return open;
}

async function ingest(open: OpenArchive, body: Uint8Array<ArrayBuffer>): Promise<void> {
	const headers = {'x-amz-meta-structuralobjectreference': folderRef};
	const answer = await open.send('PUT', '/api/s3/buckets/fonds.package.upload/a.zip', {body, headers});
	open.clock.now += 10_000;
	const token = answer.headers.get('preservica-progress-token') ?? '';
	expect([await open.errors(token), await open.progress(token)]).toEqual([expect.not.stringContaining('<Error>'), 'COMPLETED']);
}

/** Exports the folder `Top` that is in the box. */
async function exported(open: OpenArchive): Promise<Uint8Array<ArrayBuffer>> {
	const children = await (await open.send('GET', `/api/entity/structural-objects/${folderRef}/children`)).text();
	const top = /ref="([^"]+)"/u.exec(children)?.[1];
	const body =
		'<ExportAction xmlns="http://preservica.com/EntityAPI/v8.1"><IncludeParentHierarchy>false</IncludeParentHierarchy></ExportAction>';
	const token = await open.accepted('POST', `structural-objects/${top}/exports`, {body});
	open.clock.now += 10_000;
	expect(await open.progress(token)).toBe('COMPLETED');
	return new Uint8Array(await (await open.send('GET', `/api/entity/actions/exports/${token}/content`)).arrayBuffer());
}

/** Things of the same title come in the order of their references, and those of folders are new. */
function inOrder(outlines: readonly Outline[]): readonly Outline[] {
	return outlines
		.map(outline => ({...outline, children: inOrder(outline.children)}))
		.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** Names that a file system which ignores case and Unicode form would take for the same. */
function clashes(names: readonly string[]): readonly string[] {
	const seen = new Set<string>();
	const folders = new Set<string>();
	for (const name of names) {
		const parts = name.normalize('NFC').toLowerCase().split('/');
		for (let depth = 1; depth < parts.length; depth++) folders.add(parts.slice(0, depth).join('/'));
	}
	return names.filter(name => {
		const key = name.normalize('NFC').toLowerCase();
		const clash = seen.has(key) || folders.has(key) || name.split('/').some(part => Buffer.byteLength(part) > 255);
		seen.add(key);
		return clash;
	});
}

/** Names in a PAX that clash, or do not lie where files of a PAX do (4.4). */
function misnamed(names: readonly string[]): readonly string[] {
	const strange = names.filter(name => !/^(?:[^/]+\.xip|Representation_[^/]+\/[^/]+\/Generation_\d+\/(?:[\d_]+\/)?[^/]+)$/u.test(name));
	return [...clashes(names), ...strange];
}

/** What stands among descriptive metadata and must not, by the schema of OPEX. */
function misplaced(opex: Uint8Array): readonly string[] {
	const own = 'http://www.openpreservationexchange.org/opex/v1.2';
	const description = findAll(parseXml(opex), 'DescriptiveMetadata').find(({namespace}) => namespace === own);
	const elements = description?.children.filter(node => typeof node === 'object') ?? [];
	return elements.flatMap(({namespace}) => (namespace === '' || namespace === own ? [namespace] : []));
}

const seeds = Array.from({length: 8}, (_, index) => 20_261_121 + index);

it.each(seeds)('ingests what it has exported as what it was: %i', async seed => {
	const version = (['8.1.0', '7.7.0', '6.9.0'] as const)[seed % 3] ?? '8.1.0';
	const first = await openEmpty(version);
	await ingest(first, randomPackage(new Dice(seed), folderRef));
	const zip = await exported(first);
	const files = unzipSync(zip);
	expect(clashes(Object.keys(files))).toEqual([]);
	// its .opex file would be that of the folder around it
	expect(Object.keys(files).filter(name => /(?:^|\/)([^/]+)\/\1\//u.test(name))).toEqual([]);
	for (const [name, bytes] of Object.entries(files)) {
		if (name.endsWith('.opex')) expect(misplaced(bytes)).toEqual([]);
		else expect(misnamed(Object.keys(unzipSync(bytes)))).toEqual([]);
	}
	const second = await openEmpty(version);
	await ingest(second, zip);
	const original = await outlineFolder(first, folderRef);
	expect(original[0]?.title).toBe('Top');
	expect(inOrder(await outlineFolder(second, folderRef))).toEqual(inOrder(original));
});
