import type {Secret} from '@fonds/core';

/** A place besides the tenant's bucket that packages can be sent to: a source of the kind *SIP Upload*. */
export interface UploadLocation {
	/** The server's name for it. */
	readonly apiId: string;
	/** `AWS`; everything else is a container of Azure. */
	readonly type: 'AWS' | (string & {});
	/** Name of the bucket or the container. */
	readonly containerName: string;
}

/** Temporary access to a location. When it ends is not told. Everything prints `[redacted]`; `reveal()` gives the text. */
export interface UploadCredentials {
	/** Access key id of AWS, name of the storage account of Azure. */
	readonly key: Secret;
	/** Secret access key of AWS. */
	readonly secret: Secret | undefined;
	/** Session token of AWS, shared access signature (SAS) of Azure. */
	readonly sessionToken: Secret | undefined;
	/** Address of the storage service, where the server names one. */
	readonly endpoint: string | undefined;
}

/** Is it a bucket of AWS, or one that behaves like it? */
export function isBucket({type}: UploadLocation): boolean {
	return type.trim().toUpperCase() === 'AWS';
}
