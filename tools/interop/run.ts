// Has pyPreservica, unmodified, judge the sandbox: `npm run interop`; with --write it writes docs/interop.md. Where Python or pyPreservica cannot be had, it says so and ends well.
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {readTheirs, sendOurs} from './exchange.ts';
import {findingsOf, problemsOf} from './findings.ts';
import {judge, type Judgement} from './judge.ts';
import {findPython, SkippedError} from './python.ts';
import {pageOf, tableOf} from './report.ts';
import {withSandbox} from './sandbox.ts';

const versions = ['8.1.0', '7.7.0', '6.9.0'];
const page = fileURLToPath(new URL('../../docs/interop.md', import.meta.url));

interface Round {
	readonly judgement: Judgement;
	readonly summary: string;
	/** What Fonds could not read of pyPreservica's. */
	readonly problems: readonly string[];
}

/** Each sends, and each reads what the other has sent. */
async function playRound(python: string, version: string): Promise<Round> {
	const folder = await mkdtemp(join(tmpdir(), 'fonds-interop-'));
	try {
		return await withSandbox(version, async greeting => {
			const ours = await sendOurs(greeting);
			const judgement = await judge(python, greeting, ours, folder);
			const problems = await readTheirs(greeting, judgement.assets);
			const summary = `${version}: ${totalsOf(judgement)}; files of ${judgement.assets.length} assets read by Fonds, of ${ours.length} by pyPreservica`;
			return {judgement, summary, problems: problems.map(problem => `${version}: read by Fonds: ${problem}`)};
		});
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
}

function totalsOf({methods, rows}: Judgement): string {
	const outcomes = Object.values(rows);
	const checks = outcomes.reduce((sum, {checks: count}) => sum + count, 0);
	return `${outcomes.length} of ${methods.length} methods driven, ${checks} checks, ${outcomes.filter(({problems}) => problems.length > 0).length} disagree`;
}

async function main(): Promise<void> {
	const python = await findPython();
	const rounds = await Promise.all(versions.map(version => playRound(python, version)));
	const judgements = rounds.map(({judgement}) => judgement);
	const findings = findingsOf(judgements);
	const problems = [...problemsOf(versions, judgements), ...rounds.flatMap(round => round.problems)];
	process.stdout.write(tableOf(versions, findings));
	for (const {summary} of rounds) console.log(summary);

	const text = pageOf(judgements[0]?.client ?? '', versions, findings, Object.keys(judgements[0]?.remarks ?? {}));
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
