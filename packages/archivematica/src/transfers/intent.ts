import {ConfigurationError} from '@fonds/core';
import type {JobState} from '@fonds/core';
import * as z from 'zod/mini';
import {keyLifetime} from '../dashboard/idempotency.ts';
import {transferTypes} from '../dashboard/transfer-type.ts';
import {followData} from './transfer-data.ts';
import type {FollowData} from './transfer-data.ts';

/** The kind of an intent. */
export const intentKind = 'archivematica-transfer-intent';

/**
 * A transfer that is about to be started, made by `transfers.prepare`: plain JSON without secrets. Write it down before it is started, and a
 * process that comes later starts the same transfer, not a second one, where the server honours idempotency keys.
 *
 * `id` is the idempotency key.
 */
export interface TransferIntent extends JobState {
	readonly kind: typeof intentKind;
}

/** What is kept of a transfer about to be started. */
export type IntentData = {
	readonly name: string;
	readonly location: string;
	/** In base64. */
	readonly path: string;
	readonly type: (typeof transferTypes)[number] | null;
	readonly accession: string | null;
	readonly accessSystemId: string | null;
	readonly metadataSet: string | null;
	readonly processingConfig: string | null;
	readonly autoApprove: boolean | null;
	readonly via: 'package' | 'start-transfer';
	/** Whether the server honoured keys when the intent was made. */
	readonly honoursKey: boolean;
	/** What the caller said of that. */
	readonly keyTrusted: boolean | null;
	/** Where it is to be started, and by whom. Keys are known there, and to the same user, only. */
	readonly pipeline: string | null;
	readonly user: string | null;
	/** Milliseconds of the epoch. */
	readonly prepared: number;
} & FollowData;

const optionalText = z.nullable(z.string());

const intentData: z.ZodMiniType<IntentData> = z.object({
	name: z.string(),
	location: z.string(),
	path: z.string(),
	type: z.nullable(z.enum(transferTypes)),
	accession: optionalText,
	accessSystemId: optionalText,
	metadataSet: optionalText,
	processingConfig: optionalText,
	autoApprove: z.nullable(z.boolean()),
	via: z.enum(['package', 'start-transfer']),
	honoursKey: z.boolean(),
	keyTrusted: z.nullable(z.boolean()),
	pipeline: optionalText,
	user: optionalText,
	prepared: z.number(),
	...followData,
});

/** Whether something is an intent, and no description of a transfer. */
export function isIntent(value: object): value is TransferIntent {
	return 'kind' in value && 'data' in value;
}

/** What a kept intent says. @throws ConfigurationError when it is none. */
export function readIntent({kind, data}: JobState): IntentData {
	const parsed = intentData.safeParse(data);
	if (kind !== intentKind || !parsed.success) {
		throw new ConfigurationError(
			`This is no kept intent of an Archivematica transfer, its kind is ${JSON.stringify(kind)}. Give what transfers.prepare() gave.`,
		);
	}
	return parsed.data;
}

/**
 * Makes sure that a kept intent is started where and by whom it was meant to be, while its key is still remembered.
 *
 * @throws ConfigurationError with code `foreign-intent` or `intent-expired`.
 */
export function requireOwnIntent(
	{pipeline, user, prepared, name}: IntentData,
	here: {readonly pipeline: string | undefined; readonly user: string | undefined; readonly now: number},
): void {
	if (differs(pipeline, here.pipeline) || differs(user, here.user)) {
		throw new ConfigurationError(
			`The transfer '${name}' was prepared for ${differs(user, here.user) ? `the user ${user}` : `the pipeline ${pipeline}`}, and its idempotency key is known there only. Start it there.`,
			{code: 'foreign-intent'},
		);
	}
	if (here.now - prepared >= keyLifetime) {
		throw new ConfigurationError(
			`The transfer '${name}' was prepared more than 90 days ago: servers forget idempotency keys after that time. Look whether it was started, and prepare it anew if not.`,
			{code: 'intent-expired'},
		);
	}
}

function differs(then: string | null, now: string | undefined): boolean {
	return then !== null && now !== undefined && then !== now;
}
