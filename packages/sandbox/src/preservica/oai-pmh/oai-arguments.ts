import {OaiError} from './oai-error.ts';

/** What a harvester asks, by argument. */
export type OaiArguments = Readonly<Record<string, string>>;

interface Shape {
	readonly required: readonly string[];
	readonly optional: readonly string[];
}

const list: Shape = {required: ['metadataPrefix'], optional: ['from', 'until', 'set']};

const verbs: Readonly<Record<string, Shape>> = {
	Identify: {required: [], optional: []},
	ListMetadataFormats: {required: [], optional: ['identifier']},
	ListSets: {required: [], optional: []},
	GetRecord: {required: ['identifier', 'metadataPrefix'], optional: []},
	ListIdentifiers: list,
	ListRecords: list,
};

/** Checks what a harvester asks. @throws OaiError when the protocol does not allow it. */
export function readArguments(given: URLSearchParams): OaiArguments {
	const sent = [...given];
	const verb = given.getAll('verb').length === 1 ? (given.get('verb') ?? '') : '';
	const shape = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
	if (!shape) throw new OaiError('badVerb', 'The verb is missing, repeated or none of the six.');
	const names = sent.map(([name]) => name);
	if (new Set(names).size < names.length) throw new OaiError('badArgument', 'An argument is repeated.');
	if (given.has('resumptionToken') && verb.startsWith('List') && verb !== 'ListMetadataFormats') {
		if (names.length > 2) throw new OaiError('badArgument', 'A resumptionToken goes with no other argument.');
		return Object.fromEntries(sent);
	}
	const missing = shape.required.find(name => !given.has(name));
	if (missing !== undefined) throw new OaiError('badArgument', `${missing} is missing.`);
	const unknown = names.find(name => name !== 'verb' && ![...shape.required, ...shape.optional].includes(name));
	if (unknown !== undefined) throw new OaiError('badArgument', `${verb} takes no ${unknown}.`);
	return Object.fromEntries(sent);
}

const day = /^\d{4}-\d{2}-\d{2}$/u;
const second = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/u;

/** The first and last second a list may hold. @throws OaiError when they are no dates of one granularity, or the wrong way round. */
export function readPeriod({from, until}: OaiArguments): {readonly from: string; readonly until: string} {
	for (const date of [from, until]) {
		if (date !== undefined && (!(day.test(date) || second.test(date)) || Number.isNaN(Date.parse(date))))
			throw new OaiError('badArgument', `${date} is neither YYYY-MM-DD nor YYYY-MM-DDThh:mm:ssZ.`);
	}
	if (from !== undefined && until !== undefined && from.length !== until.length)
		throw new OaiError('badArgument', 'from and until have different granularities.');
	if (from !== undefined && until !== undefined && from > until) throw new OaiError('badArgument', 'from lies behind until.');
	const first = from === undefined ? '0000' : day.test(from) ? `${from}T00:00:00Z` : from;
	const last = until === undefined ? '9999' : day.test(until) ? `${until}T23:59:59Z` : until;
	return {from: first, until: last};
}
