import {createSandbox} from '@fonds/sandbox';
import {afterEach, describe, expect, it} from 'vitest';
import {Session} from '../auth/session.ts';
import {dcmiRelations} from './dcmi-relations.ts';
import {Entities} from './entities.ts';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
	for (const cleanUp of cleanUps.splice(0)) {
		await cleanUp();
	}
});

const quick = {interval: {initial: 5, max: 20}};
const dc = 'http://purl.org/dc/elements/1.1/';

describe.each(['6.9.0', '7.7.0', '8.1.0', '9.1.0'] as const)('on a server of version %s', version => {
	const start = async () => {
		const sandbox = await createSandbox({version, stepDuration: 1});
		cleanUps.push(() => sandbox.close());
		const {url} = await sandbox.listen();
		const entities = new Entities(new Session({server: url, credentials: sandbox.credentials.preservica.users.archivist}));
		const box = await entities.createFolder({title: 'Box', parent: null, customType: 'Archive box'});
		const bust = await entities.createPhysicalAsset({title: 'Bust & <base>', parent: box.ref});
		return {entities, box, bust};
	};

	it('a physical asset has its representation and no files', async () => {
		const {entities, bust} = await start();
		const [representation] = await entities.representations(bust);
		expect(representation?.type).toBe('Physical');
		expect(representation && (await entities.contentObjects(representation))).toEqual([]);
		expect((await entities.structure(bust)).xml).toContain('Bust &amp; &lt;base&gt;');
	});

	it('identifiers are added, changed, and deleted over several pages', async () => {
		const {entities, box} = await start();
		for (let number = 0; number < 110; number++) {
			await entities.addIdentifier(box, {type: number % 2 === 0 ? 'even' : 'odd', value: `${number}`});
		}
		const [first] = await entities.identifiers(box);
		const changed = first && (await entities.updateIdentifier(box, {...first, type: 'odd', value: 'é & <'}));
		expect(changed).toEqual({...first, type: 'odd', value: 'é & <'});
		expect(await entities.byIdentifier('odd', 'é & <')).toMatchObject([{type: 'folder', ref: box.ref}]);
		expect(await entities.deleteIdentifiers(box, {type: 'even'})).toHaveLength(54);
		expect(new Set((await entities.identifiers(box)).map(({type}) => type))).toEqual(new Set(['odd']));
		await entities.deleteIdentifier(box, changed ?? '');
		expect(await entities.identifiers(box)).toHaveLength(55);
	});

	it('metadata comes back as it went in, is replaced and deleted piece by piece', async () => {
		const {entities, bust} = await start();
		const xml = `<dc:dc xmlns:dc="${dc}"><dc:title xml:lang="cy">A <dc:b>mixed</dc:b> &amp; “deep”\n</dc:title></dc:dc>`;
		await entities.addMetadata(bust, xml);
		await entities.addMetadata(bust, `<dc xmlns="${dc}"/>`);
		await entities.addMetadata(bust, '<other xmlns="urn:other"/>');
		const [first, second, ...rest] = await entities.metadata(bust, {schema: dc});
		expect([first?.xml, rest]).toEqual([xml, []]);
		await entities.updateMetadata(bust, second ?? {schema: dc, url: ''}, `<dc xmlns="${dc}"><title>Second</title></dc>`);
		expect((await entities.metadata(bust, {schema: dc})).map(item => item.xml)).toEqual([
			xml,
			`<dc xmlns="${dc}"><title>Second</title></dc>`,
		]);
		await entities.updateMetadataBySchema(bust, dc, `<dc xmlns="${dc}"/>`);
		await entities.deleteMetadata(bust, first ?? {schema: dc, url: ''});
		expect((await entities.metadata(bust)).map(item => item.element?.name)).toEqual(['dc', 'other']);
		expect(await entities.deleteMetadataBySchema(bust, dc)).toHaveLength(1);
		expect(await entities.metadata(bust)).toHaveLength(1);
	});

	it('a relationship is seen from both ends and deleted where it starts', async () => {
		const {entities, box, bust} = await start();
		await entities.addRelationship({from: bust, to: box, type: dcmiRelations.isPartOf});
		const [there] = await entities.relationships(bust).toArray();
		const [back] = await entities.relationships(box).toArray();
		expect(there).toMatchObject({type: dcmiRelations.isPartOf, direction: 'From', other: {type: 'folder', ref: box.ref, title: 'Box'}});
		expect(back).toMatchObject({direction: 'To', other: {type: 'asset', ref: bust.ref}});
		await expect(back && entities.deleteRelationship(box, back)).rejects.toThrow('Delete it where it starts');
		await (there && entities.deleteRelationship(bust, there));
		expect(await entities.relationships(box).toArray()).toEqual([]);
	});

	it('moves, tags and merges are followed to their end', async () => {
		const {entities, box, bust} = await start();
		const other = await entities.createFolder({title: 'Other', parent: box.ref});
		await (await entities.move(bust, other)).done(quick);
		expect((await entities.asset(bust.ref)).parent).toBe(other.ref);
		await (await entities.move(other, null)).done(quick);
		expect((await entities.folder(other.ref)).parent).toBeUndefined();
		await expect(entities.move(bust, crypto.randomUUID())).rejects.toThrow(/There is no asset .+ or no folder/);

		await (await entities.changeSecurityTag(other, 'closed', {includeDescendants: true})).done(quick);
		expect((await entities.asset(bust.ref)).securityTag).toBe('closed');
		await (await entities.changeSecurityTag(other, 'open')).done(quick);
		expect((await entities.asset(bust.ref)).securityTag).toBe('closed');

		const second = await entities.createPhysicalAsset({title: 'Second', parent: other.ref});
		await (await entities.merge({assets: [bust, second], title: 'Both & more'})).done(quick);
		expect((await entities.children(other.ref).toArray()).map(({title}) => title)).toContain('Both & more');
	});

	it('a thumbnail is set and removed', async () => {
		const {entities, box} = await start();
		const gif = Uint8Array.from('GIF89a\x01\0\x01\0\0\0\0;', character => character.charCodeAt(0));
		expect(await entities.hasThumbnail(box)).toBe(false);
		await entities.setThumbnail(box, gif);
		expect(await entities.hasThumbnail(box)).toBe(true);
		expect(new Uint8Array(await (await entities.thumbnail(box)).arrayBuffer())).toEqual(gif);
		await entities.removeThumbnail(box);
		expect(await entities.hasThumbnail(box)).toBe(false);
	});

	it('what changed is listed', async () => {
		const {entities, box, bust} = await start();
		const changes = await entities.updatedSince(new Date(Date.now() - 60_000), {pageSize: 1}).toArray();
		expect(changes.map(({ref}) => ref)).toEqual(expect.arrayContaining([box.ref, bust.ref]));
		expect(await entities.updatedSince(new Date(Date.now() + 60_000)).toArray()).toEqual([]);
	});
});
