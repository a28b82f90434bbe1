// Runs the example of each page in docs/preservica (its first js block, word for word) on the packed packages, each on a sandbox of its own:
// of the version that the block names, as in ```js version=9.1.0, otherwise of the one that a sandbox is anyway.
// Names of pages as parameters: only those.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

import {packAll, packedHome, root} from './packed.ts';
import {startSandbox} from './packed-sandbox.ts';

packAll();

const folder = join(root, 'docs/preservica');
const wanted = process.argv.slice(2);
const pages = readdirSync(folder).filter(page => page.endsWith('.md') && (wanted.length === 0 || wanted.includes(page.slice(0, -3))));

async function runExample(page: string): Promise<string | undefined> {
	const [, version, script] = /^```js(?: version=(\S+))?\n(.*?)^```$/msu.exec(readFileSync(join(folder, page), 'utf8')) ?? [];
	if (script === undefined) return 'has no js block';
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
	const problem = await runExample(page);
	console.log(`${problem === undefined ? 'ok  ' : 'FAIL'} ${page}`);
	if (problem !== undefined) problems.push(`${page}: ${problem}`);
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 && pages.length > 0 ? 0 : 1;
