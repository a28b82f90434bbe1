import type {JsonValue, Page} from '@fonds/core';
import * as z from 'zod/mini';
import {optionalFlag, optionalNumber, optionalText} from '../json/lenient.ts';
import {jsonValue} from '../json/open-json.ts';
import type {Monitor, MonitorMessage} from './monitor.ts';

const paging = z.optional(z.nullable(z.object({next: optionalText, totalResults: optionalNumber})));

const monitor = z.pipe(
	z.object({
		mappedId: z.string().check(z.minLength(1)),
		name: optionalText,
		status: optionalText,
		category: optionalText,
		subcategory: optionalText,
		started: optionalText,
		completed: optionalText,
		progressText: optionalText,
		percentComplete: optionalNumber,
		filesPending: optionalNumber,
		filesProcessed: optionalNumber,
		size: optionalNumber,
		warnings: optionalNumber,
		errors: optionalNumber,
		canRetry: optionalFlag,
	}),
	z.transform((source): Monitor => ({
		id: source.mappedId,
		name: source.name ?? '',
		status: source.status ?? 'Unknown',
		category: source.category,
		subcategory: source.subcategory,
		started: source.started,
		completed: source.completed,
		progressText: source.progressText || undefined,
		percentComplete: source.percentComplete,
		filesPending: source.filesPending,
		filesProcessed: source.filesProcessed,
		size: source.size,
		warnings: source.warnings,
		errors: source.errors,
		canRetry: source.canRetry,
	})),
);

const message = z.pipe(
	z.object({
		mappedId: optionalText,
		mappedMonitorId: optionalText,
		monitorName: optionalText,
		status: optionalText,
		date: optionalText,
		displayMessage: optionalText,
		message: optionalText,
		path: optionalText,
		workflowInstanceId: z.optional(z.nullable(z.union([z.string(), z.number()]))),
		workflowName: optionalText,
		entityRef: optionalText,
		entityTitle: optionalText,
		securityDescriptor: optionalText,
		sourceId: optionalText,
	}),
	z.transform((source): MonitorMessage => ({
		id: source.mappedId,
		monitorId: source.mappedMonitorId,
		monitorName: source.monitorName,
		status: source.status ?? 'Unknown',
		date: source.date,
		text: source.displayMessage,
		message: source.message,
		...splitMessage(source.message),
		path: source.path,
		workflowId: source.workflowInstanceId?.toString(),
		workflowName: source.workflowName,
		entityRef: source.entityRef,
		entityTitle: source.entityTitle,
		securityTag: source.securityDescriptor,
		sourceId: source.sourceId,
	})),
);

/** `value` of MON-01. */
export const monitorsPage: z.ZodMiniType<Page<Monitor>> = z.pipe(
	z.object({paging, monitors: z.array(monitor)}),
	z.transform(value => pageOf(value.monitors, value.paging)),
);

/** `value` of MON-02. */
export const messagesPage: z.ZodMiniType<Page<MonitorMessage>> = z.pipe(
	z.object({paging, messages: z.array(message)}),
	z.transform(value => pageOf(value.messages, value.paging)),
);

/** `value` of MON-03; the form of its elements is not published. */
export const timeSeriesValue: z.ZodMiniType<{readonly timeseries: readonly JsonValue[]}> = z.object({timeseries: z.array(jsonValue)});

function pageOf<T>(items: readonly T[], found: z.infer<typeof paging>): Page<T> {
	return {items, total: found?.totalResults, next: found?.next};
}

/** `monitor.info.directory.skip|{"matchText":"…"}` is a key and its arguments. */
function splitMessage(text: string | undefined): Pick<MonitorMessage, 'key' | 'details'> {
	const bar = text?.indexOf('|') ?? -1;
	return bar === -1 ? {key: text, details: undefined} : {key: text?.slice(0, bar), details: detailsOf(text?.slice(bar + 1) ?? '')};
}

function detailsOf(text: string): JsonValue | undefined {
	try {
		return JSON.parse(text);
	} catch {
		return undefined; // The whole text stays in `message`.
	}
}
