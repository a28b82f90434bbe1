import {ConfigurationError} from '@fonds/core';
import {randomUuid} from '../http/random-uuid.ts';
import type {PremisIdentifier} from '../mets/premis.ts';

/** A PREMIS element in the form the Storage Service takes: its name, attributes, and what is in it (reference 3.6). */
export type PremisElement = readonly [name: string, ...content: (Readonly<Record<string, string>> | string | PremisElement)[]];

/** An event in the life of a package that is to be stored. */
export interface NewPremisEvent {
	/** @default a new UUID */
	readonly identifier?: PremisIdentifier | undefined;
	/** Such as `compression`. */
	readonly type: string;
	/** ISO 8601. */
	readonly date: string;
	/** Such as `program="7z"; version="16.02"; algorithm="bzip2"`. */
	readonly detail?: string | undefined;
	/** Such as `success`. */
	readonly outcome?: string | undefined;
	readonly outcomeNote?: string | undefined;
	/** Who did it: identifiers of agents. */
	readonly agents?: readonly PremisIdentifier[] | undefined;
}

/** Somebody or something that did what an event of a package to be stored tells. */
export interface NewPremisAgent {
	readonly identifier: PremisIdentifier;
	readonly name: string;
	/** Such as `software` or `organization`. */
	readonly type: string;
}

/** What compressed an AIP. */
export interface Compression {
	/** `7z`, `gzip` or `pbzip2`. */
	readonly program: string;
	readonly version: string;
	/** Such as `bzip2`. */
	readonly algorithm: string;
	/** When it was done, in ISO 8601. */
	readonly date: string;
}

/** The event without which the Storage Service cannot make a pointer file of a compressed AIP. */
export function compressionEvent({program, version, algorithm, date}: Compression): NewPremisEvent {
	return {type: 'compression', date, detail: `program="${program}"; version="${version}"; algorithm="${algorithm}"`};
}

const attributes = {
	'xsi:schema_location': 'http://www.loc.gov/premis/v3 http://www.loc.gov/standards/premis/v3/premis.xsd',
	version: '3.0',
};

/** Writes an event. @throws ConfigurationError when it has no type or no date. */
export function encodeEvent(event: NewPremisEvent): PremisElement {
	const {identifier = {type: 'UUID', value: randomUuid()}, type, date, detail, outcome, outcomeNote, agents = []} = event;
	if (type === '' || date === '') {
		throw new ConfigurationError('A PREMIS event needs a type and a date.');
	}
	const hasOutcome = outcome !== undefined || outcomeNote !== undefined;
	return [
		'event',
		attributes,
		encodeIdentifier('event', identifier),
		['event_type', type],
		['event_date_time', date],
		...(detail === undefined ? [] : [['event_detail_information', ['event_detail', detail]] satisfies PremisElement]),
		...(hasOutcome ? [encodeOutcome(outcome, outcomeNote)] : []),
		...agents.map((agent): PremisElement => [
			'linking_agent_identifier',
			['linking_agent_identifier_type', agent.type],
			['linking_agent_identifier_value', agent.value],
		]),
	];
}

/** Writes an agent. */
export function encodeAgent({identifier, name, type}: NewPremisAgent): PremisElement {
	return ['agent', attributes, encodeIdentifier('agent', identifier), ['agent_name', name], ['agent_type', type]];
}

function encodeIdentifier(of: 'event' | 'agent', {type, value}: PremisIdentifier): PremisElement {
	return [`${of}_identifier`, [`${of}_identifier_type`, type], [`${of}_identifier_value`, value]];
}

function encodeOutcome(outcome: string | undefined, note: string | undefined): PremisElement {
	return [
		'event_outcome_information',
		...(outcome === undefined ? [] : [['event_outcome', outcome] satisfies PremisElement]),
		...(note === undefined ? [] : [['event_outcome_detail', ['event_outcome_detail_note', note]] satisfies PremisElement]),
	];
}
