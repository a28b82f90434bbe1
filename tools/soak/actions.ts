import {createHash} from 'node:crypto';
import {isSdkError, JobFailedError} from '@fonds/core';
import {entryFromFile, packageAssets} from '@fonds/packaging';
import {DeletionApproval, type Bitstream, type Preservica} from '@fonds/preservica';
import type {Chance} from './chance.ts';
import type {KnownAsset, Ledger} from './ledger.ts';

/** Who acts, on what, and what is known of it. */
export interface Scene {
	readonly preservica: Preservica;
	readonly approver: Preservica;
	readonly chance: Chance;
	readonly ledger: Ledger;
}

/** Something a user does. It notes in the ledger what must be true then, also when it fails. */
export type Action = (scene: Scene, asset: KnownAsset) => Promise<void>;

const often = {interval: {initial: 20, max: 200}, deadline: 60_000};

/** Uploads a package of one asset with up to three small files. */
export async function upload({preservica, chance, ledger}: Scene): Promise<void> {
	const folder = chance.oneOf(ledger.folders);
	const title = `Asset ${crypto.randomUUID()}`;
	const code = crypto.randomUUID();
	const contents = Array.from({length: 1 + chance.below(3)}, (_, at) => [`file ${at}.bin`, chance.bytes(chance.below(50_000))] as const);
	const files = contents.map(([name, bytes]) => entryFromFile(new File([bytes], name)));
	const made = packageAssets({
		parent: folder,
		assets: [{title, identifiers: [{type: 'code', value: code}], representations: [{type: 'Preservation', files}]}],
	});
	const [ref = ''] = made.assets;
	const asset: KnownAsset = {
		ref,
		digests: new Map(contents.map(([name, bytes]) => [name, createHash('sha256').update(bytes).digest('hex')])),
		titles: [title],
		parents: [folder],
		identifiers: new Set([code]),
		perhaps: new Set(),
		existence: 'perhaps',
		busy: true,
	};
	ledger.assets.set(ref, asset);
	try {
		const job = await preservica.uploads.upload(made, {folder});
		await job.done(often);
		asset.existence = 'yes';
	} catch (error) {
		if (error instanceof JobFailedError) ledger.disagree(`The ingest of ${ref} failed: ${error.message}`);
		throw error;
	} finally {
		asset.busy = false;
	}
}

/** Reads an asset, its identifiers and its files. */
export const read: Action = async ({preservica, ledger}, known) => {
	const asset = await preservica.entities.asset(known.ref);
	if (!known.titles.includes(asset.title)) ledger.disagree(`${known.ref} is called ${asset.title}, not ${known.titles.join(' or ')}.`);
	const values = new Set((await preservica.entities.identifiers(asset)).map(({value}) => value));
	for (const value of known.identifiers) if (!values.has(value)) ledger.disagree(`${known.ref} lacks the identifier ${value}.`);
	for await (const {bitstream} of preservica.bitstreams.ofAsset(known.ref)) await compare(preservica, bitstream, known, ledger);
};

/** Downloads a file and compares it with what was sent. */
export async function compare(preservica: Preservica, bitstream: Bitstream, known: KnownAsset, ledger: Ledger): Promise<void> {
	const hash = createHash('sha256');
	for await (const chunk of await preservica.bitstreams.download(bitstream)) hash.update(chunk);
	const expected = known.digests.get(bitstream.filename);
	if (hash.digest('hex') !== expected) ledger.disagree(`${bitstream.filename} of ${known.ref} is not what was sent.`);
}

/** Gives an asset another title. */
export const rename: Action = async ({preservica}, known) => {
	const asset = await preservica.entities.asset(known.ref);
	const title = `Renamed ${crypto.randomUUID()}`;
	known.titles = [...known.titles, title];
	await preservica.entities.save({...asset, title});
	known.titles = [title];
};

/** Adds an identifier. */
export const identify: Action = async ({preservica}, known) => {
	const value = crypto.randomUUID();
	known.perhaps.add(value);
	await preservica.entities.addIdentifier({type: 'asset', ref: known.ref}, {type: 'soak', value});
	known.perhaps.delete(value);
	known.identifiers.add(value);
};

/** Moves an asset to another folder. */
export const move: Action = async ({preservica, chance, ledger}, known) => {
	const folder = chance.oneOf(ledger.folders);
	known.parents = [...known.parents, folder];
	const job = await preservica.entities.move({type: 'asset', ref: known.ref}, folder);
	await job.done(often);
	known.parents = [folder];
};

/** Searches for an asset by one of its identifiers. */
export const search: Action = async ({preservica, ledger}, known) => {
	const [value = ''] = known.identifiers;
	const hits = await preservica.search.find({text: `"${value}"`, fields: ['xip.title']}).toArray();
	if (!hits.some(({ref}) => ref === known.ref)) ledger.disagree(`Search does not find ${known.ref} by ${value}.`);
};

/** Exports an asset and reads the whole package. */
export const exportAsset: Action = async ({preservica, ledger}, known) => {
	const job = await preservica.exports.start({type: 'asset', ref: known.ref});
	const result = await job.done(often);
	let size = 0;
	for await (const chunk of await preservica.exports.download(result)) size += chunk.length;
	if (size === 0) ledger.disagree(`The export of ${known.ref} is empty.`);
};

/** Asks for a deletion, and approves it as somebody else. */
export const remove: Action = async ({preservica, approver}, known) => {
	const plan = await preservica.deletions.plan({type: 'asset', ref: known.ref});
	known.existence = 'perhaps';
	const job = await preservica.deletions.request(plan, {comment: 'Soak'});
	const approval = new DeletionApproval(approver.session);
	await insist(() => approval.approve(job, {comment: 'Soak', ...often}), 'deletion-ended');
	await insist(() => job.done(often));
	known.existence = 'no';
};

/** Tries again what must come to its end: a deletion nobody decides waits for ever. */
async function insist(work: () => Promise<unknown>, enough?: string): Promise<void> {
	for (let attempt = 1; ; attempt++) {
		try {
			await work();
			return;
		} catch (error) {
			if (enough !== undefined && isSdkError(error, enough)) return;
			if (attempt === 10 || !isSdkError(error)) throw error;
		}
	}
}
