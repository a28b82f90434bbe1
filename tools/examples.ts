// Runs the examples of each page in the folders of docs (its js blocks, word for word) on the packed packages, each on a sandbox of its
// own: of the version that the block names, as in ```js version=9.1.0, otherwise of the one that a sandbox is anyway. A page has at least one.
// Names of pages as parameters, such as preservica/entities or a whole folder: only those.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

import {packAll, packedHome, root} from './packed.ts';
import {startSandbox} from './packed-sandbox.ts';

packAll();

/** Tables for those who come from another client: they have no example. */
const tables = new Set(['archivematica/amclient.md']);
const wanted = process.argv.slice(2);
const pages = readdirSync(join(root, 'docs'), {withFileTypes: true})
	.filter(item => item.isDirectory())
	.flatMap(({name}) => readdirSync(join(root, 'docs', name)).map(page => `${name}/${page}`))
	.filter(page => page.endsWith('.md') && !tables.has(page) && isWanted(page));

function isWanted(page: string): boolean {
	return wanted.length === 0 || wanted.some(name => page === `${name}.md` || page.startsWith(`${name}/`));
}

async function runPage(page: string): Promise<string | undefined> {
	const blocks = [...readFileSync(join(root, 'docs', page), 'utf8').matchAll(/^```js(?: version=(\S+))?\n(.*?)^```$/gmsu)];
	for (const [index, [, version, script = '']] of blocks.entries()) {
		const problem = await runExample(script, version);
		if (problem !== undefined) return `js block ${index + 1} ${problem}`;
	}
	return blocks.length === 0 ? 'has no js block' : undefined;
}

async function runExample(script: string, version: string | undefined): Promise<string | undefined> {
	const work = mkdtempSync(join(packedHome, 'example-'));
	const file = join(work, 'example.mjs');
	writeFileSync(file, script);
	const {sandbox, greeting} = await startSandbox(version);
	try {
		const child = spawn('node', [file], {
			env: {...process.env, ...greeting.environment},
			stdio: ['ignore', 'pipe', 'pipe'],
			cwd: work,
			timeout: 60_000,
		});
		let output = '';
		let complaints = '';
		child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
		child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
		const [status, signal] = (await once(child, 'close')) as [number | null, string | null];
		if (status !== 0) return `ended with ${status ?? signal}\n${output}${complaints}`;
		return output.trim() === '' ? 'printed nothing' : undefined;
	} finally {
		sandbox.kill();
		rmSync(work, {recursive: true, force: true});
	}
}

const problems: string[] = [];
for (const page of pages) {
	const problem = await runPage(page);
	console.log(`${problem === undefined ? 'ok  ' : 'FAIL'} ${page}`);
	if (problem !== undefined) problems.push(`${page}: ${problem}`);
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 && pages.length > 0 ? 0 : 1;
