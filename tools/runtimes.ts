// Runs the script of the README, word for word, on the packed packages in Node.js, Deno and Bun, against a sandbox from its own
// packed package; and its imports that suit a page as one browser bundle in Chromium.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {join} from 'node:path';

import {chromium as playwright} from 'playwright';
import {rolldown} from 'rolldown';

import {chromium, flags} from './chromium.ts';
import {packAll, packedHome, root} from './packed.ts';
import {startSandbox, type SandboxGreeting} from './packed-sandbox.ts';

packAll();

const work = join(packedHome, 'work');
rmSync(work, {recursive: true, force: true});
mkdirSync(join(work, 'letters/enclosures'), {recursive: true});
const letters: Readonly<Record<string, string>> = {
	'first.txt': 'Dear sir,\n',
	'second letter.txt': 'Dear madam,\n',
	'enclosures/été.txt': 'Ceci n’est pas vide.\n',
	'enclosures/empty.txt': '',
};
for (const [name, text] of Object.entries(letters)) writeFileSync(join(work, 'letters', name), text);

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const script = /^```js\n(.*?)^```$/msu.exec(readme)?.[1];
if (script === undefined) throw new Error('README.md has no js block.');
const scriptFile = join(packedHome, 'readme.mjs');
writeFileSync(scriptFile, script);

/** Everything below a folder that is a file, with its text. */
function filesBelow(folder: string): ReadonlyMap<string, string> {
	const files = readdirSync(folder, {recursive: true, withFileTypes: true}).filter(file => file.isFile());
	return new Map(files.map(file => [file.name, readFileSync(join(file.parentPath, file.name), 'utf8')]));
}

async function runScript(
	name: string,
	command: string,
	parameters: readonly string[],
	environment: NodeJS.ProcessEnv,
): Promise<string | undefined> {
	const target = join(work, `verified-${name}`);
	mkdirSync(target);
	const child = spawn(command, [...parameters, scriptFile, join(work, 'letters'), target], {
		env: {...process.env, ...environment},
		stdio: ['ignore', 'pipe', 'inherit'],
		cwd: packedHome,
		timeout: 60_000,
	});
	let output = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
	const [status, signal] = (await once(child, 'close')) as [number | null, string | null];
	if (status !== 0) return `${name}: ended with ${status ?? signal}\n${output}`;
	if (!/^AIP [0-9a-f-]{36}$/mu.test(output)) return `${name}: no AIP in\n${output}`;
	const saved = filesBelow(target);
	for (const [path, text] of Object.entries(letters)) {
		const file = path.slice(path.lastIndexOf('/') + 1);
		if (saved.get(file) !== text) return `${name}: ${file} is not what was sent`;
	}
	return undefined;
}

/** Hands a request on, as the proxy of a catalogue would. */
async function forward(request: IncomingMessage, response: ServerResponse, target: URL): Promise<void> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const own = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);
	const headers = Object.entries(request.headers).filter(([name]) => !own.has(name)) as [string, string][];
	const body = chunks.length > 0 && {body: Buffer.concat(chunks)};
	const answer = await fetch(target, {method: request.method ?? 'GET', headers, ...body});
	response.writeHead(answer.status, Object.fromEntries(answer.headers));
	response.end(Buffer.from(await answer.arrayBuffer()));
}

async function runBrowser({url, environment}: SandboxGreeting): Promise<string | undefined> {
	const entry = join(packedHome, 'page.mjs');
	writeFileSync(
		entry,
		`import {packageAssets, entryFromFile} from '@fonds/packaging';
		import {Preservica} from '@fonds/preservica';
		globalThis.run = async (server, username, password) => {
			const preservica = new Preservica({server, credentials: {username, password}, foreignLinks: 'rewrite'});
			const folder = await preservica.entities.createFolder({title: 'From a page', parent: null});
			const file = entryFromFile(new File(['From a page.'], 'page.txt'));
			const pack = packageAssets({parent: folder.ref, assets: [{title: 'Page', representations: [{type: 'Preservation', files: [file]}]}]});
			const {assets} = await (await preservica.uploads.upload(pack, {folder: folder.ref})).done();
			for await (const {bitstream} of preservica.bitstreams.ofAsset(assets[0])) {
				return new Response(await preservica.bitstreams.download(bitstream)).text();
			}
		};`,
	);
	const bundle = await rolldown({
		input: entry,
		platform: 'browser',
		resolve: {conditionNames: ['browser', 'import', 'default']},
		logLevel: 'silent',
	});
	const {output} = await bundle.generate({format: 'esm', minify: true});
	const files = new Map(output.map(file => [`/bundle/${file.fileName}`, file.type === 'chunk' ? file.code : file.source]));
	const server = createServer(async (request, response) => {
		const path = request.url ?? '/';
		const file = files.get(path);
		if (file !== undefined) {
			response.setHeader('content-type', 'text/javascript').end(file);
		} else if (path === '/') {
			response
				.setHeader('content-type', 'text/html')
				.end(`<!doctype html><script type="module" src="/bundle/${output[0].fileName}"></script>`);
		} else {
			await forward(request, response, new URL(path, url));
		}
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
	const browser = await playwright.launch({...(chromium !== undefined && {executablePath: chromium}), args: flags});
	try {
		const page = await browser.newPage();
		await page.goto(origin);
		await page.waitForFunction('typeof run === "function"');
		const text = await page.evaluate(
			([username, password]) =>
				(globalThis as unknown as {run(...given: unknown[]): Promise<string>}).run(location.origin, username, password),
			[environment['PRESERVICA_USERNAME'], environment['PRESERVICA_PASSWORD']],
		);
		return text === 'From a page.' ? undefined : `browser: downloaded ${JSON.stringify(text)}`;
	} finally {
		await browser.close();
		server.close();
	}
}

const {sandbox, greeting} = await startSandbox();
const problems: string[] = [];
try {
	const runtimes: readonly (readonly [string, ...string[]])[] = [['node'], ['deno', 'run', '--allow-all', '--quiet'], ['bun']];
	for (const [command, ...parameters] of runtimes) {
		const problem = await runScript(command, command, parameters, greeting.environment);
		console.log(`${problem === undefined ? 'ok  ' : 'FAIL'} ${command}`);
		if (problem !== undefined) problems.push(problem);
	}
	const problem = await runBrowser(greeting);
	console.log(`${problem === undefined ? 'ok  ' : 'FAIL'} browser bundle in Chromium`);
	if (problem !== undefined) problems.push(problem);
} finally {
	sandbox.kill();
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
