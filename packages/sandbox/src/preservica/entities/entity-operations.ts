import type {Declared} from '../declared.ts';

const entity = '/api/entity';
const folderOrAsset = `${entity}/:kind{(?:structural|information)-objects}/:ref`;
const anyEntity = `${entity}/:kind{(?:structural|information|content)-objects}/:ref`;
const asset = `${entity}/information-objects/:ref`;
const contentObject = `${entity}/content-objects/:ref`;
const bitstream = `${contentObject}/generations/:generation{[0-9]+}/bitstreams/:bitstream{[0-9]+}`;

/** The keys of operations on entities that came later than the first. */
export type EntityOperationId =
	| 'ENT-11'
	| 'ENT-13'
	| 'ENT-19'
	| 'ENT-21 add'
	| 'ENT-21 delete'
	| 'ENT-22'
	| 'ENT-23'
	| 'ENT-28'
	| 'ENT-30 add'
	| 'ENT-30 rename'
	| 'ENT-31 replace'
	| 'ENT-32 storage'
	| 'ENT-32 integrity'
	| 'ENT-33'
	| 'ENT-33 delete'
	| 'ENT-35'
	| 'ENT-36'
	| 'ENT-37'
	| 'ENT-38'
	| 'ENT-38 content';

/** Operations on entities that came later than the first. Their keys are as those of the table they go into. */
export const entityOperations: Readonly<Record<EntityOperationId, Declared>> = {
	'ENT-11': {
		methods: ['GET'],
		path: `${entity}/entities/updated-since`,
		evidence: 'client source',
		note: 'Order by date, and both ends of the time counting: assumed. Deleted entities have neither title nor type.',
	},
	'ENT-13': {
		methods: ['POST'],
		path: `${entity}/information-objects`,
		evidence: 'client source',
		note: 'Only physical representations, from 6.4; 409 for a reference in use: assumed.',
	},
	'ENT-19': {methods: ['PUT'], path: `${anyEntity}/identifiers/:apiId`, evidence: 'client source'},
	'ENT-21 add': {
		methods: ['POST'],
		path: `${folderOrAsset}/links`,
		evidence: 'client source',
		note: 'From 6.3. 400 for another FromEntity, 404 for an unknown ToEntity, the name of the root: assumed.',
	},
	'ENT-21 delete': {
		methods: ['DELETE'],
		path: `${folderOrAsset}/links/:apiId`,
		evidence: 'client source',
		note: 'From 6.3. From either end: assumed.',
	},
	'ENT-22': {
		methods: ['DELETE'],
		path: folderOrAsset,
		evidence: 'client source',
		note: 'From 6.2. The operator role is that of who may ingest, and retention and legal holds make the job fail: assumed. The comments are in the event. A tombstone answers reads of the entity and of its event actions; everything else is 404: assumed.',
	},
	'ENT-23': {
		methods: ['PUT'],
		path: `${entity}/actions/deletions/:token`,
		evidence: 'client source',
		note: 'From 6.2. Rejecting gives ABORTED; 403 for who asked and for who is no manager, 409 when nothing waits: assumed.',
	},
	'ENT-28': {
		methods: ['POST'],
		path: `${entity}/actions/metadata-csv-edits`,
		evidence: 'client source',
		note: 'Only path, type and answer are known. Columns: reference, title, and fields of metadata groups, with or without the group: assumed.',
	},
	'ENT-30 add': {
		methods: ['POST'],
		path: `${asset}/representations`,
		evidence: 'client source',
		note: 'From 6.12. RUNNING while it goes on was observed; title and tag of the content object: assumed.',
	},
	'ENT-30 rename': {
		methods: ['PUT'],
		path: `${asset}/representations/:name/name`,
		evidence: 'client source',
		note: 'Of pyPreservica 4.2: Access, Access_2, and the new name as a parameter.',
	},
	'ENT-31 replace': {
		methods: ['POST'],
		path: `${contentObject}/generations`,
		evidence: 'client source',
		note: 'From 6.2. 422 for a wrong digest, 400 for a malformed one, and original being true for the new generation: assumed.',
	},
	'ENT-32 storage': {
		methods: ['GET'],
		path: `${bitstream}/storage-locations`,
		evidence: 'client source',
		note: 'Names of the root and of the elements that carry names: assumed.',
	},
	'ENT-32 integrity': {
		methods: ['GET'],
		path: `${bitstream}/integrity-check-history`,
		evidence: 'client source',
		note: 'A full check at ingest, and what the control API adds; name of the root: assumed.',
	},
	'ENT-33': {
		methods: ['PUT'],
		path: `${folderOrAsset}/preview`,
		evidence: 'client source',
		note: 'From 6.2. 422 for no picture or too large a one, all sizes being the picture itself: assumed.',
	},
	'ENT-33 delete': {
		methods: ['DELETE'],
		path: `${folderOrAsset}/preview`,
		evidence: 'client source',
		note: 'From 6.2. 404 when none was put in: assumed.',
	},
	'ENT-35': {
		methods: ['GET'],
		path: `${entity}/events`,
		evidence: 'client source',
		note: 'From 6.1. Oldest first, and the types as a list or repeated: assumed.',
	},
	'ENT-36': {methods: ['GET'], path: `${entity}/events/:event/event-actions`, evidence: 'client source', note: 'From 6.1.'},
	'ENT-37': {
		methods: ['POST'],
		path: `${entity}/actions/merges`,
		evidence: 'client source',
		note: 'Representations of the same type and number become one; the parent and the tag of the first: assumed.',
	},
	'ENT-38': {
		methods: ['POST'],
		path: `${folderOrAsset}/exports`,
		evidence: 'client source',
		note: 'From 6.2. 400 for unknown settings, 422 without a workflow: assumed. It leaves no event: assumed.',
	},
	'ENT-38 content': {
		methods: ['GET'],
		path: `${entity}/actions/exports/:token/content`,
		evidence: 'client source',
		note: 'Layout as exports were seen to have. What it is without content or metadata, that files of the same name get folders, and that the type of a folder and a schema that is not the namespace stand as XIP in DescriptiveMetadata: assumed.',
	},
};
