import type {JsonValue} from '@fonds/core';
import * as z from 'zod/mini';
import {bareRole} from '../auth/role-names.ts';
import type {AccountDetails} from './account.ts';

/** The answer about the user (USR-01), of which the roles alone are certain. */
export const detailsSchema: z.ZodMiniType<AccountDetails> = z.pipe(
	z.looseObject({roles: z.array(z.string())}),
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was read as JSON
	z.transform(({roles, ...extra}) => ({roles: roles.map(bareRole), extra: extra as Readonly<Record<string, JsonValue>>})),
);

/** The answer about the edition (USR-04). */
export const editionSchema: z.ZodMiniType<{readonly edition: string}> = z.object({edition: z.string()});
