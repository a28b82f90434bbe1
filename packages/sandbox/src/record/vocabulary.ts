function words(text: string): ReadonlySet<string> {
	return new Set(text.trim().split(/\s+/u));
}

/**
 * Keys of JSON, elements without a namespace, and names of query parameters that the public descriptions of the two systems have. Any
 * other may be data: names of fields, files and people are keys in some answers.
 */
export const names: ReadonlySet<string> = words(`
	CurrentVersion accessKey access_protocol action active actual allowed apiId application async attributes audio automated bucket
	callback_uris canRetry category challengeCode challengeResponse changed checksum children cmis code collectionreference columns
	compositionLevel completed completed_time configs container containerName count country_code course created created_time credentials
	current_full_path current_location current_path default defaultValue description destination directories directory displayName
	duration due editable edition email enabled encrypted end endDate endpoint entityRef entityTitle entityType entries error
	error_message errors event event_id events exitCode exit_code expand expected expiration expires facetable facets failure_count
	failures field fieldName fieldValues fields file file_name file_uuid filename files filesPending filesProcessed filters forms from
	fullName groups hash_type hidden highlighting id identifier ids includeDescendants includeErrors includeIdentifiers includeInSummary
	includevirtual index indexed key last_verified latestFirst level_of_description limit link_uuid list_endpoint location locations lost
	mappedId mappedMonitorId max max-keys maxOccurs message messages meta metadata metadataConnections metadataForms metadataPrefix
	microservice minOccurs misc_attributes missing modified monitorName monitors name negated newPassword next not_found objectIds
	objects offset operator options order_by origin_location origin_pipeline package package_type page paging parent partNumber path
	percentComplete phrases piiSettings pipeline prefix previous priority processing_configurations profileId profiles properties
	purpose q quality query quota reason records ref refresh-token region reingest reingest_uuid related_packages relative_path
	relative_path_to_file remote_name removed replaceType replicas replicated_package resource_uri result results resumptionToken roles
	rules schema schemaUri secret secretKey securityDescriptor selectorSettings sessionToken set settings shortKey shortName
	simpleChildSearch sip_directory sip_name sip_uuid size sort sortFields sortOrder source space staging_path start startDate started
	state status status_code stored_date subcategory subscriptions success tables tasks tenant tenantValue time_created time_ended
	time_started timeseries timestamp title token totalHits totalResults total_count trigger triggerType type types unit untracked
	updated_time uploadId uploads uri url used useAsDefault user username until uuid valid validFor value values verb verified version
	visible warnings was_error workflowContextId workflowInstanceIds
`);

/** Words that are the same in every installation, by the element, attribute or key they stand in. */
export const enumerations: ReadonlyMap<string, ReadonlySet<string>> = new Map([
	['type', words('SO IO CO Access Preservation AWS AZURE Azure')],
	['Type', words('Access Preservation FULL QUICK')],
	['Status', words('COMPLETED RUNNING PENDING FAILED ABORTED')],
	['State', words('ACTIVE COMPLETED RUNNING PENDING FAILED ABORTED SUSPENDED FINISHED_MIXED_OUTCOME')],
	['status', words('PENDING RUNNING SUSPENDED SUCCEEDED FAILED COMPLETE PROCESSING USER_INPUT REJECTED UPLOADED VERIFIED DELETED')],
	['linkDirection', words('From To')],
	['FixityAlgorithmRef', words('MD5 SHA1 SHA256 SHA512')],
]);

/** Namespaces of the makers, whose elements have fixed names, with the prefix those are recorded with. */
const families: readonly (readonly [namespace: RegExp, prefix: string])[] = [
	[/^http:\/\/preservica\.com\/XIP\/v\d{1,2}\.\d{1,2}$/u, 'xip'],
	[/^http:\/\/preservica\.com\/EntityAPI\/v\d{1,2}\.\d{1,2}$/u, 'entity'],
	[/^http:\/\/preservica\.com\/RetentionManagement\/v\d{1,2}\.\d{1,2}$/u, 'retention'],
	[/^http:\/\/preservica\.com\/SecurityAPI\/v\d{1,2}\.\d{1,2}$/u, 'security'],
	[/^http:\/\/preservica\.com\/AdminAPI\/v\d{1,2}\.\d{1,2}$/u, 'admin'],
	[/^http:\/\/workflow\.preservica\.com$/u, 'workflow'],
	[/^http:\/\/status\.preservica\.com$/u, 'status'],
	[/^http:\/\/s3\.amazonaws\.com\/doc\/2006-03-01\/$/u, 's3'],
	[/^http:\/\/www\.openarchives\.org\/OAI\/2\.0\/$/u, 'oai'],
	[/^http:\/\/www\.w3\.org\/2001\/XMLSchema-instance$/u, 'xsi'],
	[/^http:\/\/www\.w3\.org\/XML\/1998\/namespace$/u, 'xml'],
];

/** The prefix for the elements of a namespace; `undefined` where their names may be anybody's. */
export function prefixOf(namespace: string): string | undefined {
	return families.find(([pattern]) => pattern.test(namespace))?.[1];
}

/** Answers that are somebody's content or metadata from end to end: neither read nor changed on their way. */
export const verbatim: ReadonlySet<string> = new Set([
	'CON-02',
	'CON-03',
	'ENT-24',
	'ENT-28',
	'ENT-32 content',
	'ENT-38 content',
	'ADM-14',
	'ADM-18',
	'ADM-22',
	'MDG-10',
	'REN-01',
	'UPL-13 AWS',
	'UPL-13 Azure',
	'AM-20',
	'SS-26',
	'SS-27',
	'SS-28',
]);
