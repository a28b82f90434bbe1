// Writes docs/coverage.md from the code: each operation of the Preservica APIs, what calls it, how it is known, what tests it; and
// docs/sandbox.md: each operation the sandbox serves. With --check it writes nothing and fails when a page is not up to date, a public method
// has no docstring or no test or does not say what it throws, or an operation has no method.
import {readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {sandboxOperations} from '@fonds/sandbox';
import {elsewhere, notInSandbox, withoutMethod} from './operations.ts';
import {unknownNames} from './parity.ts';
import {publicCalls, type PublicCall} from './public-api.ts';
import {sandboxPage} from './sandbox-page.ts';
import {testedCalls} from './tests-of.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const home = `${root}packages/preservica`;
const identifier = /\b(?:TOK|USR|CON|UPL|ENT|ADM|RET|HLD|WFL|PRC|HOOK|AUT|MDG|MON|PAR|SET|REN|OAI)-\d\d\b/g;

interface Row {
	readonly id: string;
	readonly request: string;
	readonly evidence: string;
}

const calls = publicCalls(home);
const tests = testedCalls(home);
const problems: string[] = [];

/** Operations by their identifier; several routes of one share it. */
function operations(): Row[] {
	const rows = new Map<string, Row>();
	const known = [...sandboxOperations().filter(({system}) => system === 'preservica'), ...notInSandbox];
	for (const {id, method, path, evidence} of known) {
		const [name = ''] = id.match(identifier) ?? [];
		const request = `\`${method} ${path}\``;
		const before = rows.get(name);
		if (before === undefined) rows.set(name, {id: name, request, evidence});
		else if (!before.request.includes(request)) rows.set(name, {...before, request: `${before.request}<br>${request}`});
	}
	return [...rows.values()].toSorted((a, b) => order(a.id) - order(b.id));
}

const apis = [
	'TOK',
	'USR',
	'CON',
	'UPL',
	'ENT',
	'ADM',
	'RET',
	'HLD',
	'WFL',
	'PRC',
	'HOOK',
	'AUT',
	'MDG',
	'MON',
	'PAR',
	'SET',
	'REN',
	'OAI',
];

function order(id: string): number {
	const [api = '', number = ''] = id.split('-');
	return apis.indexOf(api) * 100 + Number(number);
}

/** Operations that a docstring names, also as a range: `PAR-01 to PAR-05`. */
function named({text}: PublicCall): Set<string> {
	const ids = new Set(text.match(identifier));
	for (const [, api = '', from = '', to = ''] of text.matchAll(/\b([A-Z]{3,4})-(\d\d) to \1-(\d\d)\b/g)) {
		for (let number = Number(from); number <= Number(to); number++) ids.add(`${api}-${String(number).padStart(2, '0')}`);
	}
	return ids;
}

function testsOf({name}: PublicCall): string[] {
	return [...(tests.get(name)?.keys() ?? [])];
}

function link(file: string): string {
	return `[${file.split('/').at(-1)}](../packages/preservica/${file})`;
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

for (const call of calls) {
	if (call.text === '') problems.push(`${call.name} (${call.subpath}) has no docstring.`);
	if (named(call).size > 0 && !/^@throws\b/m.test(call.text)) problems.push(`${call.name} (${call.subpath}) does not say what it throws.`);
	if (testsOf(call).length === 0) problems.push(`${call.name} (${call.subpath}) has no test that calls it.`);
}

problems.push(...unknownNames(root, calls));

const lines = operations().map(({id, request, evidence}) => {
	const callers = calls.filter(call => named(call).has(id));
	const other = elsewhere[id];
	const reason = withoutMethod[id];
	if (callers.length === 0 && other === undefined && reason === undefined) problems.push(`${id} (${request}) has no method.`);
	const methods = [...new Set([...callers.map(({called}) => `\`${called}\``), ...(other === undefined ? [] : [other.how])])];
	const files = [...new Set([...callers.flatMap(call => testsOf(call)), ...(other?.tests ?? [])])];
	return `| ${id} | ${request} | ${evidence} | ${methods.join('<br>') || `– ${reason}`} | ${files.map(file => link(file)).join('<br>') || '–'} |`;
});

const local = calls.filter(call => named(call).size === 0);
const text = `# What is covered

Made by \`node --conditions=@fonds/source tools/coverage/coverage.ts\` from the code; \`npm test\` fails when it is not up to date or a public method has no test.

Names such as ENT-12 are the project's own for the operations of Preservica's APIs; docstrings and the sandbox use the same. Evidence says how the operation is known: documented by the maker,
read from the code of a public client, recorded from a real server, or assumed.

| Operation | Request | Evidence | Method | Test |
| --- | --- | --- | --- | --- |
${lines.join('\n')}

## APIs without any public description

Analytics, authentication management (\`/api/auth\`), reporting and the configuration of preservation policies are named by the maker, but nothing public says what they take and answer. \`preservica.request\` sends
what you write and reads the answer with a schema of yours, signed in, repeated and failing like everything else.

## Methods that name no operation

They are made of the ones above, or ask nothing of a server.

| Method | From | Test |
| --- | --- | --- |
${local
	.map(
		call =>
			`| \`${call.called}\` | \`@fonds/preservica${call.subpath.slice(1)}\` | ${testsOf(call)
				.map(file => link(file))
				.join('<br>')} |`,
	)
	.join('\n')}
`;

for (const [page, content] of [
	['docs/coverage.md', text],
	['docs/sandbox.md', sandboxPage()],
] as const) {
	if (!process.argv.includes('--check')) writeFileSync(`${root}${page}`, content);
	else if (tidy(present(page)) !== tidy(content)) problems.push(`${page} is not up to date. Run the command it names.`);
}
for (const problem of problems) console.error(problem);
console.log(`${lines.length} operations, ${calls.length} public methods and functions, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
