import type {Judgement, Outcome} from './judge.ts';

/** What came of a method with one version of the server. */
export type State = 'agrees' | 'disagrees' | 'refused' | 'fails by itself' | 'not driven' | 'unexplained';

export interface Finding {
	/** `Class.method`. */
	readonly method: string;
	/** One for each version. */
	readonly states: readonly State[];
	readonly note: string | undefined;
}

/** One finding for each method that is to be driven. */
export function findingsOf(judgements: readonly Judgement[]): readonly Finding[] {
	const [first] = judgements;
	if (!first) return [];
	return first.methods.map(method => {
		const states = judgements.map(judgement => stateOf(method, judgement));
		const refused = states.includes('refused') ? first.needs[method] : undefined;
		const notes = [first.notDriven[method], first.broken[method], refused, first.notes[method]].filter(note => note !== undefined);
		return {method, states, note: notes.length > 0 ? notes.join('; ') : undefined};
	});
}

function stateOf(method: string, {rows, notDriven, broken}: Judgement): State {
	const row = rows[method];
	if (!row) return method in notDriven ? 'not driven' : 'unexplained';
	if (row.problems.length > 0) return 'disagrees';
	if (row.refused) return 'refused';
	return method in broken ? 'fails by itself' : 'agrees';
}

/** What fails the run: disagreements, methods without a driver and a reason, and reasons that nobody needs. */
export function problemsOf(versions: readonly string[], judgements: readonly Judgement[]): readonly string[] {
	return [
		...judgements.flatMap(({rows, remarks}, at) => disagreements(versions[at] ?? '', {...rows, ...remarks})),
		...findingsOf(judgements)
			.filter(({states}) => states.includes('unexplained'))
			.map(({method}) => `${method} is not driven, and no reason is given in reasons.py`),
		...judgements.slice(0, 1).flatMap(judgement => staleReasons(judgement, findingsOf(judgements))),
	];
}

function disagreements(version: string, outcomes: Readonly<Record<string, Outcome>>): string[] {
	return Object.entries(outcomes).flatMap(([what, {problems}]) => problems.map(problem => `${version}: ${what}: ${problem}`));
}

function staleReasons({notDriven, broken, needs, notes, rows}: Judgement, findings: readonly Finding[]): readonly string[] {
	const found = new Map(findings.map(({method, states}) => [method, new Set(states)]));
	const expected: readonly (readonly [reasons: Readonly<Record<string, string>>, state: State | undefined])[] = [
		[notDriven, 'not driven'],
		[broken, 'fails by itself'],
		[needs, 'refused'],
		[notes, undefined],
	];
	const unused = expected.flatMap(([reasons, state]) =>
		Object.keys(reasons).filter(method => !found.has(method) || (state && !found.get(method)?.has(state))),
	);
	const unknown = Object.keys(rows).filter(method => !found.has(method));
	return [
		...unused.map(method => `reasons.py has a reason for ${method} that nothing needs`),
		...unknown.map(method => `${method} is driven, and is no public method`),
	];
}
