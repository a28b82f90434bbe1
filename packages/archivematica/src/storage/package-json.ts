import * as z from 'zod/mini';
import {optionalFlag, optionalNumber, optionalText, toNumber, uuidOfUri} from '../json/lenient.ts';
import type {PackageStatus, StoragePackage} from './package.ts';

const statuses: readonly string[] = [
	'PENDING',
	'STAGING',
	'UPLOADED',
	'VERIFIED',
	'MOVING',
	'DEL_REQ',
	'DELETED',
	'RECOVER_REQ',
	'FAIL',
	'FINALIZE',
] satisfies PackageStatus[];

const optionalUris = z.optional(z.nullable(z.array(z.string())));

const wirePackage = z.object({
	uuid: z.string(),
	package_type: z.string(),
	status: z.string(),
	size: optionalNumber,
	stored_date: optionalText,
	current_location: optionalText,
	current_path: optionalText,
	current_full_path: optionalText,
	origin_pipeline: optionalText,
	encrypted: optionalFlag,
	misc_attributes: z.optional(z.nullable(z.record(z.string(), z.unknown()))),
	related_packages: optionalUris,
	replicas: optionalUris,
	replicated_package: optionalText,
});

/** SS-20, and the objects of SS-17. */
export const packageSchema: z.ZodMiniType<StoragePackage> = z.pipe(
	wirePackage,
	z.transform((wire): StoragePackage => ({
		uuid: wire.uuid,
		type: wire.package_type,
		status: isStatus(wire.status) ? wire.status : 'UNKNOWN',
		statusText: wire.status,
		size: toNumber(wire.size) || undefined,
		storedDate: wire.stored_date ?? undefined,
		location: uuidOfUri(wire.current_location),
		path: wire.current_path ?? '',
		fullPath: wire.current_full_path ?? '',
		pipeline: uuidOfUri(wire.origin_pipeline),
		encrypted: wire.encrypted ?? false,
		related: uuidsOf(wire.related_packages),
		replicas: uuidsOf(wire.replicas),
		replicaOf: uuidOfUri(wire.replicated_package),
		attributes: wire.misc_attributes ?? {},
	})),
);

function uuidsOf(uris: readonly string[] | null | undefined): readonly string[] {
	return (uris ?? []).map(uri => uuidOfUri(uri) ?? uri);
}

function isStatus(word: string): word is PackageStatus {
	return statuses.includes(word);
}
