import {createHash} from 'node:crypto';
import type {SandboxContext} from '../../context.ts';
import type {Blobs} from '../../store/blobs.ts';
import type {ZipItem} from '../../zip/zip-writer.ts';
import {writeZip} from '../../zip/zip-writer.ts';
import type {Entity} from '../model.ts';
import type {Repository} from '../repository.ts';
import type {ExportSettings} from './export-settings.ts';
import {createNamer} from './names.ts';
import type {Manifest, OpexSource} from './opex-xml.ts';
import {writeOpex} from './opex-xml.ts';
import {layOutPax} from './pax.ts';

/** What came of an export. */
export type BuiltExport = {readonly blob: string; readonly size: number} | {readonly reasons: readonly string[]};

/** What an export works with. */
interface Exporter {
	readonly settings: ExportSettings;
	readonly repository: Repository;
	readonly context: SandboxContext;
	readonly signal: AbortSignal;
}

function opexSource({settings, repository, context}: Exporter): OpexSource {
	return {repository, version: context.version, metadata: settings.metadata};
}

/** A folder or an asset, and what of it goes into the export. */
interface Node {
	readonly entity: Entity;
	readonly children: readonly Node[];
}

/** Writes an entity and all it holds as a zip file of OPEX and PAX (4.3, 4.4). Fails only when it is aborted. */
export async function buildExport(
	ref: string,
	settings: ExportSettings,
	repository: Repository,
	context: SandboxContext,
	signal: AbortSignal,
): Promise<BuiltExport> {
	const entity = repository.entities.get(ref);
	if (!entity) return {reasons: [`There is no entity with the reference ${ref} any more.`]};
	try {
		const exporter = {settings, repository, context, signal};
		const items = writeFolder([plan(entity, settings.parents, repository)], '', exporter, []);
		const {id: blob, size} = await context.store.blobs.write(writeZip(items, context.now()));
		return {blob, size};
	} catch (error) {
		signal.throwIfAborted();
		return {reasons: [`The export broke off: ${error instanceof Error ? error.message : String(error)}`]};
	}
}

/** Removes what an export that nobody asked for has left. */
export async function dropExport(built: BuiltExport, blobs: Blobs): Promise<void> {
	if ('blob' in built) await blobs.delete(built.blob);
}

function plan(entity: Entity, parents: boolean, repository: Repository): Node {
	const parentOf = ({parent}: Entity): Entity | undefined => (parent === undefined ? undefined : repository.entities.get(parent));
	const below = (each: Entity): Node => ({entity: each, children: repository.children(each.ref).map(below)});
	let node = below(entity);
	for (let folder = parents ? parentOf(entity) : undefined; folder; folder = parentOf(folder)) node = {entity: folder, children: [node]};
	return node;
}

/** Writes what lies in a folder; what was written is told to `manifest`. */
async function* writeFolder(
	nodes: readonly Node[],
	path: string,
	exporter: Exporter,
	entries: (Manifest['files'][number] | string)[],
): AsyncGenerator<ZipItem> {
	const own = path.split('/').at(-2);
	const nameOf = createNamer(own === undefined ? [] : [own]);
	for (const {entity, children} of nodes) {
		exporter.signal.throwIfAborted();
		if (entity.kind === 'IO') {
			yield* writeAsset(entity, path, nameOf(entity.title, '.pax.zip'), exporter, entries);
			continue;
		}
		const name = nameOf(entity.title);
		const within: (Manifest['files'][number] | string)[] = [];
		yield* writeFolder(children, `${path}${name}/`, exporter, within);
		const manifest = {
			files: within.filter(entry => typeof entry === 'object'),
			folders: within.filter(entry => typeof entry === 'string'),
		};
		yield {
			name: `${path}${name}/${name}.opex`,
			content: writeOpex(entity, {manifest}, opexSource(exporter)),
		};
		entries.push(name);
	}
}

async function* writeAsset(
	asset: Entity,
	path: string,
	name: string,
	exporter: Exporter,
	entries: (Manifest['files'][number] | string)[],
): AsyncGenerator<ZipItem> {
	const {settings, repository, context, signal} = exporter;
	const hash = createHash('sha1');
	let size = 0;
	async function* measured(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
		for await (const chunk of chunks) {
			signal.throwIfAborted();
			hash.update(chunk);
			size += chunk.length;
			yield chunk;
		}
	}
	const withContent = settings.content === 'Content';
	if (withContent) {
		const own = {name: name.slice(0, -'.pax.zip'.length), generations: settings.generations};
		const pax = layOutPax(asset, own, {repository, context});
		yield {name: path + name, content: () => measured(writeZip(pax.items, context.now())), atMost: pax.atMost, compressed: true};
		entries.push({name, size, type: 'content'});
	}
	const opex = writeOpex(asset, {sha1: withContent ? hash.digest('hex') : undefined}, opexSource(exporter));
	yield {name: `${path}${name}.opex`, content: opex};
	entries.push({name: `${name}.opex`, size: opex.length, type: 'metadata'});
}
