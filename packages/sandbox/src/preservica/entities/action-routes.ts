import type {XmlElement} from '@fonds/core/xml';
import {children, optionalAttribute, optionalText} from '@fonds/core/xml';
import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import type {Call} from '../call.ts';
import {handler} from '../call.ts';
import {readExportSettings} from '../export/export-settings.ts';
import type {Merge, MergeSource} from '../jobs/job.ts';
import {operation} from '../operations.ts';
import {Problem} from '../problem.ts';
import {serveFile} from '../serve-file.ts';
import {isElement} from '../xml/read-xml.ts';
import {demandWorkflow} from './demand-workflow.ts';
import {entityApi} from './entity-xml.ts';
import {readMetadataEdits} from './metadata-csv.ts';
import {since} from './since.ts';

/** Exports, merges, and edits of many entities at a time. */
export function actionRoutes(app: Hono, archive: Archive): void {
	const {jobs} = archive;

	operation(
		app,
		'ENT-28',
		handler(archive, async call => {
			call.demandWriter();
			const edits = readMetadataEdits(await call.text(), call);
			return call.accepted(jobs.start({kind: 'metadata', edits}, call.user.username));
		}),
	);

	operation(
		app,
		'ENT-37',
		handler(archive, async call => {
			const merge = readMerge(call, await call.body());
			call.demandWriter();
			return call.accepted(jobs.start({kind: 'merge', ...merge}, call.user.username));
		}),
	);

	operation(
		app,
		'ENT-38',
		handler(archive, async call => {
			since(call, '6.2');
			const entity = call.entity();
			const settings = readExportSettings(await call.body());
			call.demandWriter();
			demandWorkflow(archive, 'export');
			return call.accepted(jobs.start({kind: 'export', entity: entity.ref, settings}, call.user.username));
		}),
	);

	operation(
		app,
		'ENT-38 content',
		handler(archive, call => {
			since(call, '6.2');
			call.demandWriter();
			const token = call.c.req.param('token') ?? '';
			const exported = jobs.exported(token);
			if (!exported) throw new Problem(404, 'There is no export under this progress token, or it has not completed.');
			const headers = {'content-type': 'application/octet-stream', 'content-disposition': `attachment; filename="${token}.zip"`};
			return serveFile(call, {...exported, start: 0}, headers);
		}),
	);
}

/** Reads a MergeAction: assets, or one folder whose assets are meant and whose place the new one takes. @throws Problem 400, 404 or 422. */
function readMerge(call: Call, body: XmlElement): Merge {
	if (!isElement(body, 'EntityAPI', 'MergeAction')) throw new Problem(400, 'The body must be a MergeAction in the entity API namespace.');
	const title = optionalText(body, entityApi('Title'))?.trim() ?? '';
	if (title === '') throw new Problem(400, 'The MergeAction has no Title.');
	const named = children(body, entityApi('Entity')).map(element => readMergeEntity(call, element));
	const [first] = named;
	const folders = named.filter(({entity}) => entity.kind === 'SO');
	if (!first || (folders.length > 0 && named.length > 1)) throw new Problem(400, 'A MergeAction names assets, or one folder.');
	const sources = named.flatMap(({entity, identifiers, links, metadata}): readonly MergeSource[] => {
		const assets = entity.kind === 'IO' ? [entity] : call.archive.repository.children(entity.ref).filter(({kind}) => kind === 'IO');
		return assets.map(({ref}) => ({asset: ref, identifiers, links, metadata}));
	});
	if (sources.length === 0) throw new Problem(422, 'The folder holds no assets.');
	return {title, description: optionalText(body, entityApi('Description')), parent: first.entity.parent, sources};
}

function readMergeEntity(call: Call, element: XmlElement) {
	const type = optionalAttribute(element, 'type');
	if (type !== 'IO' && type !== 'SO') throw new Problem(400, 'The type of an Entity must be IO or SO.');
	const excludes = (name: string): boolean => optionalAttribute(element, name)?.trim().toLowerCase() === 'true';
	return {
		entity: call.entity(type, optionalAttribute(element, 'ref') ?? ''),
		identifiers: !excludes('excludeIdentifiers'),
		links: !excludes('excludeLinks'),
		metadata: !excludes('excludeMetadata'),
	};
}
