import type {SandboxCredentials} from './credentials.ts';

/** What a script needs to know of a sandbox, as environment variables: the names pyPreservica reads, and the project's for the rest. */
export function environmentOf(url: string, {preservica, archivematica}: SandboxCredentials): Readonly<Record<string, string>> {
	const {archivist, approver} = preservica.users;
	const {dashboard, storage, source} = archivematica;
	return {
		PRESERVICA_SERVER: url,
		PRESERVICA_USERNAME: archivist.username,
		PRESERVICA_PASSWORD: archivist.password,
		PRESERVICA_TENANT: preservica.tenant,
		PRESERVICA_APPROVER_USERNAME: approver.username,
		PRESERVICA_APPROVER_PASSWORD: approver.password,
		AM_URL: url,
		AM_USER: dashboard.username,
		AM_KEY: dashboard.apiKey,
		SS_URL: url,
		SS_USER: storage.username,
		SS_KEY: storage.apiKey,
		SS_PASSWORD: storage.password,
		SS_LOCATION: source.location,
		SS_PATH: source.path,
	};
}
