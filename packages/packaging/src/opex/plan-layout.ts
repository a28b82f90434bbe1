import {ConfigurationError} from '@fonds/core';
import type {FixityAlgorithm} from '@fonds/core/hash';
import type {PackageEntry} from '../entries/entry.ts';
import {entryFromFile} from '../entries/file-entry.ts';
import {createPathClaims, sameness, type ClaimPath} from '../entries/path-claims.ts';
import type {PackageLayout} from '../layout/layout.ts';
import {createNames, nameFromTitle} from '../pax/names.ts';
import {layoutOfPax} from '../pax/pax-layout.ts';
import {checkName, planPax} from '../pax/plan-pax.ts';
import type {OpexDescription, OpexFixityDescription} from './description.ts';
import type {OpexLayoutOptions} from './layout-options.ts';
import {deepest} from './grow-tree.ts';
import {opexAlgorithms, type OpexVersion} from './names.ts';
import {rootOf} from './write-opex.ts';
import type {OpexAssetDescription, OpexContentDescription, OpexFileDescription, OpexPackageDescription} from './package-description.ts';

/** A package with everything decided that can be before the files are read. */
export interface OpexPlan {
	readonly name: string;
	readonly version: OpexVersion;
	readonly algorithms: readonly FixityAlgorithm[];
	readonly top: PlannedFolder;
	readonly options: OpexLayoutOptions;
}

/** A folder. */
export interface PlannedFolder {
	/** With a final slash; '' for the top. */
	readonly path: string;
	/** Path of its document; undefined if there is none. */
	readonly document: string | undefined;
	readonly properties: OpexDescription;
	readonly files: readonly PlannedFile[];
	readonly assets: readonly PlannedAsset[];
	readonly folders: readonly PlannedFolder[];
}

/** A file that becomes an asset. */
export interface PlannedFile {
	readonly path: string;
	readonly entry: PackageEntry;
	readonly properties: OpexDescription;
	/** What its digests have to be. */
	readonly expected: readonly OpexFixityDescription[];
}

/** An asset that becomes a PAX. */
export interface PlannedAsset {
	/** Of the ZIP file or the folder. */
	readonly path: string;
	readonly pax: PackageLayout;
	/** Whether the `.xip` says what digests its files have. */
	readonly hasXip: boolean;
	readonly properties: OpexDescription;
}

/** Decides everything that can be decided before files are read. @throws ConfigurationError, PackageError */
export function planLayout(description: OpexPackageDescription, options: OpexLayoutOptions): OpexPlan {
	const {version = '1.2', digests = ['sha256'], container = false} = options;
	const algorithms = [...new Set(digests)];
	if (algorithms.length === 0 || algorithms.some(algorithm => opexAlgorithms[algorithm] === undefined)) {
		throw new ConfigurationError('A package needs at least one digest: md5, sha1, sha256 or sha512.');
	}
	if (version !== '1.2' && options.pax === 'folder' && options.xip === false) {
		throw new ConfigurationError(
			`Nothing would prove the files of a PAX: OPEX ${version} has no paths of fixities. Write 1.2, or the .xip.`,
		);
	}
	const draft = createDraft('');
	fill(draft, description);
	const name = description.name ?? (container ? undefined : onlyFolder(draft)) ?? 'opex';
	checkName(name);
	if (container && description.name === undefined) {
		throw new ConfigurationError('A container needs a name: that of its directory.');
	}
	const context: PlanContext = {claim: createPathClaims(), options: {...options, version}};
	const top = planFolder({...draft, name: container ? name : undefined}, '', context);
	if (top.files.length + top.assets.length + top.folders.length === 0) {
		throw new ConfigurationError('The package has no files, no assets and no folders. Describe at least one.');
	}
	return {name, version, algorithms, top, options};
}

/** A folder in the making: files bring folders of their own. */
interface Draft {
	name: string | undefined;
	properties: OpexDescription;
	described: boolean;
	readonly files: {readonly name: string; readonly file: OpexFileDescription}[];
	readonly assets: OpexAssetDescription[];
	readonly folders: Map<string, Draft>;
}

function createDraft(name: string): Draft {
	return {name, properties: {}, described: false, files: [], assets: [], folders: new Map()};
}

function fill(draft: Draft, {folders = [], files = [], assets = []}: OpexContentDescription, depth = 1): void {
	if (depth > deepest) {
		throw tooDeep();
	}
	draft.assets.push(...assets);
	for (const item of files) {
		const file: OpexFileDescription = 'open' in item ? item : entryFromFile(item);
		const parts = file.path.split('/');
		const name = parts.pop() ?? '';
		if (depth + parts.length > deepest) {
			throw tooDeep();
		}
		const folder = parts.reduce(inner, draft);
		if (file.directory === true) {
			refuseDescribed(file);
			inner(folder, name);
		} else {
			folder.files.push({name, file});
		}
	}
	for (const {name, folders: within, files: own, assets: more, ...properties} of folders) {
		checkName(name);
		const folder = inner(draft, name);
		if (folder.described) {
			throw new ConfigurationError(`The folder "${name}" is described twice.`);
		}
		folder.described = true;
		folder.properties = properties;
		fill(folder, {folders: within, files: own, assets: more}, depth + 1);
	}
}

/** A folder's place is in `folders`: an empty one among the files has nothing but a path. */
function refuseDescribed(file: OpexFileDescription): void {
	if (Object.values({...propertiesOf(file), fixities: file.fixities}).some(value => value !== undefined)) {
		throw new ConfigurationError(`"${file.path}" is a folder, and is described among the files. Describe it in folders.`);
	}
}

function propertiesOf(file: OpexFileDescription): OpexDescription {
	const {sourceId, title, description, securityTag, identifiers, events, relationships, metadata, originalFilename, unknown} = file;
	return {sourceId, title, description, securityTag, identifiers, events, relationships, metadata, originalFilename, unknown};
}

function tooDeep(): ConfigurationError {
	return new ConfigurationError(`There are more than ${deepest} folders in each other. No file system takes them.`);
}

function inner(draft: Draft, name: string): Draft {
	const found = draft.folders.get(name) ?? createDraft(name);
	draft.folders.set(name, found);
	return found;
}

function onlyFolder({files, assets, folders}: Draft): string | undefined {
	const [first] = folders.keys();
	return files.length + assets.length === 0 && folders.size === 1 ? first : undefined;
}

interface PlanContext {
	readonly claim: ClaimPath;
	readonly options: OpexLayoutOptions & {readonly version: OpexVersion};
}

function planFolder(draft: Draft, path: string, context: PlanContext): PlannedFolder {
	const document = draft.name === undefined ? undefined : `${path}${draft.name}.opex`;
	if (document !== undefined) {
		context.claim(document);
	}
	const nameAsset = createNames();
	const assets = draft.assets.map(asset => planAsset(asset, path, nameAsset, context));
	const others = [...draft.files.map(({name}) => name), ...assets.map(asset => asset.path.slice(path.length))];
	const names = new Set([draft.name, ...draft.folders.keys(), ...others]);
	const files = draft.files.map(({name, file}) => planFile(name, file, path, names, context));
	const folders = [...draft.folders.values()].map(folder => {
		refuseFolder(folder, draft);
		context.claim(`${path}${folder.name}`, 'folder');
		return planFolder(folder, `${path}${folder.name}/`, context);
	});
	return {path, document, properties: draft.properties, files, assets, folders};
}

/** A document beside a folder makes an asset of it: that of a folder that is called like the one it is in would be such a one. */
function refuseFolder({name = ''}: Draft, around: Draft): void {
	if (/\.pax$/i.test(name)) {
		throw new ConfigurationError(`The folder "${name}" would be taken for a PAX. Describe an asset, or rename it.`);
	}
	if (around.name !== undefined && sameness(around.name) === sameness(name)) {
		throw new ConfigurationError(`The folder "${name}" is in one of the same name, whose document would be taken for its own. Rename it.`);
	}
}

function planFile(
	name: string,
	file: OpexFileDescription,
	folder: string,
	names: ReadonlySet<string | undefined>,
	context: PlanContext,
): PlannedFile {
	if (/\.opex$/i.test(name) || (/\.metadata$/i.test(name) && names.has(name.slice(0, -9)))) {
		throw new ConfigurationError(`The file "${file.path}" would be taken for metadata. Rename it.`);
	}
	for (const {algorithm, value, path: target} of file.fixities ?? []) {
		if (target !== undefined) {
			throw new ConfigurationError(`The file "${file.path}" has a digest with the path "${target}". Give only digests of the file itself.`);
		}
		if (algorithm === undefined || value.length !== opexAlgorithms[algorithm]?.digits) {
			throw new ConfigurationError(
				`The file "${file.path}" has a digest that is none. Give md5, sha1, sha256 or sha512 in hexadecimal digits.`,
			);
		}
	}
	const path = context.claim(`${folder}${name}`);
	context.claim(`${path}.opex`);
	return {
		path,
		entry: file,
		properties: propertiesOf(file),
		expected: file.fixities ?? [],
	};
}

function planAsset(
	asset: OpexAssetDescription,
	folder: string,
	unique: (name: string) => string,
	{claim, options}: PlanContext,
): PlannedAsset {
	const {sourceId, title, description, securityTag, identifiers, events, relationships, metadata = []} = asset;
	const name = asset.name ?? unique(nameFromTitle(title));
	for (const {schema, xml} of metadata) {
		if (schema !== undefined && schema !== rootOf(xml, `A fragment of "${title}"`).namespace) {
			throw new ConfigurationError(`A fragment of "${title}" has the schema "${schema}"; in OPEX it is always the namespace of its root.`);
		}
	}
	const {xip = true, digests = ['sha256'], namespace, date, createRef} = options;
	const structure = {
		title,
		ref: asset.ref,
		securityTag: xip ? securityTag : undefined,
		customType: asset.customType,
		unknown: asset.unknown,
		representations: asset.representations,
	};
	const pax = layoutOfPax(planPax(structure, {name, xip, digests, namespace, date, createRef}));
	const path = claim(`${folder}${name}${options.pax === 'folder' ? '.pax' : '.pax.zip'}`, options.pax === 'folder' ? 'folder' : 'file');
	claim(`${path}.opex`);
	return {
		path,
		pax,
		hasXip: xip,
		properties: {sourceId, title, description, securityTag, identifiers, events, relationships, metadata: metadata.map(({xml}) => ({xml}))},
	};
}
