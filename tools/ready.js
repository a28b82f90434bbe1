// Installs the dependencies when they are missing or older than the lock file. Plain JavaScript without imports of
// packages: it runs on whatever Node.js is there, before anything is installed.
import {execFileSync} from 'node:child_process';
import {statSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const changed = name => statSync(join(root, name), {throwIfNoEntry: false})?.mtimeMs ?? 0;
const fail = message => {
	console.error(`\n${message}`);
	process.exit(1);
};

if (Number(process.versions.node.split('.')[0]) < 20) {
	fail(`Fonds needs Node.js 20 or newer to start; this is ${process.versions.node}. Get it from nodejs.org or your package manager.`);
}

if (changed('node_modules/.package-lock.json') < changed('package-lock.json')) {
	console.log('Installing dependencies …');
	try {
		execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
			cwd: root,
			stdio: 'inherit',
			shell: process.platform === 'win32',
		});
	} catch {
		fail('The dependencies could not be installed: `npm ci` failed, see above. Is the npm registry reachable from here?');
	}
}

if (process.argv.includes('--node')) {
	const node = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
	try {
		execFileSync(node, ['--version'], {stdio: 'ignore', shell: process.platform === 'win32'});
	} catch {
		fail('The Node.js 26 that the tools run on was not installed. Allow install scripts for the package "node" (npm rebuild node).');
	}
}
