import {PackageError} from '@fonds/core';
import type {Finding} from '../findings/finding.ts';
import {openPaxZip, type OpenPaxZipOptions} from '../pax/open-pax-zip.ts';
import type {Pax} from '../pax/pax.ts';
import {readPax} from '../pax/read-pax.ts';
import type {PackageFile, PackageTree} from '../tree/package-tree.ts';
import {readWhole} from '../tree/read-whole.ts';
import {checkFixities} from './check-fixities.ts';
import {checkManifest, type Listing} from './check-manifest.ts';
import type {OpexAsset, OpexContents, OpexFolder} from './contents.ts';
import type {OpexDocument} from './document.ts';
import {containerDocument, isDocument, stem} from './document-names.ts';
import {foldersBelow, growTree, treeOfBranch, type Branch} from './grow-tree.ts';
import {readOpex} from './read-opex.ts';
import {createTell, type Tell} from './tell.ts';

/** Options of {@link readOpexTree}. */
export interface ReadOpexTreeOptions extends OpenPaxZipOptions {}

/** The largest document that is read. */
const limit = {bytes: 256 * 1024 * 1024, what: 'a document'};

/**
 * Reads an OPEX package, an export or a container: its documents, the structure of every PAX, and whether manifests are true of what is there. Content is not read, but
 * for zipped PAX that cannot be read anywhere (`openPaxZip`).
 *
 * What is wrong comes as findings, and what is there is read as far as it can be. A document with a manifest at the top that belongs to nothing there is that of a
 * container.
 *
 * @throws PackageError with the problem `too-deep` for more than 1000 folders in each other; the reason of the signal.
 */
export async function readOpexTree(tree: PackageTree, options: ReadOpexTreeOptions = {}): Promise<OpexContents> {
	const findings: Finding[] = [];
	const top = growTree(tree);
	const reader = new TreeReader(options, findings);
	return {...(await reader.readTop(top)), findings, tree};
}

class TreeReader {
	readonly #options: ReadOpexTreeOptions;
	readonly #findings: Finding[];
	readonly #tell: Tell;
	#isContainer = false;
	/** Documents and other metadata that belong to something. */
	readonly #used = new Set<string>();

	constructor(options: ReadOpexTreeOptions, findings: Finding[]) {
		this.#options = options;
		this.#findings = findings;
		this.#tell = createTell(findings, undefined);
	}

	async readTop(top: Branch): Promise<Omit<OpexContents, 'findings' | 'tree'>> {
		const own = await this.#readDocument(containerDocument(top));
		if (own.document?.manifest === undefined) {
			// What it belongs to may be lost.
			this.#used.clear();
			return {...none, ...(await this.#readContent(top, none))};
		}
		this.#isContainer = true;
		return {...own, ...(await this.#readContent(top, own))};
	}

	async #readContent(branch: Branch, {document, documentPath}: ReadDocument): Promise<Pick<OpexFolder, 'folders' | 'assets'>> {
		const folders: OpexFolder[] = [];
		const assets: OpexAsset[] = [];
		for (const inner of branch.folders.values()) {
			if (this.#isAsset(inner, branch)) {
				assets.push(await this.#readPaxFolder(inner, branch));
			} else {
				folders.push(await this.#readFolder(inner, branch));
			}
		}
		for (const [name, file] of branch.files) {
			if (!isDocument(name) && !this.#isMetadata(name, branch)) {
				assets.push(await this.#readFile(name, file, branch));
			}
		}
		if (document !== undefined && documentPath !== undefined) {
			const files = new Map(Array.from(branch.files, ([name, {size}]) => [name, size]));
			checkManifest(document, {...listingOf(branch), files, own: documentPath.slice(branch.path.length)}, documentPath, this.#tell);
			checkFixities(document, documentPath, {hasOwn: false}, this.#tell);
		}
		if (document?.manifest === undefined) {
			this.#tellNoManifest(branch, documentPath);
		}
		this.#tellOrphans(branch);
		return {folders, assets};
	}

	#tellNoManifest({files, folders, path}: Branch, documentPath: string | undefined): void {
		if (this.#isContainer && files.size + folders.size > 0) {
			const what = path === '' ? 'container' : `folder "${path.slice(0, -1)}"`;
			this.#tell(
				'no-manifest',
				`The ${what} has no manifest, without which an incremental ingest does not know when it is complete.`,
				'warning',
				documentPath,
			);
		}
	}

	#tellOrphans(branch: Branch): void {
		for (const [name, {path}] of branch.files) {
			if (isDocument(name) && !this.#used.has(path)) {
				this.#tell('belongs-to-nothing', `"${path}" belongs to no file and no folder of the package.`, 'error', path);
			}
		}
	}

	/** A folder with a document beside it, unless that is the document of the folder it is in. */
	#isAsset({name}: Branch, around: Branch): boolean {
		const beside = around.files.get(`${name}.opex`);
		if (beside !== undefined && this.#used.has(beside.path)) {
			this.#tell(
				'ambiguous',
				`"${beside.path}" is in the folder of its name, and beside another of its name; it is taken for that of the first.`,
				'warning',
				beside.path,
			);
			return false;
		}
		return beside !== undefined || /\.pax$/i.test(name);
	}

	#isMetadata(name: string, {name: own, files, folders}: Branch): boolean {
		const of = stem(name);
		return /\.metadata$/i.test(name) && (own === of || files.has(of) || folders.has(of));
	}

	async #readFolder(branch: Branch, around: Branch): Promise<OpexFolder> {
		const own = await this.#readDocument(branch.files.get(`${branch.name}.opex`));
		const {name, path} = branch;
		return {
			name,
			path: path.slice(0, -1),
			...own,
			metadataFile: branch.files.get(`${name}.metadata`) ?? around.files.get(`${name}.metadata`),
			...(await this.#readContent(branch, own)),
		};
	}

	async #readPaxFolder(branch: Branch, around: Branch): Promise<OpexAsset> {
		const {name, path} = branch;
		const own = await this.#readDocument(around.files.get(`${name}.opex`));
		const title = name.replace(/\.pax$/i, '');
		const inner = branch.files.get(`${name}.opex`);
		if (inner !== undefined) {
			this.#tell('two-documents', `"${path.slice(0, -1)}" has a document beside it and another in it.`, 'error', inner.path);
		}
		const pax = await readPax(treeOfBranch(branch), {title: own.document?.title ?? title, signal: this.#options.signal});
		// A folder need not have the structure of a PAX.
		const isFree = !/\.pax$/i.test(name);
		this.#take(pax, path, isFree ? new Set(['misplaced', 'no-content', 'wrapped']) : new Set());
		if (own.document !== undefined && own.documentPath !== undefined) {
			checkManifest(own.document, {...listingOf(branch, pax), folders: [...foldersBelow(branch)]}, own.documentPath, this.#tell);
			checkFixities(own.document, own.documentPath, {pax, hasOwn: false}, this.#tell);
		}
		return {
			kind: 'folder',
			name,
			path: path.slice(0, -1),
			...own,
			metadataFile: around.files.get(`${name}.metadata`),
			file: undefined,
			pax,
		};
	}

	async #readFile(name: string, file: PackageFile, around: Branch): Promise<OpexAsset> {
		const own = await this.#readDocument(around.files.get(`${name}.opex`));
		const item = {name, path: file.path, ...own, metadataFile: around.files.get(`${name}.metadata`), file};
		if (!/\.pax\.zip$/i.test(name)) {
			if (own.document !== undefined && own.documentPath !== undefined) {
				checkFixities(own.document, own.documentPath, {hasOwn: true}, this.#tell);
				if (own.document.manifest !== undefined) {
					this.#tell(
						'manifest-misplaced',
						`"${own.documentPath}" has a manifest, and a file has nothing in it.`,
						'warning',
						own.documentPath,
					);
				}
			}
			return {...item, kind: 'file', pax: undefined};
		}
		const pax = await this.#openPax(file, own.document?.title ?? name.slice(0, -8));
		if (pax !== undefined && own.document !== undefined && own.documentPath !== undefined) {
			const files = new Map(Array.from(pax.tree.files, ([path, {size}]) => [path, size]));
			const listing = {root: `${file.path}/`, files, folders: [...foldersBelow(growTree(pax.tree))], own: undefined};
			checkManifest(own.document, listing, own.documentPath, this.#tell);
			checkFixities(own.document, own.documentPath, {pax, hasOwn: true}, this.#tell);
		}
		return {...item, kind: 'zip', pax};
	}

	async #openPax(file: PackageFile, title: string): Promise<Pax | undefined> {
		const {signal} = this.#options;
		try {
			const pax = await readPax(await openPaxZip(file, this.#options), {title, signal});
			this.#take(pax, `${file.path}/`, new Set());
			return pax;
		} catch (error) {
			if (signal?.aborted === true) {
				throw error;
			}
			this.#findings.push(asFinding(error, file.path));
			return undefined;
		}
	}

	/** Takes the findings of a PAX over, with paths in the package. */
	#take({findings}: Pax, root: string, except: ReadonlySet<string>): void {
		for (const finding of findings) {
			if (!except.has(finding.code)) {
				this.#findings.push({...finding, path: finding.path === undefined ? root.slice(0, -1) : root + finding.path});
			}
		}
	}

	async #readDocument(file: PackageFile | undefined): Promise<ReadDocument> {
		if (file === undefined) {
			return none;
		}
		const {path} = file;
		this.#used.add(path);
		const {signal} = this.#options;
		try {
			const {document, findings} = readOpex(await readWhole(file, {limit, signal}), {path});
			this.#findings.push(...findings);
			return {documentPath: path, document};
		} catch (error) {
			if (signal?.aborted === true) {
				throw error;
			}
			this.#findings.push(asFinding(error, path));
			return {documentPath: path, document: undefined};
		}
	}
}

const none: ReadDocument = {documentPath: undefined, document: undefined};

interface ReadDocument {
	readonly documentPath: string | undefined;
	readonly document: OpexDocument | undefined;
}

function asFinding(error: unknown, path: string): Finding {
	const code = error instanceof PackageError ? error.problem : 'unreadable';
	return {code, severity: 'error', path, message: `"${path}" cannot be read: ${error instanceof Error ? error.message : String(error)}`};
}

function listingOf(branch: Branch, pax?: Pax): Omit<Listing, 'own'> & {readonly own: string | undefined} {
	const files = new Map(Array.from(pax?.tree.files ?? [], ([path, {size}]) => [path, size]));
	return {root: branch.path, files, folders: [...branch.folders.keys()], own: undefined};
}
