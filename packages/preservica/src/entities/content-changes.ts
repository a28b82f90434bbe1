import {ConfigurationError, path, type Job, type RequestOptions} from '@fonds/core';
import {hashStream, type Fixity, type FixityAlgorithm} from '@fonds/core/hash';
import {requireServer} from '../auth/require-server.ts';
import type {Session} from '../auth/session.ts';
import {followOperation} from '../operations/operation-job.ts';
import type {ServerProgress} from '../operations/progress-state.ts';
import {isBlob, orLetGo, requireFilename, sendContent, type ContentStream, type SendContentOptions} from './content-source.ts';
import {readActiveGeneration, readBitstreams} from './content.ts';
import {orSayUncertain} from '../operations/lost-answer.ts';
import {requireRepresentationName} from './representation-name.ts';

/** A file for readers, beside what is preserved. */
export interface NewAccessCopy {
	/** Without folders. */
	readonly filename: string;
	readonly content: Blob | ContentStream;
	/** What the representation is called. @default 'Access' */
	readonly name?: string | undefined;
}

/** A file in place of another one. */
export interface NewGeneration {
	/** Without folders, in ASCII: it travels in a header, and which encoding the server expects there is not published. */
	readonly filename: string;
	/** A stream must bring its digests. */
	readonly content: Blob | (ContentStream & {readonly fixities: readonly Fixity[]});
	/** Digests to compute of a `Blob`. @default those that the server has of the present file, else SHA-512 */
	readonly algorithms?: readonly FixityAlgorithm[] | undefined;
}

const headerNames: Readonly<Record<FixityAlgorithm, string>> = {
	md5: 'Fixity-MD5',
	sha1: 'Fixity-SHA-1',
	sha256: 'Fixity-SHA-256',
	sha512: 'Fixity-SHA-512',
};

/** Adds an access representation of one file to an asset (ENT-30). */
export function addAccessRepresentation(
	session: Session,
	asset: string,
	{filename, content, name = 'Access'}: NewAccessCopy,
	options: SendContentOptions,
): Promise<Job<ServerProgress, void>> {
	const what = `The new access representation of the asset ${asset}`;
	return orLetGo(content, async () => {
		requireFilename(filename);
		requireRepresentationName(name);
		await requireServer(session, '6.12', 'Adding an access representation', options);
		return orSayUncertain('The file may have arrived all the same: look at the representations before you send it again.', async () => {
			const target = path`api/entity/information-objects/${asset}/representations`;
			const response = await sendContent(session, target, content, {filename, query: {type: 'Access', name, filename}}, options);
			return followOperation(session, response, {kind: 'preservica-add-representation', what, data: null, result: () => {}});
		});
	});
}

/** Puts a file in place of the present one, which stays as an older generation (ENT-31). */
export function replaceGeneration(
	session: Session,
	contentObject: string,
	{filename, content, algorithms}: NewGeneration,
	options: SendContentOptions,
): Promise<Job<ServerProgress, void>> {
	const what = `The new generation of the content object ${contentObject}`;
	return orLetGo(content, async () => {
		requireHeaderText(requireFilename(filename));
		await requireServer(session, '6.2.1', 'Replacing a file', options);
		const fixities = await digestsOf(session, contentObject, content, algorithms, options);
		const headers = {Filename: filename, ...fixityHeaders(fixities)};
		return orSayUncertain('The file may have arrived all the same: look at the generations before you send it again.', async () => {
			const target = path`api/entity/content-objects/${contentObject}/generations`;
			const request = {filename, query: {replaceType: 'previous'}, headers};
			const response = await sendContent(session, target, content, request, options);
			return followOperation(session, response, {kind: 'preservica-replace-generation', what, data: null, result: () => {}});
		});
	});
}

function requireHeaderText(filename: string): void {
	if (!/^[\u0020-\u007e]+$/.test(filename)) {
		throw new ConfigurationError(
			`The name ${JSON.stringify(filename)} cannot be sent: it travels in a header, and which encoding the server expects there is not known. Give it one in ASCII.`,
		);
	}
}

/** The server checks what it is given against the digests in the headers, so they have to be there before the first byte. */
async function digestsOf(
	session: Session,
	contentObject: string,
	content: NewGeneration['content'],
	wanted: readonly FixityAlgorithm[] | undefined,
	{onProgress, ...options}: SendContentOptions,
): Promise<readonly Fixity[]> {
	if (!isBlob(content)) {
		return requireFixities(content.fixities);
	}
	const algorithms = wanted ?? (await algorithmsOf(session, contentObject, options));
	if (algorithms.length === 0 || algorithms.some(algorithm => !Object.hasOwn(headerNames, algorithm))) {
		throw new ConfigurationError(`algorithms must be some of ${Object.keys(headerNames).join(', ')}.`);
	}
	const {digests} = await hashStream(content.stream(), algorithms, {signal: options.signal, onProgress, size: content.size});
	return algorithms.map(algorithm => ({algorithm, value: digests[algorithm] ?? ''}));
}

function requireFixities(fixities: readonly Fixity[] | undefined): readonly Fixity[] {
	if (fixities === undefined || fixities.length === 0 || fixities.some(({algorithm}) => !Object.hasOwn(headerNames, algorithm))) {
		throw new ConfigurationError('A stream must bring its digests: the server wants them before the first byte. Or give a Blob.');
	}
	return fixities;
}

/** What the server knows the present file by, the new one shall be known by, too. */
async function algorithmsOf(session: Session, contentObject: string, options: RequestOptions): Promise<readonly FixityAlgorithm[]> {
	const generation = await readActiveGeneration(session, contentObject, options);
	const bitstreams = await readBitstreams(session, generation, options);
	const known = new Set(bitstreams.flatMap(({fixities}) => fixities.map(({algorithm}) => algorithm)));
	return known.size === 0 ? ['sha512'] : [...known];
}

function fixityHeaders(fixities: readonly Fixity[]): Record<string, string> {
	return Object.fromEntries(fixities.map(({algorithm, value}) => [headerNames[algorithm], value.toLowerCase()]));
}
