import {compareShapes} from './compare-shapes.ts';
import type {Recording} from './recording.ts';
import {sorted} from './shape.ts';

/** One of the two sides, by the name it has in the list of differences. */
export interface Side {
	readonly name: string;
	readonly recordings: readonly Recording[];
}

type Names = readonly [string, string];

/** What differs between two servers, one sentence each, operation by operation; none when they look alike. */
export function compareRecordings(first: Side, second: Side): readonly string[] {
	const sides: Names = [first.name, second.name];
	const operations = sorted([...first.recordings, ...second.recordings].map(({operation}) => operation));
	const differences = operations.flatMap(operation => {
		const [one, other] = [first, second].map(({recordings}) => recordings.filter(recording => recording.operation === operation));
		return compareOperation(operation, one ?? [], other ?? [], sides);
	});
	return [...differences, ...compareLists('namespace', namespacesOf(first), namespacesOf(second), sides)];
}

type Seen = readonly Recording[];

function compareOperation(operation: string, first: Seen, second: Seen, sides: Names): readonly string[] {
	if (first.length === 0 || second.length === 0) return [`${operation}: recorded only in ${second.length === 0 ? sides[0] : sides[1]}`];
	const statuses = compareLists('status', statusesOf(first), statusesOf(second), sides);
	const answers = first.flatMap(one =>
		second.filter(({status}) => status === one.status).flatMap(other => compareAnswers(one, other, sides)),
	);
	return [...statuses.map(line => `${operation}: ${line}`), ...answers];
}

function compareAnswers(first: Recording, second: Recording, sides: Names): readonly string[] {
	const lines = [
		...compareLists('content type', first.contentTypes, second.contentTypes, sides),
		...compareShapes(first.headers, second.headers, sides, 'header'),
		...compareShapes(first.body, second.body, sides),
	];
	return lines.map(line => `${first.operation} ${first.status}: ${line}`);
}

function compareLists(what: string, first: readonly string[], second: readonly string[], [one, other]: Names): readonly string[] {
	return [
		...first.filter(value => !second.includes(value)).map(value => `${what} ${value} only in ${one}`),
		...second.filter(value => !first.includes(value)).map(value => `${what} ${value} only in ${other}`),
	];
}

function statusesOf(recordings: readonly Recording[]): readonly string[] {
	return sorted(recordings.map(({status}) => String(status)));
}

function namespacesOf({recordings}: Side): readonly string[] {
	return sorted(recordings.flatMap(({namespaces}) => namespaces));
}
