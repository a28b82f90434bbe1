import type {Shape} from './shape.ts';
import {leaf, mergeShapes, sorted} from './shape.ts';

/** What was seen of one operation with one status: no value that somebody gave, only what values look like. */
export interface Recording {
	readonly format: 'fonds-recording/1';
	/** The operation of the sandbox's table, or `unknown` with method and path. */
	readonly operation: string;
	readonly path: string;
	readonly status: number;
	readonly methods: readonly string[];
	/** Versions of the API that were asked for in the address. */
	readonly apiVersions: readonly string[];
	/** Names of the query parameters that were sent. */
	readonly query: readonly string[];
	/** Media types that were sent. */
	readonly sent: readonly string[];
	/** Media types that were answered. */
	readonly contentTypes: readonly string[];
	/** Headers of the answer, each with what it looks like. */
	readonly headers: Shape;
	readonly namespaces: readonly string[];
	readonly body: Shape;
}

/** One recording for two. */
export function mergeRecordings(first: Recording, second: Recording): Recording {
	const both = (key: 'methods' | 'apiVersions' | 'query' | 'sent' | 'contentTypes' | 'namespaces') =>
		sorted([...first[key], ...second[key]]);
	return {
		...first,
		methods: both('methods'),
		apiVersions: both('apiVersions'),
		query: both('query'),
		sent: both('sent'),
		contentTypes: both('contentTypes'),
		headers: mergeShapes(first.headers, second.headers),
		namespaces: both('namespaces'),
		body: mergeShapes(first.body, second.body),
	};
}

/** A body that was not there. */
export const noBody: Shape = leaf('empty');
