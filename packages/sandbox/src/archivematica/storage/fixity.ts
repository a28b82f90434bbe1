import {createHash} from 'node:crypto';
import type {SandboxContext} from '../../context.ts';
import type {BagReport} from '../aip/validate-bag.ts';
import {validateBag} from '../aip/validate-bag.ts';
import type {State, StoredPackage} from '../state.ts';
import {contentOf, storedBytes} from './package-files.ts';

/** What SS-29 answers. */
export interface FixityReport {
	readonly failures: {readonly files: Pick<BagReport, 'changed' | 'missing' | 'untracked'>};
	readonly message: string;
	/** `null`: it cannot be checked. */
	readonly success: boolean | null;
	readonly timestamp: null;
}

/**
 * Reads what is stored and compares it. An archive is compared with its checksum and not opened; a folder is a bag, whose tag manifest is
 * compared first.
 *
 * @returns `undefined` when there is nothing to read
 */
export async function findFixity(context: SandboxContext, state: State, stored: StoredPackage): Promise<FixityReport | undefined> {
	if (stored.type !== 'AIP' && stored.type !== 'AIC') return report(null, 'Unable to scan; package is not a bag (AIP or AIC)');
	if (stored.packed) {
		const bytes = storedBytes(context, state, stored);
		if (!bytes) return undefined;
		const changed = stored.checksum !== null && (await sha256(bytes)) !== stored.checksum;
		return changed ? report(false, 'Incorrect package checksum') : report(true, '');
	}
	const content = contentOf(state, stored).map(({path, size, blob}) => ({path, size, open: () => context.store.blobs.read(blob)}));
	if (content.length === 0) return undefined;
	const manifest = content.find(({path}) => path === 'tagmanifest-sha256.txt');
	if (stored.checksum !== null && (!manifest || (await sha256(manifest.open())) !== stored.checksum)) {
		return report(false, 'Incorrect package checksum');
	}
	const problem = await validateBag(content);
	return problem ? report(false, problem.message, problem) : report(true, '');
}

function report(
	success: boolean | null,
	message: string,
	{changed, missing, untracked}: FixityReport['failures']['files'] = {changed: [], missing: [], untracked: []},
): FixityReport {
	return {failures: {files: {changed, missing, untracked}}, message, success, timestamp: null};
}

async function sha256(bytes: AsyncIterable<Uint8Array>): Promise<string> {
	const hash = createHash('sha256');
	for await (const chunk of bytes) hash.update(chunk);
	return hash.digest('hex');
}
