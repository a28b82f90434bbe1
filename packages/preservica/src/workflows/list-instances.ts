import {DecodeError, paginate, path, type Page, type Pages} from '@fonds/core';
import {getXml} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';
import {formatDate} from '../xml/dates.ts';
import type {WorkflowInstance, WorkflowInstancesOptions} from './workflow.ts';
import {decodeInstances, type InstancesAnswer} from './workflow-xml.ts';

const states = ['Aborted', 'Active', 'Completed', 'Finished_Mixed_Outcome', 'Pending', 'Suspended', 'Unknown', 'Failed'];
const types = ['Ingest', 'Access', 'Transformation', 'DataManagement'];

/** Walks WFL-04, whose answers have no links: the next page starts where this one ends. */
export function listInstances({http}: Session, options: WorkflowInstancesOptions): Pages<WorkflowInstance> {
	const {state, type, contextId, creator, from, to, latestFirst, pageSize = 100, readAhead, ...request} = options;
	const filter = {
		state: spelled(state, states),
		type: spelled(type, types),
		contextId,
		creator,
		from: from === undefined ? undefined : formatDate(from),
		to: to === undefined ? undefined : formatDate(to),
		latestFirst,
	};
	return paginate(
		async (next, signal) => {
			const [at = '0', before] = next?.split(' ') ?? [];
			const start = Number(at);
			const query = {...filter, start, max: pageSize};
			const answer = decodeInstances(await getXml(http, path`sdb/rest/workflow/instances`, {...request, signal, query}));
			return pageOf(answer, start, before);
		},
		{signal: options.signal, readAhead},
	);
}

/**
 * A server that counts more than it gives would lead on for ever, one that ignores `start` would give the same again and again. One that does
 * not count may give less than it is asked for: the end is an empty page then.
 */
function pageOf({items, total}: InstancesAnswer, start: number, before: string | undefined): Page<WorkflowInstance> {
	const [first] = items;
	if (first !== undefined && first.id === before) {
		throw new DecodeError('The list does not end: the server gave the same workflow instances again.', {code: 'endless-list'});
	}
	const reached = start + items.length;
	if (first === undefined && total !== undefined && total > reached) {
		throw new DecodeError(`The server counts ${total} workflow instances, but gave no more than ${reached}.`, {code: 'incomplete-list'});
	}
	const more = first !== undefined && (total === undefined || total > reached);
	return {items, total, next: more ? `${reached} ${first.id}` : undefined};
}

/** A word as the server spells it; one this release does not know stays as it is. */
function spelled(word: string | undefined, known: readonly string[]): string | undefined {
	return known.find(name => name.toLowerCase() === word?.toLowerCase()) ?? word;
}
