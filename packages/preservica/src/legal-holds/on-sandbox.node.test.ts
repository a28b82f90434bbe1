import {ConflictError, JobFailedError, NotFoundError, PermissionError} from '@fonds/core';
import {createSandbox, type Sandbox} from '@fonds/sandbox';
import {afterAll, beforeAll, expect, it} from 'vitest';
import type {Credentials} from '../auth/credentials.ts';
import {Preservica} from '../preservica.ts';

let sandbox: Sandbox;
let connect: (credentials: Credentials) => Preservica;
beforeAll(async () => {
	sandbox = await createSandbox({version: '9.1.0'});
	const {url} = await sandbox.listen();
	connect = credentials => new Preservica({server: url, credentials, tenant: sandbox.credentials.preservica.tenant});
});
afterAll(() => sandbox.close());

const quick = {interval: {initial: 5, max: 20}};

/** An archivist, a folder, an asset in it, and a hold. */
async function open() {
	const preservica = connect(sandbox.credentials.preservica.users.archivist);
	const folder = await preservica.entities.createFolder({title: 'Evidence', parent: null});
	const asset = await preservica.entities.createPhysicalAsset({title: 'Bolt', parent: folder.ref});
	const hold = await preservica.legalHolds.create({name: `Case <${asset.ref}>`, description: 'Bridge & quay'});
	return {preservica, legalHolds: preservica.legalHolds, folder, asset, hold};
}

it('what is made, changed and deleted is what the server then has', async () => {
	const {legalHolds, hold} = await open();
	const {username} = sandbox.credentials.preservica.users.archivist;
	expect(hold).toMatchObject({description: 'Bridge & quay', user: username});
	expect(Math.abs(Date.parse(hold.created ?? '') - Date.now())).toBeLessThan(60_000);
	expect(await legalHolds.hold(hold.ref)).toEqual(hold);
	const changed = await legalHolds.update({...hold, name: `${hold.name} & more`});
	expect(changed).toEqual({...hold, name: `${hold.name} & more`});
	expect(await legalHolds.update({ref: hold.ref, name: 'Bare'})).toMatchObject({name: 'Bare', description: undefined});
	await legalHolds.delete(hold.ref);
	await expect(legalHolds.hold(hold.ref)).rejects.toThrow(NotFoundError);
});

it('all holds are listed, page by page, or those of a name', async () => {
	const {legalHolds, hold} = await open();
	const others = [await legalHolds.create({name: 'Inquiry'}), await legalHolds.create({name: 'Inquiry'})];
	const list = await legalHolds.list({pageSize: 1}).toArray();
	expect(list).toEqual(expect.arrayContaining([hold, ...others]));
	expect(new Set(list.map(({ref}) => ref)).size).toBe(list.length);
	expect(await legalHolds.list({name: 'Inquiry', pageSize: 1}).toArray()).toEqual(others);
	expect(await legalHolds.list({name: 'Inq'}).toArray()).toEqual([]);
});

it('what is under a hold is told by the asset and found by search', async () => {
	const {preservica, legalHolds, asset, hold} = await open();
	const other = await legalHolds.create({name: 'Another case'});
	expect(await legalHolds.ofAsset(asset)).toEqual([]);
	await legalHolds.assign(asset, hold.ref);
	await legalHolds.assign(asset.ref, other.ref);
	expect(await legalHolds.ofAsset(asset)).toMatchObject([
		{asset: asset.ref, hold: hold.ref, assigned: expect.stringMatching(/^\d{4}-/u)},
		{asset: asset.ref, hold: other.ref},
	]);
	const found = preservica.search.find({filter: {'xip.legal_hold_ref': hold.ref}, fields: ['xip.legal_hold_ref']});
	expect(await found.toArray()).toMatchObject([{type: 'asset', ref: asset.ref, values: {'xip.legal_hold_ref': [hold.ref, other.ref]}}]);
	await legalHolds.release(asset, hold.ref);
	expect(await legalHolds.ofAsset(asset)).toMatchObject([{hold: other.ref}]);
	expect(await found.toArray()).toEqual([]);
});

it('nothing under a hold is deleted, with its folder or alone, until it is released', async () => {
	const {preservica, legalHolds, folder, asset, hold} = await open();
	await legalHolds.assign(asset, hold.ref);
	for (const entity of [asset, folder]) {
		const job = await preservica.deletions.request(await preservica.deletions.plan(entity), {comment: 'Out'});
		const failure = await job.done(quick).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(JobFailedError);
		expect(String(failure)).toContain(`The legal hold ${hold.name} forbids to delete ${asset.ref}.`);
	}
	await expect(legalHolds.delete(hold.ref)).rejects.toThrow(ConflictError);
	await legalHolds.release(asset, hold.ref);
	await legalHolds.delete(hold.ref);
	const job = await preservica.deletions.request(await preservica.deletions.plan(folder), {comment: 'Out'});
	const {value: status} = await job.watch(quick)[Symbol.asyncIterator]().next();
	expect(status).toMatchObject({state: 'pending'});
});

it('a reader sees holds and changes none', async () => {
	const {legalHolds, asset, hold} = await open();
	await legalHolds.assign(asset, hold.ref);
	const reader = connect(sandbox.credentials.preservica.users.reader).legalHolds;
	expect(await reader.hold(hold.ref)).toEqual(hold);
	expect(await reader.ofAsset(asset)).toHaveLength(1);
	await expect(reader.create({name: 'Mine'})).rejects.toThrow(PermissionError);
	await expect(reader.update({...hold, name: 'Mine'})).rejects.toThrow(PermissionError);
	await expect(reader.delete(hold.ref)).rejects.toThrow(PermissionError);
	await expect(reader.assign(asset, hold.ref)).rejects.toThrow(PermissionError);
	await expect(reader.release(asset, hold.ref)).rejects.toThrow(
		`This account has no right to delete the legal hold ${hold.ref} of the asset with the reference ${asset.ref}.`,
	);
});

it('what does not exist is not found, and a hold is not assigned twice', async () => {
	const {legalHolds, asset, hold} = await open();
	const unknown = crypto.randomUUID();
	await expect(legalHolds.ofAsset(unknown)).rejects.toThrow(NotFoundError);
	await expect(legalHolds.assign(asset, unknown)).rejects.toThrow(NotFoundError);
	await expect(legalHolds.release(asset, hold.ref)).rejects.toThrow(NotFoundError);
	await legalHolds.assign(asset, hold.ref);
	await expect(legalHolds.assign(asset, hold.ref)).rejects.toThrow(ConflictError);
});
