import type {Finding, State} from './findings.ts';

const header = (client: string): string => `# What pyPreservica finds in the sandbox

Every public method of pyPreservica ${client}, unmodified, driven against the sandbox as each of its versions, and what came of it. _agrees_: what came back is what had to come back. _refused_: the server is too
old for it. _fails by itself_: by a mistake of pyPreservica's own, whatever the server answers.

\`npm run interop -- --write\` writes this page; \`npm run interop\`, which is part of \`npm test\`, fails when it is not up to date, when something does not agree, and when a method is not driven without a reason.
Both ways round, too: what pyPreservica packages and uploads, Fonds reads and verifies, each file against every digest the server has; and what Fonds packages and uploads, pyPreservica reads and verifies.
`;

/** The page in the documentation: a table for each class. */
export function pageOf(client: string, versions: readonly string[], findings: readonly Finding[], remarks: readonly string[]): string {
	const sections = [...byClass(findings)].map(
		([name, rows]) =>
			`## ${name}\n\n` +
			table(
				['Method', ...versions, 'Note'],
				rows.map(({method, states, note}) => [`\`${method.slice(name.length + 1)}\``, ...states, note ?? '']),
			),
	);
	const beyond = `## Beyond single methods\n\nThis holds with every version:\n\n${remarks.map(remark => `- ${remark}\n`).join('')}`;
	return [header(client), totals(versions, findings), ...sections, beyond].join('\n');
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
