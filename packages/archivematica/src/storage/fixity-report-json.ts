import * as z from 'zod/mini';
import {optionalText} from '../json/lenient.ts';
import type {FixityReport} from './fixity-report.ts';

const paths = z.optional(z.nullable(z.array(z.object({path: z.string()}))));

const changes = z.optional(
	z.nullable(z.array(z.object({path: z.string(), hash_type: optionalText, expected: optionalText, actual: optionalText}))),
);

const wireReport = z.object({
	success: z.nullable(z.boolean()),
	message: optionalText,
	failures: z.optional(
		z.nullable(z.object({files: z.optional(z.nullable(z.object({missing: paths, changed: changes, untracked: paths})))})),
	),
	timestamp: optionalText,
});

/** SS-29. */
export const fixityReportSchema: z.ZodMiniType<FixityReport> = z.pipe(
	wireReport,
	z.transform(({success, message, failures, timestamp}): FixityReport => {
		const {missing, changed, untracked} = failures?.files ?? {};
		return {
			success: success ?? undefined,
			message: message ?? '',
			missing: (missing ?? []).map(({path}) => path),
			changed: (changed ?? []).map(file => ({
				path: file.path,
				algorithm: file.hash_type ?? undefined,
				expected: file.expected ?? undefined,
				actual: file.actual ?? undefined,
			})),
			untracked: (untracked ?? []).map(({path}) => path),
			timestamp: timestamp ?? undefined,
		};
	}),
);
