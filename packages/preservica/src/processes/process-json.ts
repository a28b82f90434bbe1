import {path, type HttpClient, type SendOptions} from '@fonds/core';
import {getJson, parseJson} from '@fonds/core/json';
import * as z from 'zod/mini';
import {optionalFlag, optionalText} from '../json/lenient.ts';
import type {IngestProcess} from './process.ts';

const config = z.pipe(
	z.object({
		apiId: z.string().check(z.minLength(1)),
		name: optionalText,
		description: optionalText,
		type: optionalText,
		active: optionalFlag,
		trigger: z.optional(z.nullable(z.object({type: optionalText}))),
	}),
	z.transform(({apiId, name, description, type, active, trigger}): IngestProcess => ({
		id: apiId,
		name: name ?? '',
		description,
		type,
		active,
		trigger: trigger?.type,
	})),
);

/** Reads PRC-01. */
export async function readProcesses(http: HttpClient, options: SendOptions): Promise<readonly IngestProcess[]> {
	const answer = await getJson(http, path`api/process/ingest/configs`, z.object({configs: z.array(config)}), options);
	return answer.configs;
}

/** Reads the answer of PRC-02, which may be empty; undefined then. */
export function decodeProcess(text: string): IngestProcess | undefined {
	return text.trim() === '' ? undefined : parseJson(text, config, 'The answer about the ingest process');
}
