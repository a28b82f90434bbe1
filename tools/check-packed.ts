// Checks the packed packages: publint, are-the-types-wrong, and that every export can be imported in Node.js without a side effect.
import {execFileSync} from 'node:child_process';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';

import {publint} from 'publint';
import {formatMessage} from 'publint/utils';

import {packAll, packedHome, packedManifest, published} from './packed.ts';

const problems: string[] = [];
const tarballs = packAll();

for (const name of published) {
	const pkgDir = join(packedHome, 'node_modules/@fonds', name);
	const {messages, pkg} = await publint({pkgDir, pack: false, strict: true});
	problems.push(...messages.map(message => `${name}: ${formatMessage(message, pkg) ?? message.code}`));

	try {
		execFileSync(
			'attw',
			[tarballs.get(name) ?? '', '--profile', 'esm-only', '--format', 'ascii', '--exclude-entrypoints', './custom-elements.json'],
			{
				encoding: 'utf8',
				stdio: 'pipe',
			},
		);
	} catch (error) {
		problems.push(`${name}: are-the-types-wrong\n${(error as {stdout?: string}).stdout ?? String(error)}`);
	}

	const importable = Object.keys(packedManifest(name).exports).filter(key => !key.endsWith('.json') && !key.includes('*'));
	for (const key of importable) {
		const specifier = `@fonds/${name}${key.slice(1)}`;
		try {
			const importer = pathToFileURL(join(packedHome, 'importer.mjs')).href;
			await import(import.meta.resolve(specifier, importer));
		} catch (error) {
			problems.push(`${specifier} cannot be imported: ${String(error)}`);
		}
	}
}

for (const problem of problems) console.error(problem);
console.log(`Packed packages: ${published.length} checked, ${problems.length} problems.`);
process.exitCode = problems.length === 0 ? 0 : 1;
