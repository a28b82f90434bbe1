import {Archivematica} from '@fonds/archivematica';
import {Preservica} from '@fonds/preservica';

/** One of the sandbox's ready-made people. */
export interface Person {
	readonly name: string;
	readonly username: string;
	readonly password: string;
	readonly twoFactorSecret?: string;
}

/** The ready-made accounts, as the sandbox lists them. */
interface SandboxAccounts {
	readonly preservica: {readonly users: Readonly<Record<'archivist' | 'twoFactor' | 'reader' | 'approver', Omit<Person, 'name'>>>};
	readonly archivematica: Readonly<Record<'dashboard' | 'storage', {readonly username: string; readonly apiKey: string}>>;
}

/** Both systems, signed in. */
export interface Connection {
	readonly preservica: Preservica;
	readonly archivematica: Archivematica;
	readonly person: Person;
}

/** What the sandbox offers to a page: its version, its people, and a way to sign in as one of them. */
export interface Sandbox {
	readonly version: string;
	readonly people: readonly Person[];
	signIn(person: Person): Connection;
}

/** Asks the sandbox behind this page for its ready-made accounts. Only a sandbox gives its passwords away. */
export async function findSandbox(): Promise<Sandbox> {
	const [accounts, {version}] = await Promise.all([ask<SandboxAccounts>('credentials'), ask<{readonly version: string}>('state')]);
	const {archivist, twoFactor, reader, approver} = accounts.preservica.users;
	const server = location.origin;
	const {dashboard, storage} = accounts.archivematica;
	return {
		version,
		people: [
			{name: 'Archivist', ...archivist},
			{name: 'Keeper, with a second factor', ...twoFactor},
			{name: 'Reader', ...reader},
			{name: 'Approver', ...approver},
		],
		signIn: person => ({
			preservica: new Preservica({server, credentials: person}),
			archivematica: new Archivematica({dashboard: {url: server, ...dashboard}, storage: {url: server, ...storage}}),
			person,
		}),
	};
}

async function ask<T>(what: string): Promise<T> {
	const answer = await fetch(`/sandbox/${what}`).catch(() => undefined);
	if (!answer?.ok) throw new Error('The sandbox does not answer. Start everything with “npm start”.');
	return (await answer.json()) as T;
}
