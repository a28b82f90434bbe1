import type {SandboxContext} from '../../context.ts';
import {newUuid} from '../identifiers.ts';
import type {Entry, State, StoredPackage} from '../state.ts';
import {entryKey, locationFor} from '../state.ts';
import {filesBelow} from '../storage/files.ts';
import {configurationNamed, configurationXml} from './configurations.ts';
import {keepFile, textBytes} from './keep-file.ts';
import {packageFolder, readPackage} from './read-package.ts';
import {startUnit} from './start.ts';

/** How an AIP is to be reingested (SS-33). */
export interface ReingestOptions {
	/** `metadata`, `objects` or `full`, in any case; anything else sends the METS document only. */
	readonly type: string;
	/** The name of a processing configuration of the pipeline. One that it does not have is left out. */
	readonly configuration: string;
	/** The pipeline's UUID. */
	readonly pipeline: string;
}

/** What came of asking the pipeline for a reingest. */
export type ReingestAnswer = {readonly uuid: string} | {readonly status: 400 | 500; readonly message: string};

/**
 * Sends a stored AIP back to the pipeline, as SS-33 does: its content, as much as the kind of reingest needs, is copied to `tmp` of the
 * currently-processing location, the pipeline is asked (AM-12, AM-13), and the package remembers which one it was. What SS-33 checks
 * beforehand (the kind of package, a reingest that goes on, fixity) is not checked here.
 *
 * @returns the UUID of the new transfer, or of the AIP
 * @throws Error when the stored bytes cannot be read
 */
export async function startReingest(
	context: SandboxContext,
	state: State,
	stored: StoredPackage,
	{type, configuration, pipeline}: ReingestOptions,
): Promise<ReingestAnswer> {
	const name = `tmp${newUuid().slice(0, 8)}/${packageFolder(stored)}`;
	const wanted = partOf(type.toLowerCase(), stored.uuid);
	const files = (await readPackage(context, state, stored)).filter(({path}) => wanted(path));
	const known = configurationNamed(state, configuration);
	if (known) files.push(await keepFile(context, 'processingMCP.xml', textBytes(configurationXml(known)), context.now()));
	const location = locationFor(state, 'CP').uuid;
	context.store.transaction(() => {
		for (const {path, blob, size, sha256, modified} of files) {
			const entry: Entry = {location, path: `tmp/${name}/${path}`, blob, size, sha256, modified};
			state.entries.put(entryKey(location, entry.path), entry);
		}
	});
	const answer = await acceptReingest(context, state, type.toLowerCase() === 'full' ? 'full' : 'partial', name, stored.uuid);
	const current = state.packages.get(stored.uuid);
	if ('uuid' in answer && current) {
		state.packages.put(stored.uuid, {...current, misc: {...current.misc, reingest_pipeline: pipeline}});
	}
	return answer;
}

function partOf(type: string, uuid: string): (path: string) => boolean {
	const mets = `data/METS.${uuid}.xml`;
	if (type === 'full') return () => true;
	if (type === 'objects') return path => path === mets || path.startsWith('data/objects/');
	return path => path === mets || (type === 'metadata' && path.startsWith('data/objects/metadata/'));
}

/**
 * AM-12 and AM-13: removes what the pipeline knows of the SIP, and then looks for the content in `tmp`, in this order. `name` may have
 * folders in front.
 */
export async function acceptReingest(
	context: SandboxContext,
	state: State,
	kind: 'full' | 'partial',
	name: string,
	aip: string,
): Promise<ReingestAnswer> {
	forgetSip(context, state, aip);
	const location = locationFor(state, 'CP').uuid;
	const folder = `tmp/${name.replaceAll(/^\/+|\/+$/gu, '')}`;
	const staged = filesBelow(state, location, folder);
	if (staged.length === 0) return {status: 500, message: 'No such file or directory'};
	const files = staged.flatMap(({path, blob, size, sha256, modified}) => {
		const inside = path === 'processingMCP.xml' ? path : path.startsWith('data/') ? path.slice('data/'.length) : undefined;
		return blob === null || inside === undefined ? [] : [{uuid: newUuid(), path: inside, blob, size, sha256, modified}];
	});
	const basename = (folder.split('/').at(-1) ?? '').replace(/-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu, '');
	const source = {archive: false, basename, files};
	const unit = await startUnit(context, state, source, {
		name: basename,
		type: 'standard',
		accession: '',
		accessSystemId: '',
		configuration: 'default',
		approval: 'waiting',
		sip: aip,
		reingest: {kind},
	});
	for (const {path} of staged) state.entries.delete(entryKey(location, `${folder}/${path}`));
	return {uuid: kind === 'full' ? unit.uuid : aip};
}

/** Removes the rows of a SIP: its jobs, its tasks and itself. The transfer it came from stays. */
function forgetSip({store}: SandboxContext, state: State, sip: string): void {
	store.transaction(() => {
		for (const unit of state.unitBySip.get(sip)) {
			if (unit.reingest?.kind === 'partial') state.units.delete(unit.uuid);
			else state.units.put(unit.uuid, {...unit, sipGone: true});
		}
	});
}
