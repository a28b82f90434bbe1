import {locationPattern, nameAt} from './answers.ts';
import type {ProcessingConfiguration, ProcessingEntry} from './processing-configuration.ts';
import {readProcessingConfiguration} from './processing-configuration-xml.ts';
import {processingQuestions, questionAt} from './questions.ts';
import type {ProcessingPlace} from './questions.ts';

/** What can be said of a processing configuration. */
export type ProcessingFindingCode =
	| 'waits-for-a-person'
	| 'wrong-location'
	| 'not-offered'
	| 'unknown-answer'
	| 'unknown-question'
	| 'answered-twice';

/** One thing about a processing configuration that is worth a look. */
export interface ProcessingFinding {
	/** An `error` cannot be meant; a `warning` may be. */
	readonly severity: 'error' | 'warning';
	readonly code: ProcessingFindingCode;
	/** The workflow link it is about. */
	readonly path: string;
	/** A sentence. */
	readonly message: string;
}

/**
 * Says which questions will stop a unit, and which entries look wrong. What is wrong is in the findings, of which there are none for a
 * configuration that runs without a person, as far as this package knows the workflow (reference 4.8, appendix F).
 *
 * @param configuration - What was read, or the XML.
 * @throws DecodeError when the XML is no processing configuration.
 */
export function checkProcessingConfiguration(configuration: ProcessingConfiguration | string): readonly ProcessingFinding[] {
	const {entries} = typeof configuration === 'string' ? readProcessingConfiguration(configuration) : configuration;
	const inForce = new Map(entries.map(entry => [entry.link, entry]));
	return [
		...processingQuestions.flatMap(({places}) => places.filter(({link}) => !inForce.has(link)).map(place => waits(place))),
		...[...inForce.values()].flatMap(entry => [checkEntry(entry), checkRepetition(entry, entries)]),
	].filter(finding => finding !== undefined);
}

function waits({link, question, microservice}: ProcessingPlace): ProcessingFinding {
	const message = `The unit will wait for a person at “${question}” (${microservice}), if it gets there.`;
	return {severity: 'warning', code: 'waits-for-a-person', path: link, message};
}

function checkEntry({link, value, comment}: ProcessingEntry): ProcessingFinding | undefined {
	const known = questionAt(link);
	if (known === undefined) {
		const says = comment === undefined ? '' : `, which the file calls “${comment}”`;
		return warning(
			'unknown-question',
			link,
			`${JSON.stringify(link)}${says}, is no question known here. A release without it ignores the answer.`,
		);
	}
	const {place, question} = known;
	if (question.purpose !== undefined) {
		return checkLocation(value, question.purpose, place);
	}
	if (nameAt(place, value) !== undefined) {
		return undefined;
	}
	const lastResort = nameAt(place, value, false);
	return lastResort === undefined
		? warning('unknown-answer', link, `${JSON.stringify(value)} is no answer known here to “${place.question}”.`)
		: warning('not-offered', link, `“${place.question}” is answered “${lastResort}”, which Archivematica's form does not offer.`);
}

function checkLocation(value: string, purpose: string, {link, question}: ProcessingPlace): ProcessingFinding | undefined {
	const [address, defaultOf] = locationPattern.exec(value) ?? [];
	if (address !== undefined && (defaultOf === undefined || defaultOf === purpose)) {
		return undefined;
	}
	const message = `${JSON.stringify(value)} is no location of the purpose ${purpose}, which “${question}” asks for.`;
	return {severity: 'error', code: 'wrong-location', path: link, message};
}

function checkRepetition({link, question, value}: ProcessingEntry, entries: readonly ProcessingEntry[]): ProcessingFinding | undefined {
	return entries.some(entry => entry.link === link && entry.value !== value)
		? warning(
				'answered-twice',
				link,
				`${question === undefined ? link : `“${question}”`} is answered twice, differently. The last answer counts.`,
			)
		: undefined;
}

function warning(code: ProcessingFindingCode, path: string, message: string): ProcessingFinding {
	return {severity: 'warning', code, path, message};
}
