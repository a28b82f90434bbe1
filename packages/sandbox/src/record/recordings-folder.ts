import {existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Recording} from './recording.ts';
import {mergeRecordings} from './recording.ts';

/** Adds a recording to those in a folder: one file for each operation and status. */
export function addRecording(folder: string, recording: Recording): void {
	mkdirSync(folder, {recursive: true, mode: 0o700});
	const path = join(folder, fileNameOf(recording));
	const whole = existsSync(path) ? mergeRecordings(readRecording(path), recording) : recording;
	const unfinished = `${path}.part`;
	writeFileSync(unfinished, `${JSON.stringify(whole, undefined, '\t')}\n`, {mode: 0o600});
	renameSync(unfinished, path);
}

/** Reads all recordings of a folder. @throws Error when there are none, or one cannot be read. */
export function readRecordings(folder: string): readonly Recording[] {
	const files = readdirSync(folder).filter(name => name.endsWith('.json'));
	if (files.length === 0) throw new Error(`${folder} holds no recordings.`);
	return files.toSorted().map(name => readRecording(join(folder, name)));
}

function readRecording(path: string): Recording {
	try {
		const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
		if (isRecording(value)) return value;
	} catch (error) {
		throw new Error(`${path} cannot be read as a recording.`, {cause: error});
	}
	throw new Error(`${path} is no recording of this version.`);
}

/** Files of this format are only ever written by this program, so its mark is enough. */
function isRecording(value: unknown): value is Recording {
	return typeof value === 'object' && value !== null && 'format' in value && value.format === 'fonds-recording/1' && 'body' in value;
}

function fileNameOf({operation, status}: Recording): string {
	return `${operation.replaceAll(/[^\w.-]+/gu, '-').slice(0, 160)}-${status}.json`;
}
