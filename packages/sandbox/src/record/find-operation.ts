import type {Operation} from '../operations.ts';
import {sandboxOperations} from '../operations-list.ts';
import {typeOfText} from './value-type.ts';

/** What a request asks for, without its references and names. */
export interface FoundOperation {
	/** The operation of the sandbox's table, or `unknown` with method and path. */
	readonly id: string;
	/** With placeholders. */
	readonly path: string;
	/** The version of the API that the address names, as `v7.7`. */
	readonly apiVersion: string | undefined;
}

interface Route {
	readonly operation: Operation;
	readonly methods: ReadonlySet<string>;
	readonly path: RegExp;
	/** Query parameters that tell it from another operation of the same path. */
	readonly query: readonly string[];
	/** How much of the path is literal. */
	readonly weight: number;
}

const placeholder = /\{[^}]+\}|<[^>]+>/gu;
const versioned = /^(\/api\/\w+)\/(v\d{1,2}\.\d{1,2})(?=\/)/u;

const routes: readonly Route[] = sandboxOperations()
	.map(operation => routeOf(operation))
	.toSorted((first, second) => second.query.length - first.query.length || second.weight - first.weight);
const literals: ReadonlySet<string> = new Set(
	sandboxOperations().flatMap(({path}) => (path.split('?')[0] ?? '').split('/').filter(segment => /^[\w-]+$/u.test(segment))),
);

/** Which operation of the table a request is. */
export function findOperation(method: string, {pathname, searchParams}: URL): FoundOperation {
	const apiVersion = versioned.exec(pathname)?.[2];
	const path = pathname.replace(versioned, '$1');
	const route = routes.find(
		candidate => candidate.methods.has(method) && candidate.path.test(path) && candidate.query.every(name => searchParams.has(name)),
	);
	if (route) return {id: route.operation.id, path: route.operation.path, apiVersion};
	const shown = path
		.split('/')
		.map(segment => segmentOf(segment))
		.join('/');
	return {id: `unknown ${methods.has(method) ? method : '{method}'} ${shown}`, path: shown, apiVersion};
}

const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

function routeOf(operation: Operation): Route {
	const [path = '', query = ''] = operation.path.split('?');
	return {
		operation,
		methods: new Set(operation.method.split(', ')),
		path: new RegExp(`^${patternOf(path)}/?$`, 'u'),
		query: query
			.split('&')
			.filter(Boolean)
			.map(pair => pair.split('=')[0] ?? ''),
		weight: path.replaceAll(placeholder, '').length,
	};
}

function patternOf(path: string): string {
	return path.replace(/\/$/u, '').replaceAll(placeholder, name => {
		if (name === '{kind}') return '(?:structural|information|content)-objects';
		return name === '{key}' || name === '{blob}' ? '.+' : '[^/]+';
	});
}

function segmentOf(segment: string): string {
	return segment === '' || literals.has(segment) ? segment : `{${typeOfText(segment)}}`;
}
