import {Archivematica} from '@fonds/archivematica';
import {Preservica} from '@fonds/preservica';

/** One of the sandbox's ready-made people. */
export interface Person {
	readonly name: string;
	readonly username: string;
	readonly password: string;
	readonly twoFactorSecret?: string;
}

/** What the sandbox says of itself. */
interface SandboxGreeting {
	readonly version: string;
	readonly credentials: {
		readonly preservica: {readonly users: Readonly<Record<'archivist' | 'twoFactor' | 'reader', Omit<Person, 'name'>>>};
		readonly archivematica: Readonly<Record<'dashboard' | 'storage', {readonly username: string; readonly apiKey: string}>>;
	};
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
	const answer = await fetch('/sandbox').catch(() => undefined);
	if (!answer?.ok) throw new Error('The sandbox does not answer. Start everything with “npm start”.');
	const {version, credentials} = (await answer.json()) as SandboxGreeting;
	const {archivist, twoFactor, reader} = credentials.preservica.users;
	const server = location.origin;
	const {dashboard, storage} = credentials.archivematica;
	return {
		version,
		people: [
			{name: 'Archivist', ...archivist},
			{name: 'Keeper, with a second factor', ...twoFactor},
			{name: 'Reader', ...reader},
		],
		signIn: person => ({
			preservica: new Preservica({server, credentials: person}),
			archivematica: new Archivematica({dashboard: {url: server, ...dashboard}, storage: {url: server, ...storage}}),
			person,
		}),
	};
}
