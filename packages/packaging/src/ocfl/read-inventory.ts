import {checkPaths} from './check-paths.ts';
import type {DigestBlock, Inventory, InventoryVersion, OcflUser} from './inventory.ts';
import {repeatedKeys} from './repeated-keys.ts';
import type {Tell} from './tell.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads an inventory (OCFL 1.1, 3.5) and tells what is wrong in it by itself. Undefined when too little of it is there to look further.
 *
 * @param path - Where it is, for the findings.
 */
export function readInventory(bytes: Uint8Array, path: string, tell: Tell): Inventory | undefined {
	const text = decode(bytes);
	const json = parse(text);
	if (!isObject(json)) {
		tell('E033', 'The inventory is not a JSON object.', path);
		return undefined;
	}
	for (const key of repeatedKeys(text)) {
		tell('E033', `The inventory has the key "${key}" twice in one object, so that one of the two is lost.`, path);
	}
	tellUnknownKeys(json, knownKeys, 'The inventory', path, tell);
	for (const key of ['id', 'type', 'digestAlgorithm', 'head']) {
		if (typeof json[key] !== 'string' || json[key] === '') {
			tell('E036', `The inventory needs the key "${key}", with a text.`, path);
		}
	}
	const {digestAlgorithm, head} = json;
	if (typeof digestAlgorithm === 'string' && digestAlgorithm !== 'sha512' && digestAlgorithm !== 'sha256') {
		tell('E025', `Content is addressed by "${digestAlgorithm}"; only sha512 and sha256 may do that.`, path);
	}
	const inventory: Inventory = {
		id: textOf(json['id']) ?? '',
		type: textOf(json['type']) ?? '',
		digestAlgorithm: digestAlgorithm === 'sha256' ? 'sha256' : 'sha512',
		head: textOf(head) ?? '',
		contentDirectory: readContentDirectory(json, path, tell),
		manifest: readManifest(json, path, tell),
		versions: readVersions(json, path, tell),
		fixity: readFixity(json, path, tell),
	};
	const isUsable = typeof digestAlgorithm === 'string' && /^sha(?:512|256)$/.test(digestAlgorithm) && isObject(json['manifest']);
	return isUsable && isObject(json['versions']) ? inventory : undefined;
}

const knownKeys: ReadonlySet<string> = new Set([
	'id',
	'type',
	'digestAlgorithm',
	'head',
	'contentDirectory',
	'manifest',
	'versions',
	'fixity',
]);

const versionKeys: ReadonlySet<string> = new Set(['created', 'message', 'state', 'user']);

function tellUnknownKeys(json: Json, known: ReadonlySet<string>, what: string, path: string, tell: Tell): void {
	for (const key of Object.keys(json)) {
		if (!known.has(key)) {
			tell('E102', `${what} has a key that is not specified: "${key}".`, path);
		}
	}
}

function readContentDirectory(json: Json, path: string, tell: Tell): string | undefined {
	const name = json['contentDirectory'];
	if (name === undefined) {
		return undefined;
	}
	if (typeof name !== 'string' || name.includes('/') || name === '') {
		tell('E017', `The content directory ${JSON.stringify(name)} is not the name of a folder.`, path);
		return undefined;
	}
	if (name === '.' || name === '..') {
		tell('E018', `The content directory may not be "${name}".`, path);
		return undefined;
	}
	return name;
}

function readManifest(json: Json, path: string, tell: Tell): DigestBlock {
	const {manifest} = json;
	if (manifest === undefined) {
		tell('E041', 'The inventory has no manifest.', path);
		return new Map();
	}
	if (!isObject(manifest)) {
		tell('E106', 'The manifest is not a JSON object.', path);
		return new Map();
	}
	const block = readBlock(manifest, 'E092', 'manifest', path, tell);
	refuseRepeatedDigests(block, 'E096', 'manifest', path, tell);
	checkPaths(block, {what: 'content path', edge: 'E100', element: 'E099', conflict: 'E101'}, path, tell);
	return block;
}

function readFixity(json: Json, path: string, tell: Tell): ReadonlyMap<string, DigestBlock> {
	const {fixity} = json;
	if (fixity !== undefined && !isObject(fixity)) {
		tell('E111', 'The fixity block is not a JSON object.', path);
	}
	const blocks = new Map<string, DigestBlock>();
	for (const [algorithm, value] of Object.entries(isObject(fixity) ? fixity : {})) {
		if (!isObject(value)) {
			tell('E057', `The fixity block of ${algorithm} is not built like a manifest.`, path);
			continue;
		}
		const block = readBlock(value, 'E057', `fixity block of ${algorithm}`, path, tell);
		refuseRepeatedDigests(block, 'E097', `fixity block of ${algorithm}`, path, tell);
		checkPaths(block, {what: 'content path', edge: 'E100', element: 'E099', conflict: 'E101'}, path, tell);
		blocks.set(algorithm, block);
	}
	return blocks;
}

function readVersions(json: Json, path: string, tell: Tell): ReadonlyMap<string, InventoryVersion> {
	const {versions} = json;
	if (versions === undefined) {
		tell('E043', 'The inventory has no versions.', path);
		return new Map();
	}
	if (!isObject(versions)) {
		tell('E044', 'The versions are not a JSON object.', path);
		return new Map();
	}
	if (Object.keys(versions).length === 0) {
		tell('E008', 'There is not a single version.', path);
	}
	return new Map(Object.entries(versions).map(([name, version]) => [name, readVersion(name, version, path, tell)]));
}

function readVersion(name: string, version: unknown, path: string, tell: Tell): InventoryVersion {
	if (!isObject(version)) {
		tell('E047', `The version ${name} is not a JSON object.`, path);
		return {created: '', message: undefined, user: undefined, state: new Map()};
	}
	tellUnknownKeys(version, versionKeys, `The version ${name}`, path, tell);
	const {created, message, state, user} = version;
	if (created === undefined) {
		tell('E048', `The version ${name} does not say when it was created.`, path);
	} else if (typeof created !== 'string' || !isInternetDate(created)) {
		tell('E049', `${JSON.stringify(created)} is no date and time of version ${name} (RFC 3339, with seconds and a zone).`, path);
	}
	if (message !== undefined && typeof message !== 'string') {
		tell('E094', `The message of version ${name} is not a text.`, path);
	}
	return {
		created: textOf(created) ?? '',
		message: textOf(message),
		user: readUser(name, user, path, tell),
		state: readState(name, state, path, tell),
	};
}

function readState(name: string, state: unknown, path: string, tell: Tell): DigestBlock {
	if (!isObject(state)) {
		tell(state === undefined ? 'E048' : 'E050', `The version ${name} has no state.`, path);
		return new Map();
	}
	const block = readBlock(state, 'E051', `state of version ${name}`, path, tell);
	checkPaths(block, {what: 'logical path', edge: 'E053', element: 'E052', conflict: 'E095'}, path, tell);
	return block;
}

function readUser(version: string, user: unknown, path: string, tell: Tell): OcflUser | undefined {
	if (user === undefined) {
		return undefined;
	}
	const name = isObject(user) ? user['name'] : undefined;
	if (!isObject(user) || typeof name !== 'string' || name === '') {
		tell('E054', `The user of version ${version} has no name.`, path);
		return undefined;
	}
	const {address} = user;
	if (address !== undefined && typeof address !== 'string') {
		tell('E054', `The address of the user of version ${version} is not a text.`, path);
	}
	return {name, address: textOf(address)};
}

function readBlock(json: Json, code: string, what: string, path: string, tell: Tell): DigestBlock {
	const block = new Map<string, readonly string[]>();
	for (const [digest, paths] of Object.entries(json)) {
		if (Array.isArray(paths) && paths.every(item => typeof item === 'string')) {
			block.set(digest, paths);
		} else {
			tell(code, `The ${what} has no list of paths for ${digest}.`, path);
		}
	}
	return block;
}

function refuseRepeatedDigests(block: DigestBlock, code: string, what: string, path: string, tell: Tell): void {
	const seen = new Set<string>();
	for (const digest of block.keys()) {
		if (seen.has(digest.toLowerCase())) {
			tell(code, `The ${what} has the digest ${digest} more than once, in different letter case.`, path);
		}
		seen.add(digest.toLowerCase());
	}
}

/** RFC 3339 with seconds and a zone, and a day that exists. */
function isInternetDate(text: string): boolean {
	const match = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i.exec(text);
	const day = match && new Date(`${match[1]}T00:00:00Z`);
	return day !== null && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(match?.[1] ?? '');
}

/** The text; without a word for bytes that are not UTF-8, which is no JSON either. */
function decode(bytes: Uint8Array): string {
	try {
		return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
	} catch {
		return '';
	}
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function isObject(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}
