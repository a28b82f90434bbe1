import {createSandbox, type Sandbox} from '@fonds/sandbox';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Session} from '../auth/session.ts';
import {Entities} from '../entities/entities.ts';
import {Rendering} from '../rendering/rendering.ts';
import {Search} from '../search/search.ts';
import {Account} from './account.ts';

let sandbox: Sandbox;
let session: Session;
beforeAll(async () => {
	sandbox = await createSandbox({stepDuration: 1});
	const {url} = await sandbox.listen();
	session = new Session({server: url, credentials: sandbox.credentials.preservica.users.archivist});
});
afterAll(() => sandbox.close());

it('the sandbox tells the account its roles and security tags', async () => {
	const account = new Account(session);
	expect((await account.details()).roles).toContain('SDB_ACCESS_USER');
	const open = (await account.securityTags()).find(({name}) => name === 'open');
	expect(open?.permissions).toContain('READ');
});

it('the sandbox tells the details of an entity, and a link to its viewer holds the token of the session', async () => {
	const entities = new Entities(session);
	const folder = await entities.createFolder({title: 'Box & "lid"', parent: null});
	const details = await new Search(session).objectDetails(folder);
	expect(details).toMatchObject({type: 'folder', ref: folder.ref, title: folder.title});
	expect(details.properties).toContainEqual({name: 'cmis:name', value: folder.title});

	const rendering = new Rendering(session);
	const {value} = await session.token();
	const {url, expiresAt} = await rendering.link(folder.ref);
	expect(new URL(url.reveal()).searchParams.get('token')).toBe(value.reveal());
	expect(expiresAt).toBeGreaterThan(Date.now());
});
