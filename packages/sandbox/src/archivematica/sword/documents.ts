import type {Asked} from '../http/asked.ts';
import type {Location, State, StoredPackage} from '../state.ts';
import {storageTime} from '../times.ts';
import type {Markup} from '../xml-writer.ts';
import {markup, writeMarkup} from '../xml-writer.ts';
import type {OpenDeposit, SwordCall} from './call.ts';
import {isSwordSpace} from './call.ts';
import type {Download, DownloadState} from './model.ts';
import {djangoDate} from './python.ts';

const atom = 'http://www.w3.org/2005/Atom';
const sword = 'http://purl.org/net/sword/';
const terms = 'http://purl.org/net/sword/terms';

/** The address of a path, made of what the request says the host is. */
function iri({url, headers}: Asked, path: string): string {
	return `${url.protocol}//${headers.get('host') ?? url.host}${path}`;
}

/** The addresses of a deposit, always those of version 1. */
function depositPath({uuid}: Pick<StoredPackage, 'uuid'>): string {
	return `/api/v1/file/${uuid}/sword/`;
}

function collectionPath({uuid}: Pick<Location, 'uuid'>): string {
	return `/api/v1/location/${uuid}/sword/collection/`;
}

/** SW-01: the collections there are. */
export function serviceDocument(request: Asked, state: State): Response {
	const places = state.locations.values().filter(place => !place.disabled && place.purpose === 'SD' && isSwordSpace(state, place));
	const collections = places.map(place =>
		markup(
			'collection',
			{href: iri(request, collectionPath(place))},
			markup('atom:title', {}, place.description || 'Collection'),
			markup('accept', {}, '*/*'),
			markup('accept', {alternate: 'multipart-related'}, '*/*'),
			markup('sword:mediation', {}, 'false'),
		),
	);
	const workspace = markup('workspace', {}, markup('atom:title', {}, 'Archivematica storage service'), ...collections);
	const namespaces = {xmlns: 'http://www.w3.org/2007/app', 'xmlns:atom': atom, 'xmlns:sword': `${terms}/`};
	return document(markup('service', namespaces, markup('sword:version', {}, '2.0'), workspace), 'application/atomserv+xml', false);
}

/** SW-02: the deposits that are neither deleted nor finalised. */
export function depositFeed({request, state, sword: {deposits}}: SwordCall, location: Location): Response {
	const open = state.packages
		.values()
		.filter(
			({type, location: place, status}) => type === 'deposit' && place === location.uuid && status !== 'DELETED' && status !== 'FINALIZE',
		);
	const entries = open.map(stored => depositIn(request, stored, deposits.get(stored.uuid)?.label ?? nameOf(stored)));
	const title = markup('atom:title', {}, 'Deposits');
	return document(markup('atom:feed', {'xmlns:atom': atom}, title, ...entries), 'application/atom+xml;type=feed');
}

/** SW-03. Nobody declares the prefix, so no parser that knows namespaces can read it. */
export function depositEntry({request}: SwordCall, {deposit, stored}: OpenDeposit): Response {
	return document(depositIn(request, stored, deposit.label), 'application/atom+xml');
}

function depositIn(request: Asked, stored: StoredPackage, label: string): Markup {
	return entry(iri(request, depositPath(stored)), label, 'A deposit was started.');
}

/** One thing in a list. Its summary stands where none can: in a link. */
function entry(href: string, title: string, summary: string): Markup {
	const link = markup('atom:link', {rel: 'self', href}, markup('atom:summary', {type: 'text'}, summary));
	return markup('atom:entry', {}, markup('atom:id', {}, href), markup('atom:title', {}, title), link);
}

/** SW-05: how far the downloads are, and where they come from. Says nothing of the pipeline. */
export function stateFeed({stored}: OpenDeposit, downloads: readonly Download[]): Response {
	const term = termOf(downloads);
	const failed = stored.misc?.['finalization_attempt_failed'] === true ? ' (last finalization attempt failed)' : '';
	const category = markup('atom:category', {scheme: `${terms}/state`, term, label: 'State'}, `Deposit initiation: ${term}${failed}`);
	const entries = downloads.map(({url, path, state}) => entry(url, path.split('/').at(-1) ?? '', state));
	return document(markup('atom:feed', {'xmlns:atom': atom}, category, ...entries), 'application/atom+xml;type=feed');
}

/** How far all downloads of a deposit are together. Without any it is complete from the start. */
export function termOf(downloads: readonly Download[]): DownloadState {
	if (downloads.some(({state}) => state === 'failed')) return 'failed';
	return downloads.every(({state}) => state === 'complete') ? 'complete' : 'incomplete';
}

/** The receipt of a deposit. */
export function receipt({request}: SwordCall, {deposit, stored}: OpenDeposit, status: 200 | 201): Response {
	const edit = iri(request, depositPath(stored));
	const root = markup(
		'entry',
		{xmlns: atom, 'xmlns:sword': sword, 'xmlns:dcterms': 'http://purl.org/dc/terms/'},
		markup('title', {}, nameOf(stored)),
		markup('id', {}, stored.uuid),
		markup('updated', {}, djangoDate(deposit.created)),
		markup('generator', {uri: 'https://www.archivematica.org', version: '1.0'}),
		markup('summary', {}, 'A deposit was started.'),
		markup('sword:treatment', {}, 'Files are kept until the deposit is finalised, and then processed as a transfer.'),
		markup('link', {rel: 'alternate', href: 'http://www.swordserver.ac.uk/col1/mydeposit.html'}),
		markup('link', {rel: 'edit-media', href: `${edit}media/`}),
		markup('link', {rel: 'edit', href: edit}),
		markup('link', {rel: `${terms}/add`, href: edit}),
		markup('link', {rel: `${terms}/statement`, type: 'application/atom+xml;type=feed', href: `${edit}state/`}),
	);
	const answer = document(root, 'text/xml', false, status);
	answer.headers.set('location', depositPath(stored));
	return answer;
}

/** The error document, whose `href` is the same whatever happened, and whose label is wrong. */
export function errorDocument({url, headers}: Asked, now: number, status: number, message: string): Response {
	const time = storageTime(now).replace('T', ' ');
	const root = markup(
		'sword:error',
		{href: 'http://purl.org/net/sword/error/ErrorBadRequest', xmlns: atom, 'xmlns:sword': sword},
		markup('summary', {type: 'text'}, message),
		markup('title', {type: 'text'}, 'ERROR'),
		markup('updated', {}, time),
		markup('generator', {uri: url.pathname, version: '1.0'}, 'Archivematica'),
		markup('sword:userAgent', {}, headers.get('user-agent') ?? ''),
		markup('link', {rel: 'alternate', href: 'https://www.archivematica.org/wiki/Sword_API', type: 'text/html'}),
	);
	return document(root, 'text/html; charset=utf-8', true, status);
}

function nameOf({path}: StoredPackage): string {
	return path.split('/').at(-1) ?? '';
}

function document(root: Markup, type: string, declared = true, status = 200): Response {
	const [, ...lines] = writeMarkup(root).split('\n');
	const declaration = declared ? '<?xml version="1.0" encoding="UTF-8" ?>\n' : '';
	return new Response(declaration + lines.join('\n'), {status, headers: {'content-type': type}});
}
