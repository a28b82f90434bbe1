// Measures what a page loads first, minified and gzipped, against the budgets of the design. Everything the first entity
// read needs counts; of the other groups what it takes to make the object. Chunks that calls import later do not. What is
// loaded at once is put into one chunk, as a page would be built, so that the bundler's way of cutting shared modules does
// not count. A module that must not be in the first load is named and looked for.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';

import {rolldown, type OutputAsset, type OutputChunk} from 'rolldown';

import {root} from './packed.ts';

interface Budget {
	readonly what: string;
	readonly code: string;
	/** Bytes, gzipped: what the design asks for. */
	readonly budget: number;
	/** Bytes, gzipped, that it must not grow beyond. */
	readonly limit: number;
	readonly never: readonly string[];
}

const never = ['@aws-sdk', '@azure', '@smithy', 'otplib', 'hash-wasm', 'papaparse', 'zod'];

/** What a page makes of each subpath of `@fonds/preservica`, with a session. */
const groups: Readonly<Record<string, readonly string[]>> = {
	account: ['Account'],
	admin: ['Admin'],
	authorities: ['Authorities'],
	bitstreams: ['Bitstreams'],
	deletions: ['Deletions', 'DeletionApproval'],
	events: ['Events'],
	exports: ['Exports'],
	forms: ['Forms'],
	'legal-holds': ['LegalHolds'],
	monitors: ['Monitors'],
	'oai-pmh': ['OaiPmh'],
	operations: ['Operations'],
	processes: ['Processes'],
	registry: ['Registry'],
	rendering: ['Rendering'],
	retention: ['Retention'],
	search: ['Search'],
	settings: ['Settings'],
	uploads: ['Uploads'],
	webhooks: ['Webhooks'],
	workflows: ['Workflows'],
};

/** Subpaths that have rows of their own, or are not made for the first load of a page. */
const others = ['.', './entities', './session', './spreadsheets', './node', './package.json'];

function budgetOf([subpath, names]: [string, readonly string[]]): Budget {
	const made = names.map(name => `new ${name}(session)`).join(', ');
	return {
		what: `${names.join(' and ')} of /${subpath}`,
		code: `
			import {${names.join(', ')}} from '@fonds/preservica/${subpath}';
			import {Session} from '@fonds/preservica/session';
			const session = new Session({server: 'example.org', credentials: {token: 't'}});
			globalThis.made = [${made}];`,
		budget: 20_000,
		limit: 20_000,
		never,
	};
}

const budgets: readonly Budget[] = [
	{
		what: 'one entity read with a ready token',
		code: `
			import {Entities} from '@fonds/preservica/entities';
			import {Session} from '@fonds/preservica/session';
			globalThis.read = ref => new Entities(new Session({server: 'example.org', credentials: {token: 't'}})).asset(ref);`,
		budget: 20_000,
		limit: 20_100, // the bundler names chunks by what is in them, which moves the size by some bytes
		never,
	},
	...Object.entries(groups).map(budgetOf),
	{
		what: 'receiveWebhook of /webhooks, without a session',
		code: `
			import {receiveWebhook} from '@fonds/preservica/webhooks';
			globalThis.receive = receiveWebhook;`,
		budget: 20_000,
		limit: 20_000,
		never,
	},
	{
		what: 'all of /spreadsheets',
		code: `
			import * as spreadsheets from '@fonds/preservica/spreadsheets';
			globalThis.spreadsheets = {...spreadsheets};`,
		budget: 20_000,
		limit: 20_000,
		never: never.filter(name => name !== 'papaparse'), // reading a spreadsheet is what it is for
	},
	{
		what: 'Preservica, which has every group',
		code: `
			import {Preservica} from '@fonds/preservica';
			globalThis.made = new Preservica({server: 'example.org', credentials: {token: 't'}});`,
		budget: 32_000, // the design has none
		limit: 32_000,
		never,
	},
	{
		what: '<asset-viewer> before it shows an object',
		code: `import '@fonds/web-components/define/asset-viewer';`,
		budget: 30_000, // Lit included
		limit: 30_000,
		never: ['openseadragon', 'pdfjs-dist', '@aws-sdk'],
	},
];

async function firstLoad({code}: Budget): Promise<{size: number; modules: string[]}> {
	const entry = '\0entry';
	const bundle = await rolldown({
		input: entry,
		cwd: root,
		platform: 'browser',
		resolve: {conditionNames: ['browser', 'import', 'default']},
		logLevel: 'silent',
		plugins: [
			{
				name: 'entry',
				resolveId: (id, importer) =>
					id === entry ? entry : importer === entry ? import.meta.resolve(id).replace('file://', '') : undefined,
				load: id => (id === entry ? {code, moduleSideEffects: true} : undefined),
			},
		],
	});
	const loadedAtOnce = new Set(firstChunks((await bundle.generate({format: 'esm'})).output).flatMap(chunk => chunk.moduleIds));
	const {output} = await bundle.generate({
		format: 'esm',
		minify: true,
		comments: false,
		codeSplitting: {groups: [{name: 'first', test: id => loadedAtOnce.has(id), includeDependenciesRecursively: false}]},
	});
	const loaded = firstChunks(output);
	return {
		size: loaded.reduce((sum, chunk) => sum + gzipSync(chunk.code, {level: 9}).length, 0),
		modules: loaded.flatMap(chunk => chunk.moduleIds),
	};
}

/** The entry and what it imports. */
function firstChunks(output: readonly (OutputChunk | OutputAsset)[]): OutputChunk[] {
	const chunks = new Map(output.filter(file => file.type === 'chunk').map(chunk => [chunk.fileName, chunk]));
	const first = new Set<OutputChunk>();
	const visit = (chunk: OutputChunk | undefined): void => {
		if (chunk === undefined || first.has(chunk)) return;
		first.add(chunk);
		for (const name of chunk.imports) visit(chunks.get(name));
	};
	visit([...chunks.values()].find(chunk => chunk.isEntry));
	return [...first];
}

/** The subpaths that nobody has decided about. */
function unmeasured(): string[] {
	const {exports} = JSON.parse(readFileSync(join(root, 'packages/preservica/package.json'), 'utf8')) as {readonly exports: object};
	const known = new Set([...Object.keys(groups).map(name => `./${name}`), ...others]);
	return Object.keys(exports).filter(subpath => !known.has(subpath));
}

let failed = false;
for (const budget of budgets) {
	const {size, modules} = await firstLoad(budget);
	const intruders = budget.never.filter(name => modules.some(id => id.includes(`/${name}/`)));
	const over = size > budget.limit;
	failed ||= over || intruders.length > 0;
	const verdict = over ? `OVER the limit of ${budget.limit / 1000} kB` : size > budget.budget ? 'over the budget, within the limit' : 'ok';
	console.log(`${(size / 1000).toFixed(1)} kB gzip, budget ${budget.budget / 1000} kB, ${verdict}: ${budget.what}`);
	for (const name of intruders) console.error(`     ${name} is loaded at once; it must be imported when first needed.`);
}
for (const subpath of unmeasured()) {
	failed = true;
	console.error(`     @fonds/preservica has ${subpath}, which is not measured.`);
}
process.exitCode = failed ? 1 : 0;
