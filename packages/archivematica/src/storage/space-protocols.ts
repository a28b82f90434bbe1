import type {Secret} from '@fonds/core';
import type {LocationPurpose} from './location.ts';

/** A password or key. */
type SecretText = string | Secret;

/** What a space of each protocol needs (reference 4.3). The server wants every one of them, also where it has a default. */
export interface SpaceProtocolSettings {
	/** Local filesystem: nothing more. */
	readonly FS: unknown;
	/** NFS export. */
	readonly NFS: {
		readonly manuallyMounted: boolean;
		readonly remoteName: string;
		readonly remotePath: string;
		readonly version: string;
	};
	/** The pipeline's local filesystem over rsync and ssh. */
	readonly PIPE_FS: {
		readonly remoteUser: string;
		readonly remoteName: string;
		readonly assumeRsyncDaemon: boolean;
		readonly rsyncPassword: SecretText;
	};
	/** S3-compatible object store. An empty `bucket` is one named after the space's UUID. */
	readonly S3: {
		readonly endpointUrl: string;
		readonly accessKeyId: string;
		readonly secretAccessKey: SecretText;
		readonly region: string;
		readonly bucket: string;
	};
	/** OpenStack Swift. */
	readonly SWIFT: {
		readonly authUrl: string;
		readonly authVersion: string;
		readonly username: string;
		readonly password: SecretText;
		readonly container: string;
		readonly tenant: string;
		readonly region: string;
	};
	/** Anything rclone reaches. */
	readonly RCLONE: {readonly remoteName: string; readonly container: string};
	/** DuraCloud; its password cannot be set through the API. */
	readonly DC: {readonly host: string; readonly user: string; readonly duraspace: string};
	/** Dataverse; its key cannot be set through the API. */
	readonly DV: {readonly host: string; readonly agentName: string; readonly agentType: string; readonly agentIdentifier: string};
	/** DSpace through SWORD 2; its password cannot be set through the API. */
	readonly DSPACE: {readonly sdIri: string; readonly user: string; readonly archiveFormat: string};
	/** DSpace through REST, with ArchivesSpace. */
	readonly DSPC_RST: {
		readonly dsRestUrl: string;
		readonly dsUser: string;
		readonly dsPassword: SecretText;
		readonly dsDipCollection: string;
		readonly dsAipCollection: string;
		readonly asUrl: string;
		readonly asUser: string;
		readonly asPassword: SecretText;
		readonly asRepository: string;
		readonly asArchivalObject: string;
		readonly verifySsl: boolean;
	};
	/** SWORD server for Fedora and Islandora. */
	readonly FEDORA: {readonly fedoraUser: string; readonly fedoraPassword: SecretText; readonly fedoraName: string};
	/** Encryption on a local disk; `key` is a fingerprint. */
	readonly GPG: {readonly key: string};
	/** Arkivum appliance. */
	readonly ARKIVUM: {readonly host: string; readonly remoteUser: string; readonly remoteName: string};
	/** Archipelago. */
	readonly ARCHIPEL: {readonly archipelagoUrl: string; readonly archipelagoUser: string; readonly archipelagoPassword: SecretText};
	/** LOCKSS-o-matic. */
	readonly LOM: {
		readonly auSize: number;
		readonly sdIri: string;
		readonly collectionIri: string;
		readonly contentProviderId: string;
		readonly externalDomain: string;
		readonly keepLocal: boolean;
		readonly checksumType: string;
	};
	/** Write-only staging of offline replicas: nothing more. */
	readonly REPLICA: unknown;
}

/** The code of a protocol, such as `S3`. */
export type SpaceProtocol = keyof SpaceProtocolSettings;

/** What {@link StorageService.createSpace} takes: what every space has, and what its protocol needs. */
export type NewSpace = {
	readonly [Protocol in SpaceProtocol]: {
		readonly protocol: Protocol;
		/** Starts with a slash, unless the protocol is that of an object store. */
		readonly path: string;
		/** Where the Storage Service works on what goes in and out. */
		readonly stagingPath: string;
		/** Bytes. @default no limit */
		readonly size?: number | undefined;
		/** @default made by the server */
		readonly uuid?: string | undefined;
	} & SpaceProtocolSettings[Protocol];
}[SpaceProtocol];

/** What is known of a protocol. */
export interface SpaceProtocolInfo {
	readonly name: string;
	/** What locations of such a space can be for. The API does not check. */
	readonly purposes: readonly LocationPurpose[];
	/** Whether it is an object store, whose paths need not start with a slash. */
	readonly isObjectStore: boolean;
	/** Names of the settings a new space needs. */
	readonly settings: readonly string[];
}

/** The protocols of spaces (reference 4.3). */
export const spaceProtocols: Readonly<Record<SpaceProtocol, SpaceProtocolInfo>> = {
	FS: info('local filesystem', 'TS CP AS DS BL AR SS RP'),
	NFS: info('NFS export', 'AR AS DS CP SS TS BL', 'manuallyMounted remoteName remotePath version'),
	PIPE_FS: info('pipeline filesystem', 'AR AS DS CP TS BL', 'remoteUser remoteName assumeRsyncDaemon rsyncPassword'),
	S3: info('S3', 'AS DS RP TS', 'endpointUrl accessKeyId secretAccessKey region bucket', true),
	SWIFT: info('Swift', 'AS DS TS BL', 'authUrl authVersion username password container tenant region', true),
	RCLONE: info('RClone', 'AS DS RP TS', 'remoteName container', true),
	DC: info('DuraCloud', 'AR AS BL DS RP TS', 'host user duraspace'),
	DV: info('Dataverse', 'TS', 'host agentName agentType agentIdentifier'),
	DSPACE: info('DSpace through SWORD 2', 'AS', 'sdIri user archiveFormat'),
	DSPC_RST: info(
		'DSpace through REST',
		'AS DS',
		'dsRestUrl dsUser dsPassword dsDipCollection dsAipCollection asUrl asUser asPassword asRepository asArchivalObject verifySsl',
	),
	FEDORA: info('Fedora through SWORD 2', 'SD', 'fedoraUser fedoraPassword fedoraName'),
	GPG: info('encryption on local disk', 'AS BL RP', 'key'),
	ARKIVUM: info('Arkivum', 'AS', 'host remoteUser remoteName'),
	ARCHIPEL: info('Archipelago', 'AS', 'archipelagoUrl archipelagoUser archipelagoPassword'),
	LOM: info('LOCKSS-o-matic', 'AS', 'auSize sdIri collectionIri contentProviderId externalDomain keepLocal checksumType'),
	REPLICA: info('offline replica staging', 'RP'),
};

function info(name: string, purposes: string, settings = '', isObjectStore = false): SpaceProtocolInfo {
	return {name, purposes: words(purposes).filter(isPurpose), isObjectStore, settings: words(settings)};
}

function words(text: string): readonly string[] {
	return text.split(' ').filter(word => word !== '');
}

function isPurpose(word: string): word is LocationPurpose {
	return /^(?:TS|CP|AS|DS|BL|AR|SS|SD|RP)$/.test(word);
}
