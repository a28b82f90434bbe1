import * as z from 'zod/mini';
import {optionalFlag, optionalNumber, optionalText, toNumber, uuidOfUri} from '../json/lenient.ts';
import {decodeServerName, joinServerPath} from '../paths/server-path.ts';
import type {ServerPath} from '../paths/server-path.ts';
import type {Directory, DirectoryEntry, Location} from './location.ts';

const wireLocation = z.object({
	uuid: z.string(),
	description: optionalText,
	purpose: z.string(),
	path: optionalText,
	relative_path: optionalText,
	space: optionalText,
	pipeline: z.optional(z.nullable(z.array(z.string()))),
	quota: optionalNumber,
	used: optionalNumber,
	enabled: optionalFlag,
});

/** SS-13, and the objects of SS-10. */
export const locationSchema: z.ZodMiniType<Location> = z.pipe(
	wireLocation,
	z.transform((wire): Location => ({
		uuid: wire.uuid,
		description: wire.description ?? undefined,
		purpose: wire.purpose,
		path: wire.path ?? '',
		relativePath: wire.relative_path ?? '',
		space: uuidOfUri(wire.space),
		pipelines: (wire.pipeline ?? []).map(uri => uuidOfUri(uri) ?? uri),
		quota: toNumber(wire.quota),
		used: toNumber(wire.used),
		enabled: wire.enabled ?? true,
	})),
);

/** SS-12 as it travels: names in base64. */
export interface DirectoryAnswer {
	readonly entries: readonly string[];
	readonly directories: readonly string[];
	readonly properties?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | null | undefined;
}

/** SS-12. */
export const directoryAnswer: z.ZodMiniType<DirectoryAnswer> = z.object({
	entries: z.array(z.string()),
	directories: z.array(z.string()),
	properties: z.optional(z.nullable(z.record(z.string(), z.record(z.string(), z.unknown())))),
});

/** Reads the names; the base64 of the server stays the key that joins the three lists. */
export function decodeDirectory(location: string, path: ServerPath, answer: DirectoryAnswer): Directory {
	return {location, path, entries: decodeEntries(path, answer, ({base64}) => base64)};
}

/** @param keyOf - By which form of its name an entry's properties are found. */
export function decodeEntries(
	path: ServerPath,
	{entries, directories, properties}: DirectoryAnswer,
	keyOf: (name: ServerPath) => string,
): readonly DirectoryEntry[] {
	const isDirectory = new Set(directories);
	return entries.map((key): DirectoryEntry => {
		const name = decodeServerName(key);
		const known = new Map(Object.entries(properties?.[keyOf(name)] ?? {}));
		return {name, path: joinServerPath(path, name), isDirectory: isDirectory.has(key), ...countsOf(known)};
	});
}

function countsOf(known: ReadonlyMap<string, unknown>): Pick<DirectoryEntry, 'size' | 'objectCount' | 'objectCountIsMinimum'> {
	const count = numberOrText(known.get('object count'));
	const isMinimum = typeof count === 'string' && count.endsWith('+');
	return {
		size: toNumber(numberOrText(known.get('size'))),
		objectCount: toNumber(isMinimum ? count.slice(0, -1) : count),
		objectCountIsMinimum: isMinimum,
	};
}

function numberOrText(value: unknown): number | string | undefined {
	return typeof value === 'number' || typeof value === 'string' ? value : undefined;
}
