import {
	paginate,
	path,
	type HttpClient,
	type JsonValue,
	type Page,
	type Pages,
	type Path,
	type RequestOptions,
	type SendOptions,
} from '@fonds/core';
import type * as z from 'zod/mini';
import type {Session} from '../auth/session.ts';
import {getValue} from '../json/value.ts';
import type {PagedOptions} from '../xml/read-list.ts';
import type {Monitor, MonitorMessage, MonitorMessagesOptions, MonitorsOptions} from './monitor.ts';
import {messagesPage, monitorsPage, timeSeriesValue} from './monitor-json.ts';

/** Lists MON-01. `start` and `max` are documented for messages only: without `pageSize` the server decides how much a page holds. */
export function listMonitors({http}: Session, {status, category, name, pageSize, ...options}: MonitorsOptions): Pages<Monitor> {
	const size = pageSize === undefined ? {} : {start: 0, max: pageSize};
	const query = {status: joined(status), category: joined(category), name: joined(name), ...size};
	return walk(http, path`api/processmonitor/monitors`, monitorsPage, query, options);
}

/** Lists MON-02. */
export function listMessages(
	{http}: Session,
	monitors: readonly string[],
	{status, pageSize = 250, ...options}: MonitorMessagesOptions,
): Pages<MonitorMessage> {
	const query = {monitor: monitors.join(','), status: joined(status), start: 0, max: pageSize};
	return walk(http, path`api/processmonitor/messages`, messagesPage, query, options);
}

/** Reads MON-03. */
export async function readTimeSeries({http}: Session, monitor: string, options: RequestOptions): Promise<readonly JsonValue[]> {
	const {timeseries} = await getValue(http, path`api/processmonitor/monitors/${monitor}/timeseries`, timeSeriesValue, options);
	return timeseries;
}

/** The first request has the filter; the server's own links have it, too, and are followed as they are. */
function walk<T>(
	http: HttpClient,
	first: Path,
	schema: z.ZodMiniType<Page<T>>,
	query: NonNullable<SendOptions['query']>,
	{readAhead, ...options}: PagedOptions,
): Pages<T> {
	return paginate(
		(next, signal) =>
			next === undefined ? getValue(http, first, schema, {...options, signal, query}) : getValue(http, next, schema, {...options, signal}),
		{signal: options.signal, readAhead},
	);
}

function joined(words: string | readonly string[] | undefined): string | undefined {
	return words === undefined ? undefined : [words].flat().join(',');
}
