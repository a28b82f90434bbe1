// Has other people's libraries, unmodified, judge the sandbox and packages: `npm run interop`; with --write it writes docs/interop.md. Where Python or the
// libraries cannot be had, it says so and ends well.
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {amclient} from './amclient/amclient.ts';
import {findingsOf, problemsOf} from './findings.ts';
import type {Judgement} from './judge.ts';
import type {Library, Round} from './library.ts';
import {judgePackages, judgesOfPackages} from './packages.ts';
import {pyPreservica} from './pypreservica/pypreservica.ts';
import {findPython, SkippedError} from './python.ts';
import {pageOf, tableOf, type Section} from './report.ts';

const libraries: readonly Library[] = [pyPreservica, amclient];
const page = fileURLToPath(new URL('../../docs/interop.md', import.meta.url));

interface Result {
	readonly section: Section;
	readonly problems: readonly string[];
}

async function examine(library: Library, python: string): Promise<Result> {
	const {name, versions} = library;
	const rounds = await Promise.all(versions.map(version => inFolder(folder => library.playRound(python, version, folder))));
	const judgements = rounds.map(({judgement}) => judgement);
	const findings = findingsOf(judgements);
	process.stdout.write(tableOf(versions, findings));
	for (const [at, round] of rounds.entries()) console.log(`${name}, ${versions[at]}: ${totalsOf(round)}`);
	const problems = [
		...problemsOf(versions, judgements),
		...rounds.flatMap((round, at) => round.problems.map(problem => `${versions[at]}: ${problem}`)),
		...(await Promise.all(judgements.slice(0, 1).map(async judgement => library.examine?.(judgement) ?? []))).flat(),
	];
	return {section: {library, judgements, findings}, problems: problems.map(problem => `${name}: ${problem}`)};
}

async function inFolder(play: (folder: string) => Promise<Round>): Promise<Round> {
	const folder = await mkdtemp(join(tmpdir(), 'fonds-interop-'));
	try {
		return await play(folder);
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
}

function totalsOf({judgement: {methods, rows}, summary}: {readonly judgement: Judgement; readonly summary: string}): string {
	const outcomes = Object.values(rows);
	const checks = outcomes.reduce((sum, {checks: count}) => sum + count, 0);
	const disagree = outcomes.filter(({problems}) => problems.length > 0).length;
	return `${outcomes.length} of ${methods.length} methods driven, ${checks} checks, ${disagree} disagree; ${summary}`;
}

async function main(): Promise<void> {
	const python = await findPython([...libraries.map(({module}) => module), ...judgesOfPackages]);
	const results: Result[] = [];
	for (const library of libraries) results.push(await examine(library, python));
	const problems = [...results.flatMap(result => result.problems), ...judgePackages(python)];

	const text = pageOf(results.map(({section}) => section));
	if (process.argv.includes('--write') && problems.length === 0) await writeFile(page, text);
	else if ((await readFile(page, 'utf8').catch(() => '')) !== text)
		problems.push('docs/interop.md is not up to date: npm run interop -- --write');

	for (const problem of problems) console.error(problem);
	process.exitCode = problems.length === 0 ? 0 : 1;
}

try {
	await main();
} catch (error) {
	if (!(error instanceof SkippedError)) throw error;
	console.log(`skipped: ${error.message}`);
}
