/** The kinds of values of a protocol's fields. */
export type FieldKind = 'text' | 'integer' | 'boolean';

/** A way to reach a storage system (reference, 4.3). */
export interface Protocol {
	/** Its own fields, in the order of the reference. All have to be given when a space is made. */
	readonly fields: Readonly<Record<string, FieldKind>>;
	/** Objects, not files: the path of a space need not begin with `/`. */
	readonly objects: boolean;
}

function protocol(fields: string, options: {objects?: boolean; integer?: string; boolean?: string} = {}): Protocol {
	const kindOf = (name: string): FieldKind =>
		options.integer?.split(' ').includes(name) ? 'integer' : options.boolean?.split(' ').includes(name) ? 'boolean' : 'text';
	return {
		fields: Object.fromEntries(
			fields
				.split(' ')
				.filter(Boolean)
				.map(name => [name, kindOf(name)]),
		),
		objects: options.objects ?? false,
	};
}

/** All protocols. What is stored by others than `FS` the sandbox cannot reach. */
export const protocols: Readonly<Record<string, Protocol>> = {
	FS: protocol(''),
	NFS: protocol('manually_mounted remote_name remote_path version', {boolean: 'manually_mounted'}),
	PIPE_FS: protocol('remote_user remote_name assume_rsync_daemon rsync_password', {boolean: 'assume_rsync_daemon'}),
	S3: protocol('endpoint_url access_key_id secret_access_key region bucket', {objects: true}),
	SWIFT: protocol('auth_url auth_version username password container tenant region', {objects: true}),
	RCLONE: protocol('remote_name container', {objects: true}),
	DC: protocol('host user duraspace'),
	DV: protocol('host agent_name agent_type agent_identifier'),
	DSPACE: protocol('sd_iri user archive_format'),
	DSPC_RST: protocol(
		'ds_rest_url ds_user ds_password ds_dip_collection ds_aip_collection as_url as_user as_password as_repository as_archival_object verify_ssl',
		{boolean: 'verify_ssl'},
	),
	FEDORA: protocol('fedora_user fedora_password fedora_name'),
	GPG: protocol('key'),
	ARKIVUM: protocol('host remote_user remote_name'),
	ARCHIPEL: protocol('archipelago_url archipelago_user archipelago_password'),
	LOM: protocol('au_size sd_iri collection_iri content_provider_id external_domain keep_local checksum_type', {
		integer: 'au_size',
		boolean: 'keep_local',
	}),
	REPLICA: protocol(''),
};
