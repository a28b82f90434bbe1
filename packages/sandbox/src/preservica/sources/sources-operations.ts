import type {Declared} from '../declared.ts';

/** Operations of upload sources. */
export type SourcesOperationId = 'UPL-10' | 'UPL-11' | 'UPL-12' | 'UPL-13' | 'UPL-13 AWS' | 'UPL-13 Azure';

/** Where packages can be uploaded besides the tenant's bucket (2.4). */
export const sourcesOperations: Readonly<Record<SourcesOperationId, Declared>> = {
	'UPL-10': {
		methods: ['POST'],
		path: '/api/entity/structural-objects/:ref/upload-package',
		evidence: 'client source',
		note: 'That the text it answers is the progress token: assumed.',
	},
	'UPL-11': {
		methods: ['POST'],
		path: '/api/entity/structural-objects/:ref/ingests',
		also: ['/api/entity/root/ingests'],
		evidence: 'assumed',
		note: 'Documented is that it takes packages and single files; the parameter filename is assumed, and a .pst becomes a single asset.',
	},
	'UPL-12': {
		methods: ['GET'],
		path: '/api/location/upload',
		evidence: 'client source',
		note: 'Two sources, one of each type; the keys beyond apiId, type and containerName: assumed.',
	},
	'UPL-13': {
		methods: ['GET'],
		path: '/api/location/upload/:apiId/upload-credentials',
		evidence: 'client source',
		note: 'They last an hour. The endpoint is a URL, for AWS to address buckets below by path, for Azure that of the blob service: assumed.',
	},
	'UPL-13 AWS': {
		methods: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'],
		path: '/sources/s3/{bucket}/{key}',
		evidence: 'documented',
		note: 'As S3 does it, below the endpoint of UPL-13. Signatures and session tokens are checked, clocks are not. An object starts an ingest if its metadata has its key and a name, which its monitor is called after, and stays until it is deleted; while the package ingest is switched off, it waits: assumed.',
	},
	'UPL-13 Azure': {
		methods: ['GET', 'HEAD', 'PUT', 'DELETE'],
		path: '/fondsupload/{container}/{blob}',
		evidence: 'documented',
		note: 'As Azure Blob Storage does it for block blobs, below the endpoint of UPL-13, which has the form of its emulator: the account in the path. The shared access signature must be one that was given out. A blob starts an ingest like an object of S3.',
	},
};
