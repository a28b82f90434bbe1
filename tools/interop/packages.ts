// Has other people's libraries judge packages: the tests of packaging that need them, which a machine without them skips.
import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';

const packaging = fileURLToPath(new URL('../../packages/packaging', import.meta.url));
const config = fileURLToPath(new URL('../vitest.config.ts', import.meta.url));
const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));

/** Each is skipped where Python does not have the library. */
const tests: Readonly<Record<string, string>> = {
	bagit: 'src/bagit/bagit-python.node.test.ts',
	pyPreservica: 'src/xip/pypreservica.node.test.ts',
	'pyPreservica.opex': 'src/opex/witnesses.node.test.ts',
};

/** As Python imports them. */
export const judgesOfPackages: readonly string[] = Object.keys(tests);

/** What is wrong with packages in the eyes of others. */
export function judgePackages(python: string): readonly string[] {
	const parameters = [vitest, 'run', '--config', config, '--root', packaging, '--project', 'node', ...Object.values(tests)];
	const {status} = spawnSync(process.execPath, parameters, {cwd: packaging, stdio: 'inherit', env: {...process.env, PEER_PYTHON: python}});
	return status === 0 ? [] : [`packages: what ${judgesOfPackages.join(', ')} say of them is above`];
}
