import {PackageError} from '@fonds/core';
import {entryFromFile} from '../entries/file-entry.ts';
import {refuseUnsafe, sameness} from '../entries/path-claims.ts';
import {checkText} from './check-text.ts';
import type {ContentFile} from './description.ts';
import type {PlannedEntity, PlannedFile} from './plan.ts';
import {planEntity, type PlanContext} from './plan-entity.ts';

/** Decides about one file after the other. */
export type FilePlanner = (file: ContentFile | File) => PlannedFile;

/**
 * Finds a place for each file of a representation. Files go into its folder by their names alone, as Preservica is known to read
 * them. Of files whose names are the same, or would be to some file system, the second goes into a folder of its own, `p1-2`, and so on:
 * every file keeps its name and none becomes another.
 */
export function createFilePlanner(asset: PlannedEntity, folder: string, context: PlanContext): FilePlanner {
	const taken = new Map<string, number>();
	return file => {
		const entry: ContentFile = 'open' in file ? file : entryFromFile(file);
		refuseUnsafe(entry.path);
		const filename = entry.path.slice(entry.path.lastIndexOf('/') + 1);
		refuseUnwritable(filename, entry.path);
		const number = (taken.get(sameness(filename)) ?? 0) + 1;
		taken.set(sameness(filename), number);
		const title = entry.title ?? stem(filename);
		checkText('Label', entry.label);
		return {
			entry,
			object: planEntity(describe(entry, title, asset), context, asset.ref),
			label: entry.label ?? title,
			filename,
			location: number === 1 ? folder : `${folder}-${number}`,
		};
	};
}

function describe(entry: ContentFile, title: string, asset: PlannedEntity): Parameters<typeof planEntity>[0] {
	return {
		title,
		description: entry.description ?? (entry.path.includes('/') ? entry.path : undefined),
		securityTag: entry.securityTag ?? asset.securityTag,
		customType: entry.customType,
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

function stem(filename: string): string {
	const dot = filename.lastIndexOf('.');
	const name = dot > 0 ? filename.slice(0, dot) : filename;
	return name.trim() === '' ? JSON.stringify(name) : name;
}
