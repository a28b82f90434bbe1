// Everything that must hold before a change lands, cheapest first. Stops at nothing, so that one run tells all.
import {spawnSync} from 'node:child_process';

const steps: readonly (readonly [title: string, command: string, ...parameters: string[]])[] = [
	['a browser for the tests', 'node', 'tools/browser.ts'],
	['format', 'oxfmt', '--check', '.'],
	['lint, types, tests and builds of all packages', 'nx', 'run-many', '-t', 'lint', 'typecheck', 'test', 'build', '--outputStyle=static'],
	['types of the tools', 'tsc', '-p', 'tools/tsconfig.json'],
	['lint of the tools', 'oxlint', '--config', '.oxlintrc.json', 'tools'],
	['unused files, exports and dependencies', 'knip', '--config', 'tools/knip.json'],
	['operations, methods and tests in docs/coverage.md', 'node', '--conditions=@fonds/source', 'tools/coverage/coverage.ts', '--check'],
	['bad input and aborts, end to end', 'npm', 'run', '--silent', 'test:whole-run'],
	['other people’s clients on the sandbox', 'npm', 'run', '--silent', 'interop'],
	['packed packages', 'node', 'tools/check-packed.ts'],
	['bundle sizes', 'node', 'tools/bundle-size.ts'],
	['the script of the README in Node.js, Deno, Bun and a browser bundle', 'node', 'tools/runtimes.ts'],
	['the examples of the documentation', 'node', 'tools/examples.ts'],
	['the whole run in the playground', 'nx', 'run', '@fonds/playground:e2e', '--outputStyle=static'],
];

const failures: string[] = [];
for (const [title, command, ...parameters] of steps) {
	console.log(`\n── ${title}`);
	const {status} = spawnSync(command, parameters, {stdio: 'inherit', shell: process.platform === 'win32'});
	if (status !== 0) failures.push(title);
}

for (const title of failures) console.error(`Failed: ${title}`);
console.log(`\n${steps.length - failures.length} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
