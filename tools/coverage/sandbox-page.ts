import {sandboxOperations, type Operation} from '@fonds/sandbox';

const systems = [
	['preservica', 'Preservica'],
	['archivematica', 'Archivematica'],
] as const;

const meanings = [
	['documented', 'stated by the maker'],
	['client source', 'read from the code of a public client'],
	['recorded', 'seen in an answer of a real server, or read from the code of the server and seen when it ran'],
	['assumed', 'our own choice, where nothing public says'],
] as const;

/** The page docs/sandbox.md: everything the sandbox serves, and how each is known. */
export function sandboxPage(): string {
	const operations = sandboxOperations();
	return `# What the sandbox serves

Made by \`node --conditions=@fonds/source tools/coverage/coverage.ts\` from the routes of [the sandbox](../packages/sandbox/README.md); \`npm test\` fails when it is not up to date. The same list comes from
\`fonds-sandbox operations\`, from \`sandboxOperations()\`, and from \`GET /sandbox/operations\`. What is not in it is not there.

Names such as ENT-12 are the project's own; [what is covered](coverage.md) has what calls each operation. Evidence says how we know that the real system behaves so:

| Evidence | Meaning | Operations |
| --- | --- | --- |
${meanings.map(([evidence, meaning]) => `| ${evidence} | ${meaning} | ${operations.filter(each => each.evidence === evidence).length} |`).join('\n')}

A note says what is assumed beyond that evidence, or left out.
${systems
	.map(([system, title]) =>
		section(
			title,
			operations.filter(each => each.system === system),
		),
	)
	.join('')}`;
}

function section(title: string, operations: readonly Operation[]): string {
	const rows = operations.map(
		({id, method, path, evidence, note}) => `| ${id} | ${method} | \`${cell(path)}\` | ${evidence} | ${cell(note ?? '–')} |`,
	);
	return `\n## ${title}\n\n| Operation | Method | Path | Evidence | Note |\n| --- | --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}

/** A bar would end the cell. */
function cell(text: string): string {
	return text.replaceAll('|', String.raw`\|`);
}
