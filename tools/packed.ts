// The packages as a user gets them: packed, unpacked below node_modules/.fonds-packed, where imports resolve as after an installation.
import {execFileSync} from 'node:child_process';
import {mkdirSync, readdirSync, readFileSync, renameSync, rmSync} from 'node:fs';
import {join} from 'node:path';

export const root: string = join(import.meta.dirname, '..');

/** Folder whose modules can import the packed packages by name. */
export const packedHome: string = join(root, 'node_modules/.fonds-packed');

export const published: readonly string[] = readdirSync(join(root, 'packages'));

interface PackReport {
	readonly filename: string;
}

/** Packs every published package and unpacks it; returns the paths of the tarballs by package folder. */
export function packAll(): ReadonlyMap<string, string> {
	rmSync(packedHome, {recursive: true, force: true});
	const scope = join(packedHome, 'node_modules/@fonds');
	mkdirSync(scope, {recursive: true});
	const tarballs = new Map<string, string>();
	for (const name of published) {
		const output = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', packedHome], {
			cwd: join(root, 'packages', name),
			encoding: 'utf8',
			shell: process.platform === 'win32',
		});
		const parsed = JSON.parse(output) as PackReport[] | Record<string, PackReport>;
		const [report] = Object.values(parsed);
		if (report === undefined) throw new Error(`npm pack named no tarball for ${name}.`);
		const tarball = join(packedHome, report.filename);
		execFileSync('tar', ['-xzf', tarball, '-C', scope]);
		renameSync(join(scope, 'package'), join(scope, name));
		tarballs.set(name, tarball);
	}
	return tarballs;
}

/** The manifest of a package, as packed. */
export function packedManifest(name: string): {readonly exports: Readonly<Record<string, unknown>>} {
	return JSON.parse(readFileSync(join(packedHome, 'node_modules/@fonds', name, 'package.json'), 'utf8')) as ReturnType<
		typeof packedManifest
	>;
}
