import * as z from 'zod/mini';
import {optionalText} from '../json/lenient.ts';
import type {Pipeline} from './pipeline.ts';

/** SS-05, and the objects of SS-03. What SS-04 echoes of a key is not looked at. */
export const pipelineSchema: z.ZodMiniType<Pipeline> = z.pipe(
	z.object({uuid: z.string(), description: optionalText, remote_name: optionalText}),
	z.transform((wire): Pipeline => ({
		uuid: wire.uuid,
		description: wire.description ?? undefined,
		remoteName: wire.remote_name ?? undefined,
	})),
);
