import type {Context, Hono} from 'hono';
import {isoDate} from '../../clock.ts';
import type {Archive} from '../archive.ts';
import type {User} from '../auth/users.ts';
import {whoAsks} from '../auth/who-asks.ts';
import {operation} from '../operations.ts';
import {readText} from '../read-body.ts';
import type {Tag} from '../xml/write-xml.ts';
import {tag, tagWith, writeDocument} from '../xml/write-xml.ts';
import type {OaiArguments} from './oai-arguments.ts';
import {readArguments, readPeriod} from './oai-arguments.ts';
import {OaiError} from './oai-error.ts';
import type {MetadataFormat, OaiRecord} from './oai-records.ts';
import {formatsOf, recordsFor} from './oai-records.ts';
import type {Resumption} from './resumption-token.ts';
import {readToken, writeToken} from './resumption-token.ts';

const namespace = 'http://www.openarchives.org/OAI/2.0/';

/** How many records a list has before it is resumed. */
const pageSize = 5;

/** Harvesting by OAI-PMH 2.0. */
export function oaiRoutes(app: Hono, archive: Archive): void {
	const {repository, context, sessions} = archive;
	const tenant = context.credentials.preservica.tenant.toLowerCase();
	const formats = formatsOf(`http://preservica.com/XIP/v${context.version.split('.').slice(0, 2).join('.')}`);
	const nameOf = (ref: string): string => `oai:${tenant}:${ref}`;

	operation(app, 'OAI-01', async c => {
		const user = whoAsks(c, sessions);
		const baseUrl = `${archive.publicUrl ?? new URL(c.req.url).origin}/OAI-PMH/`;
		const given = c.req.method === 'POST' ? new URLSearchParams(await readText(c.req.raw)) : new URL(c.req.url).searchParams;
		try {
			const asked = readArguments(given);
			return answer(c, tagWith('request', asked, baseUrl), respond(asked, user, baseUrl));
		} catch (error) {
			if (!(error instanceof OaiError)) throw error;
			// A request that could not be understood is not repeated in the answer (OAI-PMH 2.0, 3.2).
			const repeated = error.code === 'badVerb' || error.code === 'badArgument' ? {} : Object.fromEntries(given);
			return answer(c, tagWith('request', repeated, baseUrl), tagWith('error', {code: error.code}, error.message));
		}
	});

	function answer(c: Context, request: Tag, content: Tag): Response {
		const date = tag('responseDate', secondsOf(isoDate(context.now())));
		return c.body(writeDocument(tagWith('OAI-PMH', {xmlns: namespace}, date, request, content)), 200, {
			'content-type': 'text/xml;charset=UTF-8',
		});
	}

	function respond(asked: OaiArguments, user: User, baseUrl: string): Tag {
		switch (asked['verb']) {
			case 'Identify':
				return identify(user, baseUrl);
			case 'ListMetadataFormats':
				if (asked['identifier'] !== undefined) find(asked['identifier'], user);
				return tag('ListMetadataFormats', ...[...formats].map(([prefix, {schema, namespace: own}]) => formatTag(prefix, schema, own)));
			case 'GetRecord':
				return tag('GetRecord', recordTag(find(asked['identifier'] ?? '', user), formatOf(asked['metadataPrefix'] ?? '')));
			case 'ListSets':
				throw new OaiError('noSetHierarchy', 'There are no sets.');
			default:
				return list(asked, user);
		}
	}

	function identify(user: User, baseUrl: string): Tag {
		const earliest = recordsFor(user, repository)[0]?.datestamp ?? secondsOf(isoDate(context.now()));
		return tag(
			'Identify',
			tag('repositoryName', context.credentials.preservica.tenant),
			tag('baseURL', baseUrl),
			tag('protocolVersion', '2.0'),
			tag('adminEmail', context.credentials.preservica.users.archivist.username),
			tag('earliestDatestamp', earliest),
			tag('deletedRecord', 'persistent'),
			tag('granularity', 'YYYY-MM-DDThh:mm:ssZ'),
		);
	}

	function list(asked: OaiArguments, user: User): Tag {
		const verb = asked['verb'] ?? '';
		if (asked['set'] !== undefined) throw new OaiError('noSetHierarchy', 'There are no sets.');
		const token = asked['resumptionToken'];
		const start = token === undefined ? firstPage(verb, asked) : readToken(token, verb);
		const format = formatOf(start.prefix);
		const all = recordsFor(user, repository).filter(({datestamp}) => datestamp >= start.from && datestamp <= start.until);
		const left = all.filter(({key}) => key > start.after);
		if (all.length === 0) throw new OaiError('noRecordsMatch', 'There are no such records.');
		const page = left.slice(0, pageSize);
		const records = page.map(record => (verb === 'ListRecords' ? recordTag(record, format) : headerTag(record)));
		return tag(verb, ...records, resumptionTag(start, page, left.length, all.length));
	}

	function formatOf(prefix: string): MetadataFormat {
		const format = formats.get(prefix);
		if (!format) throw new OaiError('cannotDisseminateFormat', `Records cannot be had as ${prefix}.`);
		return format;
	}

	function find(identifier: string, user: User): OaiRecord {
		const record = recordsFor(user, repository).find(({asset}) => nameOf(asset.ref) === identifier);
		if (!record) throw new OaiError('idDoesNotExist', `There is no record ${identifier}.`);
		return record;
	}

	function headerTag({asset, deleted, datestamp}: OaiRecord): Tag {
		return tagWith('header', {status: deleted ? 'deleted' : undefined}, tag('identifier', nameOf(asset.ref)), tag('datestamp', datestamp));
	}

	function recordTag(record: OaiRecord, format: MetadataFormat): Tag {
		const {asset, deleted} = record;
		return tag('record', headerTag(record), deleted ? undefined : tag('metadata', format.write(asset, repository)));
	}
}

function firstPage(verb: string, asked: OaiArguments): Resumption {
	return {verb, prefix: asked['metadataPrefix'] ?? '', ...readPeriod(asked), after: '', cursor: 0};
}

/** Says where the list goes on; on the last of several pages it is empty, on an only one it is not there (OAI-PMH 2.0, 3.5). */
function resumptionTag(start: Resumption, page: readonly OaiRecord[], left: number, total: number): Tag | undefined {
	const more = left > page.length;
	if (!more && start.cursor === 0) return undefined;
	const token = more ? writeToken({...start, after: page.at(-1)?.key ?? '', cursor: start.cursor + page.length}) : '';
	return tagWith('resumptionToken', {completeListSize: total, cursor: start.cursor}, token);
}

function formatTag(prefix: string, schema: string, own: string): Tag {
	return tag('metadataFormat', tag('metadataPrefix', prefix), tag('schema', schema), tag('metadataNamespace', own));
}

function secondsOf(date: string): string {
	return `${date.slice(0, 19)}Z`;
}
