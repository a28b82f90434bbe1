// Writes docs/coverage.md from the code: each operation of the Preservica and Archivematica APIs, what calls it, how it is known, what tests
// it; and docs/sandbox.md: each operation the sandbox serves. With --check it writes nothing and fails when a page is not up to date, a public
// method has no docstring or no test or does not say what it throws, or an operation has no method.
import {readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {sandboxOperations} from '@fonds/sandbox';
import {elsewhere, notInSandbox, withoutMethod} from './operations.ts';
import {unknownNames} from './parity.ts';
import {publicCalls, type PublicCall} from './public-api.ts';
import {sandboxPage} from './sandbox-page.ts';
import {systems, type System} from './systems.ts';
import {testedCalls} from './tests-of.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const problems: string[] = [];

interface Row {
	readonly id: string;
	readonly request: string;
	readonly evidence: string;
}

/** The identifiers of operations in a text, also as a range: `PAR-01 to PAR-05`. */
function identifiersIn(text: string, {apis}: System): Set<string> {
	const api = apis.join('|');
	const ids = new Set(text.match(new RegExp(`\\b(?:${api})-\\d\\d\\b`, 'g')));
	for (const [, name = '', from = '', to = ''] of text.matchAll(new RegExp(`\\b(${api})-(\\d\\d) to \\1-(\\d\\d)\\b`, 'g'))) {
		for (let number = Number(from); number <= Number(to); number++) ids.add(`${name}-${String(number).padStart(2, '0')}`);
	}
	return ids;
}

/** Operations by their identifier; several routes of one share it. */
function operationsOf(system: System): Row[] {
	const rows = new Map<string, Row>();
	const known = [...sandboxOperations(), ...notInSandbox];
	for (const {id, method, path, evidence} of known) {
		const [name] = identifiersIn(id, system);
		if (name === undefined) continue;
		const request = `\`${method} ${path.replaceAll('|', String.raw`\|`)}\``;
		const before = rows.get(name);
		if (before === undefined) rows.set(name, {id: name, request, evidence});
		else if (!before.request.includes(request)) rows.set(name, {...before, request: `${before.request}<br>${request}`});
	}
	const order = (id: string): number => system.apis.indexOf(id.slice(0, id.indexOf('-'))) * 100 + Number(id.slice(-2));
	return [...rows.values()].toSorted((a, b) => order(a.id) - order(b.id));
}

/** What is covered of one system: its part of the page, and what it has. */
function sectionOf(system: System): {readonly text: string; readonly operations: number; readonly calls: readonly PublicCall[]} {
	const home = `${root}packages/${system.name}`;
	const calls = publicCalls(home);
	const tests = testedCalls(home);
	const named = ({text}: PublicCall): Set<string> => identifiersIn(text, system);
	const testsOf = ({name}: PublicCall): string[] => [...(tests.get(name)?.keys() ?? [])];
	const link = (file: string): string => `[${file.split('/').at(-1)}](../packages/${system.name}/${file})`;

	for (const call of calls) {
		if (call.text === '') problems.push(`${call.name} (${call.subpath}) has no docstring.`);
		if (named(call).size > 0 && !/@throws\b/m.test(call.text)) problems.push(`${call.name} (${call.subpath}) does not say what it throws.`);
		if (testsOf(call).length === 0) problems.push(`${call.name} (${call.subpath}) has no test that calls it.`);
	}

	const lines = operationsOf(system).map(({id, request, evidence}) => {
		const callers = calls.filter(call => named(call).has(id));
		const other = elsewhere[id];
		const reason = withoutMethod[id];
		if (callers.length === 0 && other === undefined && reason === undefined) problems.push(`${id} (${request}) has no method.`);
		const methods = [...new Set([...callers.map(({called}) => `\`${called}\``), ...(other === undefined ? [] : [other.how])])];
		const files = [...new Set([...callers.flatMap(call => testsOf(call)), ...(other?.tests ?? [])])];
		return `| ${id} | ${request} | ${evidence} | ${methods.join('<br>') || `– ${reason}`} | ${files.map(file => link(file)).join('<br>') || '–'} |`;
	});

	const local = calls
		.filter(call => named(call).size === 0)
		.map(
			call =>
				`| \`${call.called}\` | \`@fonds/${system.name}${call.subpath.slice(1)}\` | ${testsOf(call)
					.map(file => link(file))
					.join('<br>')} |`,
		);
	const text = `## ${system.title}

| Operation | Request | Evidence | Method | Test |
| --- | --- | --- | --- | --- |
${lines.join('\n')}

${system.remark}

### Methods for ${system.title} that name no operation

They are made of the ones above, or ask nothing of a server.

| Method | From | Test |
| --- | --- | --- |
${local.join('\n')}
`;
	return {text, operations: lines.length, calls};
}

/** A table without the white space that makes it pretty. */
function tidy(table: string): string {
	return table
		.replaceAll(/ *\| */g, '|')
		.replaceAll(/-{3,}/g, '---')
		.trim();
}

function present(page: string): string {
	try {
		return readFileSync(`${root}${page}`, 'utf8');
	} catch {
		return ''; // There is no page yet, so it is not up to date.
	}
}

const sections = systems.map(system => sectionOf(system));
const calls = sections.flatMap(section => section.calls);
for (const page of ['docs/pypreservica.md', 'docs/archivematica/amclient.md']) problems.push(...unknownNames(root, page, calls));

const text = `# What is covered

Made by \`node --conditions=@fonds/source tools/coverage/coverage.ts\` from the code; \`npm test\` fails when it is not up to date or a public method has no test.

Names such as ENT-12 are the project's own for the operations of the APIs; docstrings and the sandbox use the same. Evidence says how the operation is known: documented by the maker, read from the
code of a public client, recorded from a real server (or read from the server's own code and seen when it ran), or assumed.

${sections.map(section => section.text).join('\n')}`;

for (const [page, content] of [
	['docs/coverage.md', text],
	['docs/sandbox.md', sandboxPage()],
] as const) {
	if (!process.argv.includes('--check')) writeFileSync(`${root}${page}`, content);
	else if (tidy(present(page)) !== tidy(content)) problems.push(`${page} is not up to date. Run the command it names.`);
}
for (const problem of problems) console.error(problem);
const operations = sections.reduce((sum, section) => sum + section.operations, 0);
console.log(`${operations} operations, ${calls.length} public methods and functions, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
