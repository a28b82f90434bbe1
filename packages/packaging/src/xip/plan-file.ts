import {ConfigurationError, PackageError} from '@fonds/core';
import type {Digests, FixityAlgorithm} from '@fonds/core/hash';
import type {PackageEntry} from '../entries/entry.ts';
import {entryFromFile} from '../entries/file-entry.ts';
import {refuseUnsafe, sameness} from '../entries/path-claims.ts';
import {checkText} from './check-values.ts';
import type {BitstreamDescription} from './content-description.ts';
import {fixityTypes} from './names.ts';
import type {PlannedFile} from './plan.ts';
import type {PlanContext} from './plan-entity.ts';

/** A place for a file of a representation. */
export interface Place {
	readonly filename: string;
	readonly location: string;
}

/** Finds a place for one file after the other. */
export type FindPlace = (path: string) => Place;

/**
 * Finds a place for each file of a representation. Files go into its folder by their names alone, as Preservica is known to read
 * them. Of files whose names are the same, or would be to some file system, the second goes into a folder of its own, `p1-2`, and so on:
 * every file keeps its name and none becomes another.
 */
export function createPlaces(folder: string): FindPlace {
	const taken = new Map<string, number>();
	return path => {
		refuseUnsafe(path);
		const filename = path.slice(path.lastIndexOf('/') + 1);
		refuseUnwritable(filename, path);
		const number = (taken.get(sameness(filename)) ?? 0) + 1;
		taken.set(sameness(filename), number);
		return {filename, location: number === 1 ? folder : `${folder}-${number}`};
	};
}

/** Two characters are fine in names of files but not in XML (XML 1.0, 2.2). It must not come out when all files have been read. */
function refuseUnwritable(filename: string, path: string): void {
	if (/[\ufffe\uffff]/.test(filename)) {
		throw new PackageError(`The name of the file "${path}" holds a character that metadata cannot hold. Rename it.`, {
			problem: 'unsafe-path',
			path,
		});
	}
}

/** A file as an entry. */
export function entryOf<E extends PackageEntry>(file: E | File): E | PackageEntry {
	return 'open' in file ? file : entryFromFile(file);
}

/** Decides about a file of a generation. @throws ConfigurationError */
export function planBitstream(file: BitstreamDescription | File, findPlace: FindPlace, context: PlanContext): PlannedFile {
	const {version} = context;
	const entry: BitstreamDescription = entryOf<BitstreamDescription>(file);
	if (entry.directory === true) {
		throw new ConfigurationError(
			`"${entry.path}" is a folder. Content of XIP has no empty folders: describe it in \`folders\`, or leave it out.`,
		);
	}
	const place = findPlace(entry.filename ?? entry.path);
	if (entry.filename?.includes('/') === true) {
		throw new ConfigurationError(`The name ${JSON.stringify(entry.filename)} of a file holds a slash.`);
	}
	const what = `The file "${place.filename}"`;
	const facts = optionalFacts(entry).map(([since, name, value]) => {
		version.require(since, `${what} with ${name}`);
		checkText(name, value);
		return [name, value] as const;
	});
	const expected = expectedDigests(entry, what);
	for (const {algorithm} of expected === undefined ? [] : (entry.fixities ?? [])) {
		context.makeDigest(algorithm!, what);
	}
	return {entry, ...place, facts, expected, unknown: version.takeUnknown(entry.unknown, what)};
}

function optionalFacts(entry: BitstreamDescription): readonly (readonly [since: string, name: string, value: string])[] {
	const all = [
		['6.2', 'OriginalFilename', entry.originalFilename],
		['6.9', 'Container', entry.container],
		['6.9', 'ExtractionTool', entry.extractionTool],
		['6.9', 'ExtractionToolParams', entry.extractionToolParams],
	] as const;
	return all.flatMap(([since, name, value]) => (value === undefined ? [] : [[since, name, value] as const]));
}

function expectedDigests({fixities}: BitstreamDescription, what: string): Digests | undefined {
	if (fixities === undefined || fixities.length === 0) {
		return undefined;
	}
	const expected: {[A in FixityAlgorithm]?: string} = {};
	for (const {algorithm, value} of fixities) {
		if (algorithm === undefined || fixityTypes[algorithm] === undefined) {
			throw new ConfigurationError(`${what} has a digest that XIP does not know. Leave it out, or name md5, sha1, sha256 or sha512.`);
		}
		const digest = value.toLowerCase();
		if (!/^[0-9a-f]+$/.test(digest) || digest.length !== fixityTypes[algorithm].digits) {
			throw new ConfigurationError(`${what} has the ${algorithm} digest ${JSON.stringify(value)}, which is none.`);
		}
		if ((expected[algorithm] ?? digest) !== digest) {
			throw new ConfigurationError(`${what} has two different ${algorithm} digests.`);
		}
		expected[algorithm] = digest;
	}
	return expected;
}
