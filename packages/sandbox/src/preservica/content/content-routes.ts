import {streamFrom} from '@fonds/core/streams';
import type {Hono} from 'hono';
import {writeZip} from '../../zip/zip-writer.ts';
import type {Archive} from '../archive.ts';
import type {Call} from '../call.ts';
import {handler} from '../call.ts';
import {createNamer} from '../export/names.ts';
import {layOutPax} from '../export/pax.ts';
import type {Bitstream, Entity, Representation} from '../model.ts';
import {guessFormat} from '../formats.ts';
import {operation} from '../operations.ts';
import {Problem} from '../problem.ts';
import type {Repository} from '../repository.ts';
import {serveFile} from '../serve-file.ts';
import {isAtLeast} from '../versions.ts';
import {entityOfId} from './object-id.ts';
import {renderLink} from '../render/render-link.ts';
import {drawPlaceholder} from './placeholder.ts';

const sizes = {small: 64, medium: 150, large: 400} as const;

/** In lower case. */
const history = ['cmis:createdby', 'cmis:creationdate', 'cmis:lastmodifiedby', 'cmis:lastmodificationdate'];

/** Details, download and thumbnail of the content API. */
export function contentRoutes(app: Hono, archive: Archive): void {
	const {repository, context} = archive;

	operation(
		app,
		'CON-01',
		handler(archive, call => {
			const entity = entityOfId(call);
			return call.c.json({success: true, version: 1, value: details(call, entity, shownFile(repository, entity))});
		}),
	);

	operation(
		app,
		'CON-02',
		handler(archive, call => {
			const entity = entityOfId(call);
			const file = shownFile(repository, entity);
			if (!file) throw new Problem(404, `${entity.ref} has no content.`);
			call.demand('DOWNLOAD', entity);
			const shown = entity.kind === 'IO' ? repository.displayed(entity.ref) : undefined;
			const inParts = shown !== undefined && shown.contentObjects.length > 1 && isAtLeast(context.version, '7.5');
			return inParts ? downloadPax(call, entity, shown) : download(call, file);
		}),
	);

	operation(
		app,
		'CON-03',
		handler(archive, call => {
			const entity = entityOfId(call);
			const size = call.c.req.query('size');
			if (size !== 'small' && size !== 'medium' && size !== 'large') throw new Problem(400, 'The size must be small, medium or large.');
			const preview = repository.previews.get(entity.ref);
			if (preview) return call.c.body(context.store.blobs.read(preview.blob), 200, {'content-type': preview.mediaType});
			const own = repository.thumbnails.get(entity.ref);
			if (own) return call.c.body(context.store.blobs.read(own[size]), 200, {'content-type': own.mediaType});
			const file = shownFile(repository, entity);
			if (!file) throw new Problem(404, `${entity.ref} has no thumbnail.`);
			return call.c.body(drawPlaceholder(guessFormat(file.filename).mediaType, sizes[size]), 200, {'content-type': 'image/png'});
		}),
	);
}

/** The first file of what is shown of an entity. Folders have none. */
function shownFile(repository: Repository, {kind, ref}: Entity): Bitstream | undefined {
	if (kind === 'SO') return undefined;
	const contentObject = kind === 'CO' ? ref : repository.displayed(ref)?.contentObjects[0];
	return contentObject === undefined ? undefined : repository.activeBitstreams(contentObject)[0];
}

function details(call: Call, entity: Entity, file: Bitstream | undefined): Record<string, unknown> {
	const {repository} = call.archive;
	const {ref, kind, title, description, parent} = entity;
	const above = parent === undefined ? undefined : repository.entities.get(parent);
	const extension = file?.filename.split('.').at(-1);
	const events = repository.eventsOf(ref);
	const [created] = events;
	const changed = events.at(-1);
	const excluded = excludedProperties(call);
	const properties: Readonly<Record<string, string | undefined>> = {
		'cmis:objectId': `sdb:${kind}|${ref}`,
		'cmis:name': title,
		'cmis:description': description ?? '',
		'cmis:objectTypeId': kind === 'SO' ? 'cmis:folder' : 'cmis:document',
		'sdbcmis:parentId': parent,
		'sdbcmis:parentName': above && call.may('READ', above) ? above.title : undefined,
		'cmis:createdBy': created?.user,
		'cmis:creationDate': created && epochSeconds(created.date),
		'cmis:lastModifiedBy': changed?.user,
		'cmis:lastModificationDate': changed && epochSeconds(changed.date),
		'cmis:contentStreamLength': file && String(file.size),
		'cmis:contentStreamMimeType': file && guessFormat(file.filename).mediaType,
		'cmis:contentStreamFileName': file && `${ref}.${extension}`,
		'sdbcmis:downloadable': String(file !== undefined && call.may('DOWNLOAD', entity)),
	};
	return {
		id: `sdb:${kind}|${ref}`,
		name: title,
		properties: Object.entries(properties).flatMap(([name, value]) =>
			value === undefined || excluded.has(name.toLowerCase()) ? [] : [{name, value}],
		),
		metadata: {title, description: description ?? '', groupOrItem: []},
		links: file && kind === 'IO' && call.may('DOWNLOAD', entity) ? [renderLink(call.origin, ref)] : [],
	};
}

/** Clients leave out `history`, which is who changed the entity, and when; that other properties are left out by their names is assumed. */
function excludedProperties(call: Call): ReadonlySet<string> {
	const names = (call.c.req.query('excludeproperties') ?? '').split(',').map(name => name.trim().toLowerCase());
	return new Set(names.flatMap(name => (name === 'history' ? history : [name])));
}

/** Dates among these properties are seconds since 1970 (1.7). */
function epochSeconds(date: string): string {
	return String(Math.floor(Date.parse(date) / 1000));
}

/** Serves a representation of several files as a zipped PAX, written while it is sent. */
function downloadPax(call: Call, asset: Entity, representation: Representation): Response {
	const {context} = call.archive;
	const name = createNamer()(asset.title);
	const pax = layOutPax(asset, {name, generations: 'LatestActive', representations: [representation]}, call.archive);
	return call.c.body(streamFrom(writeZip(pax.items, context.now())), 200, {
		'content-type': 'application/zip',
		'content-disposition': contentDisposition(`${name}.pax.zip`),
	});
}

function contentDisposition(filename: string): string {
	const ascii = filename.replaceAll(/[^\u0020-\u007E]|["\\%]/gu, '_');
	return `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(filename)}`;
}

/** Serves a file under its name. */
function download(call: Call, file: Bitstream): Response {
	const {filename} = file;
	const headers = {'content-type': guessFormat(filename).mediaType, 'content-disposition': contentDisposition(filename)};
	return serveFile(call, file, headers);
}
