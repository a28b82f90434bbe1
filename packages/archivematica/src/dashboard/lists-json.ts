import * as z from 'zod/mini';
import {optionalText} from '../json/lenient.ts';
import type {StartedTransfer, UnapprovedTransfer, WaitingUnit} from './lists.ts';

/** AM-22. */
export const createdPackage: z.ZodMiniType<{readonly id: string}> = z.object({id: z.string().check(z.minLength(1))});

/** AM-03. */
export const approval: z.ZodMiniType<{readonly uuid: string}> = z.object({uuid: z.string()});

/** AM-07, AM-08. */
export const removal: z.ZodMiniType<{readonly removed: boolean}> = z.object({removed: z.boolean()});

/** AM-09. */
export const removals: z.ZodMiniType<{readonly removed: readonly string[]}> = z.object({removed: z.array(z.string())});

/** AM-12, AM-13. */
export const receivedReingest: z.ZodMiniType<{readonly reingest_uuid: string}> = z.object({
	reingest_uuid: z.string().check(z.minLength(1)),
});

/** AM-14: what says that it is no page. */
export const approvedReingest: z.ZodMiniType = z.object({message: optionalText});

/** AM-10, AM-11. */
export const completedUnits: z.ZodMiniType<{readonly results: readonly string[]}> = z.object({results: z.array(z.string())});

/** AM-01: the UUID, since 1.11, is the end of the path. */
export const startedTransfer: z.ZodMiniType<StartedTransfer> = z.pipe(
	z.object({path: z.string().check(z.minLength(1))}),
	z.transform(({path}): StartedTransfer => {
		const directory = path.split('/').findLast(part => part !== '') ?? '';
		return {path, directory, transfer: /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.exec(directory)?.[0]};
	}),
);

/** AM-02. */
export const unapprovedTransfers: z.ZodMiniType<{readonly results: readonly UnapprovedTransfer[]}> = z.object({
	results: z.array(z.object({uuid: z.string(), type: z.string(), directory: z.string()})),
});

const waitingUnit = z.pipe(
	z.object({sip_uuid: z.string(), sip_name: optionalText, sip_directory: optionalText, microservice: optionalText}),
	z.transform((wire): WaitingUnit => ({
		uuid: wire.sip_uuid,
		name: wire.sip_name ?? '',
		directory: wire.sip_directory ?? '',
		microservice: wire.microservice ?? '',
	})),
);

/** AM-06. */
export const waitingUnits: z.ZodMiniType<{readonly results: readonly WaitingUnit[]}> = z.object({results: z.array(waitingUnit)});
