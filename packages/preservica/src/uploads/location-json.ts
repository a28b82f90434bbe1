import {Secret} from '@fonds/core';
import * as z from 'zod/mini';
import {optionalText} from '../json/lenient.ts';
import type {UploadCredentials, UploadLocation} from './location.ts';

/** The answer of UPL-12. */
export const locationsJson: z.ZodMiniType<readonly UploadLocation[]> = z.pipe(
	z.object({
		locations: z.optional(z.nullable(z.array(z.object({apiId: z.string(), type: z.string(), containerName: z.string()})))),
	}),
	z.transform(({locations}) => locations ?? []),
);

const secret = z.pipe(
	optionalText,
	z.transform(value => (value === undefined || value === '' ? undefined : new Secret(value))),
);

/** The answer of UPL-13. */
export const credentialsJson: z.ZodMiniType<UploadCredentials> = z.pipe(
	z.object({key: z.string(), secret, sessionToken: secret, endpoint: optionalText}),
	z.transform(({key, endpoint, ...secrets}) => ({key: new Secret(key), ...secrets, endpoint: endpoint?.trim() || undefined})),
);
