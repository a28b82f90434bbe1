import type {Finding, State} from './findings.ts';
import type {Judgement} from './judge.ts';
import type {Library} from './library.ts';

/** What the page has of one library. */
export interface Section {
	readonly library: Library;
	/** One for each version. */
	readonly judgements: readonly Judgement[];
	readonly findings: readonly Finding[];
}

const header = `# What other people’s libraries find in the sandbox

Every public method of each library, unmodified, driven against the sandbox as each of its versions, and what came of it. _agrees_: what came back is what had to come back. _refused_: the server is too old for it.
_fails by itself_: by a mistake of the library's own, whatever the server answers.

\`npm run interop -- --write\` writes this page; \`npm run interop\`, which is part of \`npm test\`, fails when it is not up to date, when something does not agree, and when a method is not driven without a reason.
`;

/** The page in the documentation: a section for each library, a table for each of its classes. */
export function pageOf(sections: readonly Section[]): string {
	return [header, ...sections.map(sectionOf)].join('\n');
}

function sectionOf({library: {name, versions, about}, judgements, findings}: Section): string {
	const tables = [...byClass(findings)].map(
		([title, rows]) =>
			`### ${title}\n\n` +
			table(
				['Method', ...versions, 'Note'],
				rows.map(({method, states, note}) => [`\`${method.slice(title.length + 1)}\``, ...states, note ?? '']),
			),
	);
	const title = `## ${name} ${judgements[0]?.client ?? ''}\n\n${about}\n`;
	return [title, totals(versions, findings), ...tables, remarksOf(versions, judgements)].join('\n');
}

/** What holds that is about no single method; with some versions only, if it was tried with these only. */
function remarksOf(versions: readonly string[], judgements: readonly Judgement[]): string {
	const remarks = new Map<string, string[]>();
	for (const [at, judgement] of judgements.entries()) {
		for (const remark of Object.keys(judgement.remarks)) remarks.set(remark, [...(remarks.get(remark) ?? []), versions[at] ?? '']);
	}
	const lines = [...remarks].map(([remark, tried]) => `- ${remark}${tried.length < versions.length ? ` (${tried.join(', ')})` : ''}\n`);
	return `### Beyond single methods\n\nThis holds, with every version unless some are named:\n\n${lines.join('')}`;
}

/** The same for a terminal. */
export function tableOf(versions: readonly string[], findings: readonly Finding[]): string {
	const width = Math.max(...findings.map(({method}) => method.length));
	const lines = findings.map(({method, states, note}) => {
		const ran = states.filter(state => state !== 'not driven' && state !== 'unexplained').length;
		const agreed = states.filter(state => state === 'agrees').length;
		return `${method.padEnd(width)}  ran ${ran} of ${versions.length}  agreed ${agreed}  ${note ?? ''}`.trimEnd();
	});
	return `${lines.join('\n')}\n`;
}

function totals(versions: readonly string[], findings: readonly Finding[]): string {
	const states: readonly State[] = ['agrees', 'refused', 'fails by itself', 'not driven'];
	const count = (state: State, at: number): string => String(findings.filter(finding => finding.states[at] === state).length);
	return table(
		['', ...versions],
		states.map(state => [state as string].concat(versions.map((_, at) => count(state, at)))),
	);
}

function byClass(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
	const classes = new Map<string, Finding[]>();
	for (const finding of findings) {
		const name = finding.method.slice(0, finding.method.indexOf('.'));
		classes.set(name, [...(classes.get(name) ?? []), finding]);
	}
	return classes;
}

/** Aligned as the formatter has it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	const widths = head.map((_, at) => Math.max(3, ...[head, ...rows].map(row => row[at]?.length ?? 0)));
	const line = (cells: readonly string[]): string => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |\n`;
	return [line(head), line(widths.map(width => '-'.repeat(width))), ...rows.map(line)].join('');
}
