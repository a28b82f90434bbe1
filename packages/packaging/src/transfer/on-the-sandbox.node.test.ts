import {createSandbox, type Sandbox} from '@fonds/sandbox';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {collect, entry} from '../fixtures/entries.ts';
import {filesOf, treeOf, type Files} from '../fixtures/trees.ts';
import {zipLayout} from '../layout/zip-layout.ts';
import type {TransferDescription} from './transfer.ts';
import {transferBagLayout} from './transfer-bag.ts';
import {transferLayout} from './transfer-layout.ts';
import {validateTransferCsv, type CsvValidator} from './validate-csv.ts';
import {validateTransfer} from './validate-transfer.ts';

const origin = 'http://sandbox.example.org';
let time = 1_750_000_000_000;
let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await createSandbox({samples: false, stepDuration: 100, now: () => time});
});
afterAll(() => sandbox.close());

const ask = async (
	kind: 'dashboard' | 'storage',
	method: string,
	path: string,
	body?: BodyInit,
	type = 'application/json',
): Promise<Response> => {
	const {username, apiKey} = sandbox.credentials.archivematica[kind];
	const headers = {authorization: `ApiKey ${username}:${apiKey}`, 'content-type': type};
	return await sandbox.fetch(new Request(`${origin}${path}`, {method, headers, ...(body !== undefined && {body})}));
};

/** What Archivematica's own validator says: its reason, `valid`, or that it failed. */
const server = async (validator: CsvValidator, text: string): Promise<string> => {
	const answer = await ask('dashboard', 'POST', `/api/v2beta/validate/${validator}`, text, 'text/csv; charset=utf-8');
	const {valid, reason} = (await answer.json()) as {readonly valid?: boolean; readonly reason?: string};
	return valid === true ? 'valid' : (reason ?? 'failed');
};

describe('the validators say what the server says', () => {
	const columns =
		'file,basis,status,determination_date,start_date,end_date,jurisdiction,terms,citation,note,grant_act,grant_restriction,grant_start_date,grant_end_date,grant_note,doc_id_type,doc_id_value,doc_id_role';
	const names = columns.split(',');
	const row = (values: Readonly<Record<string, string>>) => `${columns}\n${names.map(name => values[name] ?? '').join(',')}\n`;
	const copyright = {file: 'objects/a', basis: 'copyright', status: 's', jurisdiction: 'ca'};
	const statute = {file: 'objects/a', basis: 'statute', citation: 'c', jurisdiction: 'ca'};
	const avalon = (headers: string, cells: string, first = 'ref,author') => `${first}\n${headers}\n${cells}\n`;

	it.each<[CsvValidator, string]>([
		['rights', ''],
		['rights', columns],
		['rights', row(copyright)],
		['rights', row(statute)],
		['rights', row({file: 'a', basis: 'donor'})],
		['rights', row({file: 'a'})],
		['rights', row({...copyright, status: ''})],
		['rights', row({...copyright, jurisdiction: ''})],
		['rights', row({...copyright, status: '', jurisdiction: ''})],
		['rights', row({...copyright, terms: 't'})],
		['rights', row({...copyright, citation: 't'})],
		['rights', row({...statute, citation: ''})],
		['rights', row({...statute, jurisdiction: ''})],
		['rights', row({...statute, status: 's'})],
		['rights', row({...copyright, doc_id_role: 'r'})],
		['rights', row({...copyright, doc_id_type: 't'})],
		['rights', row({...copyright, grant_act: 'use'})],
		['rights', row({...copyright, grant_act: 'use', grant_restriction: 'maybe'})],
		['rights', row({...copyright, grant_act: 'use', grant_restriction: 'conditional'})],
		['rights', row({...copyright, basis: 'Copyright', grant_act: 'use', grant_restriction: 'ALLOW'})],
		['rights', row({...copyright, basis: 'Copyright', terms: 't'})],
		['rights', row({...statute, basis: 'STATUTE', citation: ''})],
		['rights', `file, basis\na,b\n`],
		['rights', `file,basis,colour,shape\na,b,c,d\n`],
		['rights', `file,note\na,b\n`],
		['rights', `file,basis,\na,,donor\n`],
		['rights', `file,basis\na,donor\n`],
		['rights', `${columns}\na,donor\n`],
		['avalon', ''],
		['avalon', 'a,b\nTitle,File,Date Issued\n'],
		['avalon', avalon('Title,Date Issued,File', 'a,b,c.mp4')],
		['avalon', avalon('Title,Date Issued,File', 'a,b,c.d.mp4')],
		['avalon', avalon('Title,Date Issued,File', 'a,b,c.high.mp4')],
		['avalon', avalon('Title,Date Issued,File', 'a,b,c.mp4', ',author')],
		['avalon', avalon('Title,Date Issued,File', 'a,b,c.mp4', 'ref,')],
		['avalon', avalon('Title ,Date Issued,File', 'a,b,c.mp4')],
		['avalon', avalon('Title,Date Issued,File,Colour,Shape', 'a,b,c.mp4,d,e')],
		['avalon', avalon('Title,Title,Date Issued,File,Abstract,Abstract', 'a,b,c,d,e,f')],
		['avalon', avalon('Title,File', 'a,b')],
		['avalon', avalon('Bibliographic ID,File', 'a,b')],
		['avalon', avalon('Title,Date Issued,File,Note Type', 'a,b,c,d')],
		['avalon', avalon('Title,Date Issued,File,Related Item Label', 'a,b,c,d')],
		['avalon', avalon('Title,Date Issued,File,Other Identifier Type', 'a,b,c,d')],
		['avalon', avalon('Title,Date Issued,File,Publish,Hidden', 'a,b,c,yes,')],
		['avalon', avalon('Title,Date Issued,File,Publish,Hidden', 'a,b,c,yes,true')],
		['avalon', avalon('Title,Date Issued,File,Publish,Hidden', 'a,b,c,YES,No')],
		['avalon', avalon('Title,,Date Issued,File', 'a,b,c.d.e')],
		['avalon', avalon('Title,Date Issued,File', 'a,b')],
	])('%s: %o', async (validator, text) => {
		const expected = await server(validator, text);
		const findings = await validateTransferCsv(validator, text);
		if (expected === 'failed') {
			expect(findings.some(({code}) => code === 'row-too-short' || code === 'column-absent')).toBe(true);
		} else {
			expect(findings.find(({severity}) => severity === 'error')?.message ?? 'valid').toBe(expected);
		}
	});
});

const description: TransferDescription = {
	name: 'Birds',
	objects: [entry('beihai.tif', 'tiff'), entry('audio/bird.mp3', 'mp3')],
	metadata: [{path: 'beihai.tif', fields: {'dc.title': 'Beihai & sea', 'dc.subject': ['China', 'Maps']}}],
	submissionDocumentation: [entry('agreement.txt', 'signed')],
};

describe('an ingest', () => {
	const put = async (path: string, bytes: Uint8Array<ArrayBuffer>) => {
		const answer = await sandbox.fetch(new Request(`${origin}/sandbox/archivematica/source/${path}`, {method: 'PUT', body: bytes}));
		expect(answer.ok).toBe(true);
	};
	const start = async (path: string, type: string): Promise<string> => {
		const {objects} = (await (await ask('storage', 'GET', '/api/v2/location/?purpose=TS')).json()) as {
			readonly objects: readonly {readonly uuid: string}[];
		};
		const body = {name: 'Birds', type, path: btoa(`${objects[0]?.uuid}:${path}`), processing_config: 'automated', auto_approve: true};
		const {id} = (await (await ask('dashboard', 'POST', '/api/v2beta/package/', JSON.stringify(body))).json()) as {readonly id: string};
		return id;
	};
	interface Status {
		readonly status: string;
		readonly sip_uuid?: string;
	}
	const follow = async (kind: 'transfer' | 'ingest', id: string): Promise<Status> => {
		for (let turn = 0; turn < 2000; turn++) {
			time += 1000;
			const answer = await ask('dashboard', 'GET', `/api/${kind}/status/${id}/`);
			const status = answer.ok ? ((await answer.json()) as Status) : undefined;
			if (status !== undefined && status.status !== 'PROCESSING' && status.sip_uuid !== 'BACKLOG') {
				return status;
			}
		}
		throw new Error('It does not end.');
	};
	const send = async (folder: string, files: Files, type: string) => {
		for (const [path, bytes] of files) {
			await put(`${folder}/${path}`, bytes);
		}
		return await follow('transfer', await start(folder, type));
	};
	/** The METS of the AIP. */
	const metsOf = async ({status, sip_uuid: sip = ''}: Status): Promise<string> => {
		expect(status).toBe('COMPLETE');
		expect(await follow('ingest', sip)).toMatchObject({status: 'COMPLETE'});
		const path = `Birds-${sip}/data/METS.${sip}.xml`;
		return await (
			await ask('storage', 'GET', `/api/v2/file/${sip}/extract_file/?relative_path_to_file=${encodeURIComponent(path)}`)
		).text();
	};

	it('of a standard transfer keeps metadata, names and documents', async () => {
		const mets = await metsOf(await send('standard', await filesOf(transferLayout(description, {digests: ['md5', 'sha512']})), 'standard'));
		expect(mets).toMatch(/Beihai &amp; sea/);
		expect(mets).toContain('agreement.txt');
		expect(mets).toContain('objects/audio/bird.mp3');
	});

	it('of a bag keeps metadata, names and documents', async () => {
		const mets = await metsOf(await send('bag', await filesOf(transferBagLayout(description)), 'unzipped bag'));
		expect(mets).toMatch(/Beihai &amp; sea/);
		expect(mets).toContain('agreement.txt');
		expect(mets).toContain('objects/audio/bird.mp3');
	});

	it('of a zipped transfer keeps metadata', async () => {
		await put('Birds-standard.zip', await collect(zipLayout(transferLayout(description)).bytes));
		const {status, sip_uuid: sip = ''} = await follow('transfer', await start('Birds-standard.zip', 'zipfile'));
		expect(status).toBe('COMPLETE');
		expect(await follow('ingest', sip)).toMatchObject({status: 'COMPLETE'});
	});

	it('of a zipped bag is taken', async () => {
		const {bytes} = zipLayout(transferBagLayout(description), {folder: 'Birds'});
		await put('Birds.zip', await collect(bytes));
		expect(await follow('transfer', await start('Birds.zip', 'zipped bag'))).toMatchObject({status: 'COMPLETE'});
	});

	it('fails where we said that it would', async () => {
		const files = await filesOf(transferLayout(description));
		files.set('objects/beihai.tif', new TextEncoder().encode('tifF'));
		expect((await validateTransfer(treeOf(files))).status).toBe('invalid');
		expect(await send('damaged', files, 'standard')).toMatchObject({status: 'FAILED'});
	});
});
