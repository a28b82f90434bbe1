import {ConfigurationError} from '@fonds/core';
import type {RequestOptions} from '@fonds/core';
import type {Dashboard} from '../dashboard/dashboard.ts';
import {checkKey, honoursKeys} from '../dashboard/idempotency.ts';
import {checkNewTransfer} from '../dashboard/new-transfer.ts';
import {randomUuid} from '../http/random-uuid.ts';
import {insidePath} from '../paths/server-path.ts';
import type {StorageService} from '../storage/storage-service.ts';
import {checkSource} from './check-source.ts';
import type {SourceSize} from './check-source.ts';
import {intentKind} from './intent.ts';
import type {IntentData, TransferIntent} from './intent.ts';
import {followLimits} from './transfer-data.ts';
import type {StartTransfer} from './transfers.ts';

/** What starting a transfer is done with. */
export interface StartContext {
	readonly dashboard: Dashboard;
	readonly storage: StorageService;
	/** Milliseconds of the epoch. */
	readonly now: () => number;
	/** The user name at the dashboard. */
	readonly user: string | undefined;
	readonly options: RequestOptions;
}

/** Checks a transfer and makes the intent of it. */
export async function prepareTransfer(transfer: StartTransfer, context: StartContext): Promise<TransferIntent> {
	const {via = 'package', check = true, processingConfig, source, honoursIdempotencyKey} = transfer;
	if (via === 'start-transfer' && processingConfig !== undefined) {
		throw new ConfigurationError(
			"The classic start takes no processing configuration. Put a processingMCP.xml into the content, or start via 'package'.",
		);
	}
	checkNewTransfer(transfer);
	const id = checkKey(transfer.idempotencyKey ?? randomUuid());
	const {dashboard, options} = context;
	const {version, pipeline} = await dashboard.server(options);
	const size = check ? await checkSource(source, pipeline, context.storage, options) : undefined;
	if (check && processingConfig !== undefined) {
		await dashboard.processingConfigurations.xml(processingConfig, options);
	}
	const data: IntentData = {
		name: transfer.name,
		location: source.location,
		path: insidePath(source.path).base64,
		type: transfer.type ?? null,
		accession: transfer.accession ?? null,
		accessSystemId: transfer.accessSystemId ?? null,
		metadataSet: transfer.metadataSet ?? null,
		processingConfig: processingConfig ?? null,
		autoApprove: transfer.autoApprove ?? null,
		via,
		honoursKey: via === 'package' && (honoursIdempotencyKey ?? honoursKeys(version)),
		keyTrusted: honoursIdempotencyKey ?? null,
		pipeline: pipeline ?? null,
		user: context.user ?? null,
		prepared: context.now(),
		...followLimits({...transfer, startLimit: transfer.startLimit ?? startLimitOf(size)}),
	};
	return {kind: intentKind, id, data};
}

/** Half an hour, and a second for each 10 MB and each 10 files: the content is copied before the first job. */
function startLimitOf({size = 0, objectCount = 0}: Partial<SourceSize> = {}): number {
	return 1_800_000 + Math.round(size / 10_000) + objectCount * 100;
}
