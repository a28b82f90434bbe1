import type {Evidence, Operation} from '../operations.ts';

function operation(id: string, method: string, path: string, evidence: Evidence, note?: string): Operation {
	return {system: 'archivematica', id, method, path, evidence, note};
}

/**
 * What this part of the sandbox can be asked, and how we know. The project's reference was taken from the servers' own code and checked by
 * running it: `recorded` stands for that too.
 */
export const archivematicaOperations: readonly Operation[] = [
	operation(
		'AM-01',
		'POST',
		'/api/transfer/start_transfer/',
		'recorded',
		"Configuration: `default`, or the source's own `processingMCP.xml`.",
	),
	operation('AM-02', 'GET', '/api/transfer/unapproved', 'recorded'),
	operation('AM-03', 'POST', '/api/transfer/approve', 'recorded'),
	operation(
		'AM-04',
		'GET',
		'/api/transfer/status/<uuid>/',
		'recorded',
		'The order of jobs is assumed; names are recorded or of the reference.',
	),
	operation(
		'AM-05',
		'GET',
		'/api/ingest/status/<uuid>/',
		'recorded',
		'Names and links of ingest jobs that no recorded answer shows are assumed.',
	),
	operation('AM-06', 'GET', '/api/ingest/waiting', 'recorded'),
	operation('AM-07', 'DELETE', '/api/transfer/<uuid>/delete/', 'recorded'),
	operation('AM-08', 'DELETE', '/api/ingest/<uuid>/delete/', 'recorded'),
	operation('AM-09', 'DELETE', '/api/(transfer|ingest)/delete/', 'recorded'),
	operation('AM-10', 'GET', '/api/transfer/completed', 'recorded'),
	operation('AM-11', 'GET', '/api/ingest/completed', 'recorded'),
	operation('AM-19', 'GET', '/api/processing-configuration', 'recorded'),
	operation(
		'AM-20',
		'GET',
		'/api/processing-configuration/<name>',
		'recorded',
		'`automated` packs AIPs as gzipped tars here: there is no 7-Zip.',
	),
	operation('AM-21', 'DELETE', '/api/processing-configuration/<name>', 'recorded'),
	operation(
		'AM-22',
		'POST',
		'/api/v2beta/package',
		'recorded',
		'An Idempotency-Key is not looked at, as in 1.17. As 1.19.0, on request, it is: from a pull request and a client.',
	),
	operation('AM-23', 'GET', '/api/v2beta/package', 'recorded', 'Answers 501.'),
	operation('AM-25', 'GET', '/api/v2beta/jobs/<uuid>', 'recorded', 'Task and job times are computed.'),
	operation('AM-26', 'GET', '/api/v2beta/task/<uuid>', 'recorded'),
	operation('SS-01', 'GET', '/api/v2/', 'recorded'),
	operation('SS-03', 'GET', '/api/v2/pipeline/', 'recorded'),
	operation('SS-05', 'GET', '/api/v2/pipeline/<uuid>/', 'recorded'),
	operation('SS-06', 'GET', '/api/v2/space/', 'recorded'),
	operation('SS-08', 'GET', '/api/v2/space/<uuid>/', 'recorded'),
	operation('SS-09', 'GET', '/api/v2/space/<uuid>/browse/', 'recorded', 'Shows what is in locations.'),
	operation('SS-10', 'GET', '/api/v2/location/', 'recorded', 'The wording for a limit that is no number is assumed.'),
	operation('SS-12', 'GET', '/api/v2/location/<uuid>/browse/', 'recorded'),
	operation('SS-13', 'GET', '/api/v2/location/<uuid>/', 'recorded'),
	operation('SS-16', 'GET', '/api/v2/location/default/<PURPOSE>/', 'recorded'),
	operation('SS-17', 'GET', '/api/v2/file/', 'recorded'),
	operation('SS-20', 'GET', '/api/v2/file/<uuid>/', 'recorded', 'PENDING while "Store the AIP" runs, with its size: assumed.'),
	operation('SS-26', 'GET', '/api/v2/file/<uuid>/extract_file/', 'recorded'),
	operation('SS-27', 'GET', '/api/v2/file/<uuid>/download/', 'recorded'),
	operation(
		'SS-28',
		'GET',
		'/api/v2/file/<uuid>/pointer_file/',
		'recorded',
		'Two transformations, gzip and tar: assumed; recorded ones are of 7z.',
	),
	operation('SS-29', 'GET', '/api/v2/file/<uuid>/check_fixity/', 'recorded'),
	operation('SS-31', 'GET', '/api/v2/file/<uuid>/contents/', 'recorded', 'What the values mean is assumed.'),
];
