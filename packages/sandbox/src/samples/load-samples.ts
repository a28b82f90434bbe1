import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {isoDate} from '../clock.ts';
import {guessFormat} from '../preservica/formats.ts';
import type {Bitstream} from '../preservica/model.ts';
import type {Repository} from '../preservica/repository.ts';
import {newApiId} from '../preservica/repository.ts';
import {tag, tagWith, writeElement} from '../preservica/xml/write-xml.ts';
import type {Store} from '../store/store.ts';
import type {SampleAsset, SampleCollection} from './sample-collection.ts';

const folder = new URL('../../samples/', import.meta.url);
const dublinCore = 'http://purl.org/dc/elements/1.1/';
/** Who is said to have ingested the samples. */
const user = 'archivist@fonds.example';

/** Puts the sample collection into an empty archive. */
export async function loadSamples(repository: Repository, store: Store, time: number): Promise<void> {
	const {folders, assets} = JSON.parse(await readFile(new URL('collection.json', folder), 'utf8')) as SampleCollection; // our own file
	const date = isoDate(time);
	let event: string | undefined;
	for (const {securityTag = 'open', ...rest} of folders) {
		repository.entities.put(rest.ref, {...rest, kind: 'SO', securityTag});
		event = repository.addEvent({type: 'Ingest', command: 'command_create', date, user, entity: rest.ref}, event);
	}
	for (const asset of assets) {
		const files = new Map<string, Bitstream>();
		for (const name of filesOf(asset)) files.set(name, await storeFile(name, store));
		const thumbnail = asset.thumbnail === undefined ? undefined : await storeThumbnails(asset.thumbnail, store);
		store.transaction(() => {
			addAsset(asset, files, repository, date);
			if (thumbnail) repository.thumbnails.put(asset.ref, {entity: asset.ref, mediaType: 'image/jpeg', ...thumbnail});
		});
	}
}

function filesOf({representations}: SampleAsset): readonly string[] {
	return representations.flatMap(({contents}) => contents.map(({file}) => file));
}

async function storeFile(name: string, store: Store): Promise<Bitstream> {
	const bytes = await readFile(new URL(`files/${name}`, folder));
	const {id, size} = await store.blobs.write(bytes);
	const digest = (algorithm: string) => createHash(algorithm).update(bytes).digest('hex');
	return {
		filename: name.slice(name.lastIndexOf('/') + 1),
		size,
		blob: id,
		start: 0,
		fixities: [
			{algorithm: 'SHA1', value: digest('sha1')},
			{algorithm: 'SHA256', value: digest('sha256')},
		],
	};
}

async function storeThumbnails(name: string, store: Store): Promise<{small: string; medium: string; large: string}> {
	const one = async (size: string) => (await store.blobs.write(await readFile(new URL(`thumbnails/${name}-${size}.jpg`, folder)))).id;
	return {small: await one('small'), medium: await one('medium'), large: await one('large')};
}

function addAsset(asset: SampleAsset, files: ReadonlyMap<string, Bitstream>, repository: Repository, date: string): void {
	const {ref, title, description, parent, customType, securityTag = 'open'} = asset;
	repository.entities.put(ref, {ref, kind: 'IO', title, description, parent, customType, securityTag});
	const event = repository.addEvent({type: 'Ingest', command: 'command_create', date, user, entity: ref});
	for (const {type, value} of asset.identifiers ?? []) {
		const apiId = newApiId();
		repository.identifiers.put(apiId, {apiId, type, value, entity: ref});
	}
	if (asset.dublinCore) {
		const fields = Object.entries(asset.dublinCore).flatMap(([name, values]) => [values].flat().map(value => tag(name, value)));
		const fragment = crypto.randomUUID();
		const xml = writeElement(tagWith('dc', {xmlns: dublinCore}, ...fields));
		repository.fragments.put(fragment, {ref: fragment, entity: ref, schemaUri: dublinCore, xml});
	}
	const counts = new Map<string, number>();
	for (const {type, name, contents} of asset.representations) {
		const index = (counts.get(type) ?? 0) + 1;
		counts.set(type, index);
		repository.addRepresentation({asset: ref, type, name, index, contentObjects: contents.map(content => content.ref)});
		for (const content of contents) {
			repository.entities.put(content.ref, {ref: content.ref, kind: 'CO', title: content.title ?? title, securityTag, parent: ref});
			repository.addEvent({type: 'Ingest', command: 'command_create', date, user, entity: content.ref}, event);
			const bitstream = files.get(content.file);
			if (!bitstream) throw new Error(`The sample ${content.file} was not stored.`);
			repository.addGeneration({
				contentObject: content.ref,
				index: 1,
				original: type === 'Preservation',
				active: true,
				label: content.title ?? title,
				effectiveDate: date,
				formats: [guessFormat(bitstream.filename)],
				bitstreams: [bitstream],
			});
		}
	}
}
