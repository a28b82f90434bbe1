import type {Job, JobState, JsonValue} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import {wireNames, type EntityReference} from '../entities/entity.ts';
import {createOperationJob, readJobState} from '../operations/operation-job.ts';
import type {ServerProgress} from '../operations/progress-state.ts';

/** A finished export. It can be downloaded for as long as the server keeps it. */
export interface ExportResult {
	/** By which it is downloaded. */
	readonly token: string;
	/** What was exported. */
	readonly entity: EntityReference<'asset' | 'folder'>;
}

type ExportData = {readonly type: 'asset' | 'folder'; readonly ref: string};

const kind = 'preservica-export';

/** Follows an export by its progress token (ENT-02). */
export function createExportJob(session: Session, token: string, {type, ref}: ExportData): Job<ServerProgress, ExportResult> {
	return createOperationJob<ExportResult, ExportData>(session, {
		kind,
		token,
		what: `The export of the ${wireNames[type].words} ${ref}`,
		data: {type, ref},
		result: data => ({token, entity: data}),
		advice: 'Preservica exports only where an export workflow with the same settings has been set up.',
	});
}

/**
 * The job behind a kept state.
 *
 * @throws ConfigurationError when the state is of something else.
 */
export function resumeExportJob(session: Session, state: JobState): Job<ServerProgress, ExportResult> {
	const {token, data} = readJobState(state, kind, isExportData);
	return createExportJob(session, token, data);
}

function isExportData(data: JsonValue): data is ExportData {
	if (typeof data !== 'object' || data === null || !('type' in data) || !('ref' in data)) {
		return false;
	}
	const {type, ref} = data;
	return (type === 'asset' || type === 'folder') && typeof ref === 'string';
}
