import {wireNames} from '../entities/entity.ts';

/** What a request is about: a noun for `There is no …`, and the part of it that is meant. */
export interface Subject {
	readonly what: string;
	readonly part?: string | undefined;
	/** Is it one thing, of which there may be none? A list always is. */
	readonly one: boolean;
}

const kinds = Object.values(wireNames);

/** Things with an address of their own, by the place below the server's address; `*` stands for what they are called there, `**` for names with slashes. */
const places: readonly (readonly [place: string, noun: string])[] = [
	['api/entity/progress/*', 'work under the progress token'],
	['api/entity/actions/exports/*/content', 'finished export under the progress token'],
	['api/entity/actions/deletions/*', 'deletion to approve under the progress token'],
	['api/entity/events/*/event-actions', 'event'],
	['api/entity/retention-policies/*', 'retention policy'],
	['api/entity/legal-holds/*', 'legal hold'],
	['api/admin/users/*', 'user'],
	['api/admin/security/roles/*', 'role'],
	['api/admin/security/tags/*', 'security tag'],
	['api/admin/schemas/*', 'schema'],
	['api/admin/documents/*', 'document'],
	['api/admin/transforms/*', 'transform'],
	['sdb/rest/workflow/instances/*', 'workflow instance'],
	['api/process/ingest/configs/*', 'ingest process'],
	['api/webhook/subscriptions/*', 'subscription'],
	['api/reference-metadata/tables/*', 'authority table'],
	['api/reference-metadata/records/*', 'authority record'],
	['api/metadata/groups/*', 'metadata group'],
	['api/metadata/forms/*', 'metadata form'],
	['api/processmonitor/monitors/*', 'monitor'],
	['api/processmonitor/progress/*', 'work under the progress token'],
	['api/settings/metadata-enrichment/config/rules/*', 'enrichment rule'],
	['api/settings/metadata-enrichment/config/profiles/*', 'enrichment profile'],
	['api/location/upload/*', 'upload location'],
	['Registry/par/format-families/*', 'format family'],
	['Registry/par/preservation-action-types/*', 'preservation action type'],
	['Registry/par/properties/*', 'property'],
	['Registry/par/representation-formats/*', 'representation format'],
	['Registry/par/file-formats/**', 'file format'],
	['Registry/par/tools/*', 'tool'],
	['Registry/par/preservation-actions/*', 'preservation action'],
	['Registry/par/business-rules/*', 'business rule'],
	['Registry/par/rulesets/*', 'rule set'],
];

/** APIs that a licence or a version may leave out altogether. */
const apis: readonly (readonly [place: string, name: string])[] = [
	['api/content/', 'Content API'],
	['api/admin/', 'Admin API'],
	['api/entity/retention-policies', 'Retention API'],
	['api/entity/legal-holds', 'Legal hold API'],
	['sdb/rest/workflow/', 'Workflow API'],
	['api/process/', 'Process API'],
	['api/processmonitor/', 'Process monitor API'],
	['api/webhook/', 'Webhook API'],
	['api/reference-metadata/', 'Authority API'],
	['api/metadata/', 'Metadata API'],
	['api/settings/', 'Settings API'],
	['api/location/', 'Location API'],
	['api/security/', 'Security API'],
	['api/entitlement/', 'Entitlement API'],
	['api/user/', 'User API'],
	['Registry/par/', 'Preservation Action Registry'],
	['OAI-PMH', 'OAI-PMH service'],
];

/** What a request is about, undefined for addresses of no known API. */
export function subjectOf({pathname, searchParams}: URL): Subject | undefined {
	const [, place = '', ref = '', rest = ''] = /\/([a-z]+-objects)\/([^/]+)(\/.*)?$/.exec(pathname) ?? [];
	const kind = kinds.find(({path}) => path === place);
	if (kind !== undefined) {
		return {what: `${kind.words} with the reference ${decode(ref)}`, part: rest === '' ? undefined : partOf(rest), one: true};
	}
	if (/\/api\/content\/(?:thumbnail|object-details|download)$/.test(pathname)) {
		const noun = pathname.endsWith('thumbnail') ? 'thumbnail' : pathname.endsWith('download') ? 'file to download' : 'description';
		return {what: `${noun} of ${searchParams.get('id') ?? 'this entity'}`, one: true};
	}
	for (const [pattern, noun] of places) {
		const found = new RegExp(`/${pattern.replace('**', '(.+)').replace('*', '([^/]+)')}(?:/|$)`).exec(pathname);
		if (found) {
			return {what: `${noun} ${decode(found[1] ?? '')}`, one: true};
		}
	}
	const api = apis.find(([start]) => pathname.includes(`/${start}`));
	return api && {what: api[1], one: false};
}

/** Parts of an entity that an archivist calls otherwise. */
const parts: ReadonlyMap<string, string> = new Map([
	['links', 'relationships'],
	['parent-ref', 'place'],
	['preview', 'thumbnail'],
	['security-descriptor', 'security tag'],
]);

/** What one of several parts is called by: a UUID, or an `ApiId`. */
const reference = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/** `/generations/1/bitstreams/2/content` is what an archivist calls generation 1, bitstream 2; `/legal-holds/{ref}` is a legal hold. */
function partOf(rest: string): string {
	const words = rest.split('/').filter(word => word !== '' && word !== 'content');
	const text = words.map((word, at) => (reference.test(word) ? word : nounOf(word, words[at + 1]))).join(' ');
	return text.replaceAll(/\b(generation|bitstream)s (\d+)/g, '$1 $2').replace(/(generation \d+) /, '$1, ');
}

function nounOf(word: string, next = ''): string {
	const noun = parts.get(word) ?? decode(word).replaceAll('-', ' ');
	return reference.test(next) ? noun.replace(/s$/, '') : noun;
}

function decode(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}
