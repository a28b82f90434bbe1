import * as z from 'zod/mini';
import {optionalText} from '../json/lenient.ts';
import type {FileRecord, FoundFile} from './contents.ts';

const wireRecord = z.object({
	source_id: optionalText,
	name: optionalText,
	source_package: optionalText,
	checksum: optionalText,
	accessionid: optionalText,
	origin: optionalText,
});

/** SS-31. */
export const contentsSchema: z.ZodMiniType<readonly FileRecord[]> = z.pipe(
	z.object({success: z.literal(true), files: z.array(wireRecord)}),
	z.transform(({files}): readonly FileRecord[] =>
		files.map(wire => ({
			file: wire.source_id ?? undefined,
			path: wire.name ?? undefined,
			sip: wire.source_package ?? undefined,
			checksum: wire.checksum ?? undefined,
			accession: wire.accessionid ?? undefined,
			origin: wire.origin ?? undefined,
		})),
	),
);

/** What SS-31 says after adding. */
export const addedSchema: z.ZodMiniType<{readonly success: true}> = z.object({success: z.literal(true)});

const wireFound = z.object({
	accessionid: optionalText,
	file_extension: optionalText,
	filename: optionalText,
	relative_path: optionalText,
	fileuuid: optionalText,
	origin: optionalText,
	sipuuid: optionalText,
});

/** SS-32. */
export const foundFilesSchema: z.ZodMiniType<readonly FoundFile[]> = z.pipe(
	z.array(wireFound),
	z.transform((files): readonly FoundFile[] =>
		files.map(wire => ({
			file: wire.fileuuid ?? undefined,
			path: wire.relative_path ?? undefined,
			name: wire.filename ?? undefined,
			extension: wire.file_extension ?? undefined,
			sip: wire.sipuuid ?? undefined,
			accession: wire.accessionid ?? undefined,
			origin: wire.origin ?? undefined,
		})),
	),
);
