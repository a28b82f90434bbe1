import {packageName} from '../aip/contents.ts';
import {statusOf} from '../workflow/unit-status.ts';
import type {Course, Stage} from '../workflow/course.ts';
import {namesJob} from '../workflow/steps.ts';
import {transferTypes} from '../workflow/transfer-types.ts';
import type {Unit} from '../workflow/unit.ts';

/** The pipeline's shared directory. */
export const sharedDirectory = '/var/archivematica/sharedDirectory';

/** The watched directory that transfers of a unit's type are approved in. */
export function watchedDirectory({type}: Unit): string {
	return `${sharedDirectory}/watchedDirectories/activeTransfers/${transferTypes[type].directory}`;
}

/** The last segment of where a unit's files are. Names are as given until the workflow cleans them. */
export function directoryOf(unit: Unit, course: Course, stage: Stage): string {
	if (stage === 'ingest') return packageName(unit, unit.sip);
	const cleaned = course.transfer.some(({name, ended}) => name === namesJob && ended !== undefined);
	return cleaned ? packageName(unit, unit.uuid) : `${unit.name}-${unit.uuid}`;
}

/** Where a unit's files are at this moment, as an absolute path on the pipeline. */
export function currentPath(unit: Unit, course: Course, stage: Stage): string {
	const directory = directoryOf(unit, course, stage);
	if (unit.reingest?.kind === 'partial' && unit.approved === null)
		return `${sharedDirectory}/watchedDirectories/system/reingestAIP/${directory}/`;
	if (stage === 'transfer' && unit.approval === 'waiting' && unit.approved === null) return activePath(unit);
	const status = course.ended[stage] ? statusOf(unit, course, stage)?.status : undefined;
	if (status === 'FAILED') return `${sharedDirectory}/failed/${directory}/`;
	if (status === 'REJECTED') return `${sharedDirectory}/rejected/${directory}/`;
	return `${sharedDirectory}/currentlyProcessing/${directory}/`;
}

/** Where a transfer waits for approval: a folder's path ends in a slash, an archive's does not (reference, AM-01). */
export function activePath(unit: Unit): string {
	return `${watchedDirectory(unit)}/${unit.name}${unit.dropped ? '' : `-${unit.uuid}`}${unit.archive ? '' : '/'}`;
}
