// npm run bench [-- name …]: the performance budgets, each beside what a user would use instead, in one run.
import {browserRows} from './browser.ts';
import {decodeRows} from './decode.ts';
import {metsRows} from './mets.ts';
import {packageRows} from './package.ts';
import type {Row} from './row.ts';
import {sandboxRows} from './sandbox.ts';
import {uploadRows} from './upload.ts';
import {walkRows} from './walk.ts';
import {zipRows} from './zip.ts';

const benches: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
	browser: browserRows,
	decode: decodeRows,
	mets: metsRows,
	package: packageRows,
	sandbox: sandboxRows,
	upload: uploadRows,
	walk: walkRows,
	zip: zipRows,
};
const wanted = process.argv.slice(2);
const names = wanted.length > 0 ? wanted : Object.keys(benches);

for (const name of names) {
	const bench = benches[name];
	if (bench === undefined) throw new Error(`There is no bench named ${name}; there are ${Object.keys(benches).join(', ')}.`);
	for (const {work, beside, ratio, budget, note} of await bench()) {
		console.log(`${work}\n  beside ${beside}: ${verdict(ratio, budget)}\n  ${note}`);
	}
}

function verdict(ratio: number | undefined, budget: number | undefined): string {
	if (ratio === undefined) return 'peer not installed';
	const told = `${ratio.toFixed(2)} ×`;
	return budget === undefined ? told : `${told} (budget ${budget} ×) ${ratio >= budget ? 'met' : 'MISSED'}`;
}
