import {content, optionalAttribute, parseXml} from '@fonds/core/xml';
import type {XmlElement} from '@fonds/core/xml';
import {afterAll, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {base64, install, samples} from '../fixtures/installation.ts';
import type {Installation} from '../fixtures/installation.ts';
import {metsSchema, schemasPresent} from '../fixtures/mets-schema.ts';

let am: Installation;
beforeEach(async () => {
	am = await install();
});

async function metsOf(sip: string): Promise<string> {
	const {current_path: path} = await am.readStorage(`/api/v2/file/${sip}/`);
	const folder = path.split('/').at(-1).replace('.tar.gz', '');
	return (await am.storage(`/api/v2/file/${sip}/extract_file/?relative_path_to_file=${folder}/data/METS.${sip}.xml`)).text();
}

const put = (path: string, body: string) => am.send('PUT', `/sandbox/archivematica/source/${samples}/${path}`, {body});

/** All elements with this local name, in document order. */
function all(root: XmlElement, name: string): readonly XmlElement[] {
	return root.children.flatMap(node => (typeof node === 'string' ? [] : [...(node.name === name ? [node] : []), ...all(node, name)]));
}

const attribute = (element: XmlElement | undefined, name: string) => element && optionalAttribute(element, name);

describe('the METS document of an AIP', () => {
	it('has a section for each file, with its events and the agents they name', async () => {
		const mets = parseXml(await metsOf(await am.preserve('pictures')));
		const files = all(mets, 'file');
		expect(files.length).toBeGreaterThan(3);
		expect(all(mets, 'amdSec').map(section => attribute(section, 'ID'))).toEqual(
			files.map(file => attribute(file, 'ADMID') ?? '').toSorted(),
		);
		for (const section of all(mets, 'amdSec')) {
			expect(all(section, 'eventType').map(type => content(type))).toEqual([
				'ingestion',
				'message digest calculation',
				'virus check',
				'format identification',
			]);
			expect(all(section, 'agentType').map(type => content(type))).toEqual(['software', 'organization', 'Archivematica user']);
			const named = all(section, 'linkingAgentIdentifierValue').map(value => content(value));
			expect(new Set(named)).toEqual(new Set(all(section, 'agentIdentifierValue').map(value => content(value))));
		}
		const ids = all(mets, 'digiprovMD').map(section => attribute(section, 'ID'));
		expect(new Set(ids).size).toBe(ids.length);
	});

	it('says which names were changed', async () => {
		const mets = parseXml(await metsOf(await am.preserve('names')));
		const notes = all(mets, 'eventOutcomeDetailNote').map(note => content(note));
		expect(notes).toContain(
			'Original name="%transferDirectory%Übersicht & Plan (1).txt"; new name="%SIPDirectory%objects/Ubersicht___Plan_(1).txt"',
		);
	});

	it('groups files by what they are for', async () => {
		await put('grouped/objects/a.txt', 'a');
		await put('grouped/objects/access/a.txt', 'b');
		await put('grouped/metadata/rights.csv', 'file,basis\n');
		const mets = parseXml(await metsOf(await am.preserve('grouped')));
		const groups = all(mets, 'fileGrp').map(group => [attribute(group, 'USE'), all(group, 'file').length]);
		expect(groups).toEqual([
			['original', 1],
			['access', 1],
			['submissionDocumentation', 1],
			['metadata', 2],
		]);
	});

	it('holds what a metadata.csv says of files and of folders, Dublin Core apart from the rest', async () => {
		await put('described/objects/sub dir/a.txt', 'a');
		await put('described/objects/b.txt', 'b');
		const csv = [
			'filename,dc.title,dc.creator,dc.creator,dcterms.issued,shelf mark,2nd',
			'objects/sub_dir/,"The folder, as it is",Ada,Bob,,A 1,x',
			'objects/sub dir,"The folder, as it was",,,,,',
			'objects/b.txt,"A row that another one replaces",,,,,',
			'objects/b.txt,Bee,,,1901,,',
			'objects/missing.txt,Nothing,,,,,',
			'b.txt,Nothing,,,,,',
			'objects/sub_dir/a.txt,Nothing,,,,,',
			'metadata/metadata.csv,Nothing,,,,,',
		];
		await put('described/metadata/metadata.csv', csv.join('\r\n'));
		const mets = parseXml(await metsOf(await am.preserve('described')));
		const sections = all(mets, 'dmdSec').slice(1);
		expect(sections.map(section => attribute(section, 'STATUS'))).toEqual(['original', 'original', 'original']);
		const said = sections.map(section => {
			const [wrap] = all(section, 'mdWrap');
			const [data] = all(section, 'xmlData');
			const root = all(section, 'dublincore')[0] ?? data;
			return [
				attribute(wrap, 'MDTYPE'),
				attribute(wrap, 'OTHERMDTYPE'),
				root?.children.flatMap(node => (typeof node === 'string' ? [] : [`${node.name}=${content(node)}`])),
			];
		});
		expect(said).toEqual([
			['DC', undefined, ['title=The folder, as it is', 'creator=Ada', 'creator=Bob']],
			['OTHER', 'CUSTOM', ['shelf_mark=A 1', '_2nd=x']],
			['DC', undefined, ['title=Bee', 'issued=1901']],
		]);
		const divisions = all(mets, 'div').map(div => [attribute(div, 'LABEL'), attribute(div, 'DMDID')]);
		expect(divisions).toContainEqual(['sub_dir', 'dmdSec_2 dmdSec_3']);
		expect(divisions).toContainEqual(['b.txt', 'dmdSec_4']);
		expect(attribute(all(mets, 'file')[1], 'DMDID')).toBe('dmdSec_4');
	});

	it('documents empty folders only when that was chosen', async () => {
		await put('hollow/objects/full/a.txt', 'a');
		const path = `${samples}/hollow/objects/empty one/`;
		am.state.entries.put(`${am.transferSource}:${path}`, {
			location: am.transferSource,
			path,
			blob: null,
			size: 0,
			sha256: '',
			modified: 0,
		});
		expect(all(parseXml(await metsOf(await am.preserve('hollow'))), 'structMap').length).toBe(1);
		await am.control('POST', 'plans', {waitFor: ['normative_structmap']});
		const id = await am.start('hollow');
		am.pass(100);
		await am.control('POST', 'decisions', {unit: id, choice: 'Yes'});
		am.pass(100);
		const {sip_uuid: sip} = await am.read(`/api/transfer/status/${id}/`);
		const [, logical] = all(parseXml(await metsOf(sip)), 'structMap');
		expect([attribute(logical, 'TYPE'), attribute(logical, 'LABEL')]).toEqual(['logical', 'Normative Directory Structure']);
		const objects = logical && all(logical, 'div').find(div => attribute(div, 'LABEL') === 'objects');
		const below =
			objects &&
			objects.children
				.flatMap(node => (typeof node === 'string' ? [] : [node]))
				.map(div => [attribute(div, 'LABEL'), attribute(div, 'TYPE')]);
		expect(below).toContainEqual(['empty_one', 'Directory']);
		expect(below).toContainEqual(['full', 'Directory']);
	});
});

describe.skipIf(!schemasPresent)(
	schemasPresent ? 'the schema of METS and PREMIS' : 'the schema of METS: skipped, ../shared/data is not there',
	() => {
		let schema: ReturnType<typeof metsSchema>;
		beforeAll(() => {
			schema = metsSchema();
		});
		afterAll(() => schema.close());

		it('accepts the documents of AIPs, of transfers and of reingested AIPs', async () => {
			await put('rich/objects/ä b.txt', 'a');
			await put('rich/metadata/metadata.csv', 'filename,dc.title,2nd column\nobjects/ä b.txt,A <title>,"x, y"\nobjects,All,\n');
			for (const folder of ['rich', 'pictures', 'letters', 'names']) {
				const sip = await am.preserve(folder);
				schema.validate(await metsOf(sip));
				const {reingest_uuid: again} = await (
					await am.write('POST', `/api/v2/file/${sip}/reingest/`, {
						pipeline: [...am.state.pipelines.values()][0]?.uuid,
						reingest_type: 'metadata',
						processing_config: 'automated',
					})
				).json();
				am.pass(2);
				const path = base64(`${am.transferSource}:${samples}/letters/metadata/metadata.csv`);
				expect(
					(
						await am.form('/api/ingest/copy_metadata_files/', [
							['sip_uuid', again],
							['source_paths[]', path],
						])
					).status,
				).toBe(201);
				expect((await am.form('/api/ingest/reingest/approve', [['uuid', again]])).status).toBe(200);
				am.pass(100);
				const mets = await metsOf(sip);
				expect(mets).toContain('reingestion');
				schema.validate(mets);
			}
		});

		it('would notice a wrong order', async () => {
			const mets = await metsOf(await am.preserve('letters'));
			expect(() =>
				schema.validate(mets.replace(/<mets:metsHdr[^>]*>/u, '').replace('</mets:mets>', '<mets:metsHdr/></mets:mets>')),
			).toThrow(/metsHdr/u);
			expect(() => schema.validate(mets.replace('premis:size', 'premis:weight').replace('/premis:size', '/premis:weight'))).toThrow(
				/weight/u,
			);
		});
	},
);
