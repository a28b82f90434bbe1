import {ConfigurationError} from '@fonds/core';
import type {Digests, FixityAlgorithm} from '@fonds/core/hash';
import {versionNumber} from './check-inventory.ts';
import {contentDirectoryOf, inventoryType, type ContentAlgorithm, type DigestBlock, type Inventory, type OcflUser} from './inventory.ts';

/** What a new version is about. */
export interface VersionHead {
	readonly id: string;
	readonly digestAlgorithm: ContentAlgorithm;
	readonly message: string;
	readonly user: OcflUser;
	readonly created: Date;
}

/** An inventory in the making. */
export interface InventoryDraft {
	readonly digestAlgorithm: ContentAlgorithm;
	/** The name of the new version. */
	readonly version: string;
	/** Takes a logical path out of the new version. Was it there? */
	remove(path: string): boolean;
	/** Gives a logical path content that an earlier version has. Has it? */
	reuse(path: string, digest: string): boolean;
	/** Gives a logical path content of its own, which was written. */
	add(path: string, digests: Digests, fixity: readonly FixityAlgorithm[]): void;
	/** The state of the new version. */
	state(): DigestBlock;
	/** The JSON document. */
	text(): string;
}

/** Begins the inventory of a new object, or of the next version of one. @throws ConfigurationError for an object whose versions are named otherwise. */
export function startInventory(head: VersionHead, previous: Inventory | undefined): InventoryDraft {
	const number = previous === undefined ? 1 : (versionNumber(previous.head) ?? 0) + 1;
	if (previous !== undefined && (previous.head.startsWith('v0') || number === 1 || contentDirectoryOf(previous) !== 'content')) {
		throw new ConfigurationError(
			`Versions can be added to objects whose versions are v1, v2 and so on, with the content in "content"; not after ${previous.head}.`,
		);
	}
	const version = `v${number}`;
	const manifest = new Map([...(previous?.manifest ?? [])].map(([digest, paths]) => [digest, [...paths]]));
	const fixities = new Map(
		[...(previous?.fixity ?? [])].map(([algorithm, block]) => [
			algorithm,
			new Map([...block].map(([digest, paths]) => [digest, [...paths]])),
		]),
	);
	const spellings = new Map(Array.from(manifest.keys(), digest => [digest.toLowerCase(), digest]));
	const before = previous?.versions.get(previous.head)?.state ?? new Map<string, readonly string[]>();
	const files = new Map([...before].flatMap(([digest, paths]) => paths.map(path => [path, digest] as const)));

	return {
		digestAlgorithm: head.digestAlgorithm,
		version,
		remove: path => files.delete(path),
		reuse(path, digest) {
			const known = spellings.get(digest.toLowerCase());
			if (known !== undefined) {
				files.set(path, known);
			}
			return known !== undefined;
		},
		add(path, digests, fixity) {
			const content = `${version}/content/${path}`;
			const made = digests[head.digestAlgorithm] ?? '';
			const digest = spellings.get(made) ?? made;
			spellings.set(made, digest);
			files.set(path, digest);
			append(manifest, digest, content);
			for (const algorithm of fixity) {
				const block = fixities.get(algorithm) ?? new Map<string, string[]>();
				append(block, digests[algorithm] ?? '', content);
				fixities.set(algorithm, block);
			}
		},
		state: () => stateOf(files),
		text: () =>
			`${JSON.stringify(
				{
					id: head.id,
					type: previous?.type ?? inventoryType('1.1'),
					digestAlgorithm: head.digestAlgorithm,
					head: version,
					manifest: Object.fromEntries(manifest),
					versions: {
						...Object.fromEntries([...(previous?.versions ?? [])].map(([name, described]) => [name, versionJson(described)])),
						[version]: versionJson({...head, created: head.created.toISOString(), state: stateOf(files)}),
					},
					fixity:
						fixities.size === 0
							? undefined
							: Object.fromEntries([...fixities].map(([algorithm, block]) => [algorithm, Object.fromEntries(block)])),
				},
				undefined,
				2,
			)}\n`,
	};
}

function append(block: Map<string, string[]>, digest: string, path: string): void {
	const paths = block.get(digest);
	if (paths === undefined) {
		block.set(digest, [path]);
	} else {
		paths.push(path);
	}
}

function stateOf(files: ReadonlyMap<string, string>): DigestBlock {
	const state = new Map<string, string[]>();
	for (const [path, digest] of files) {
		append(state, digest, path);
	}
	return state;
}

function versionJson({
	created,
	message,
	user,
	state,
}: {
	created: string;
	message: string | undefined;
	user: OcflUser | undefined;
	state: DigestBlock;
}): unknown {
	return {created, state: Object.fromEntries(state), message, user};
}
