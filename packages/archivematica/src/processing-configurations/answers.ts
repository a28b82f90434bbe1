import {ConfigurationError} from '@fonds/core';
import type {AnswersByLink, UnnamedAnswer} from './processing-choices.ts';
import type {ProcessingPlace, ProcessingQuestion} from './questions.ts';

/** What stands at each workflow link. A link that is missing asks a person. */
type ValuesByLink = ReadonlyMap<string, string>;

/** Any answer to any question. */
type AnyAnswer = string | AnswerAtPlace | AnswersByLink<string>;

type AnswerAtPlace = string | UnnamedAnswer | {readonly location: string};

/**
 * What an answer is at each place of its question.
 *
 * @throws ConfigurationError for an answer that no place offers.
 */
export function valuesOf(question: ProcessingQuestion, answer: AnyAnswer): ValuesByLink {
	if (answer === 'ask') {
		return new Map();
	}
	if (typeof answer === 'object' && 'byLink' in answer) {
		return new Map(Object.entries(answer.byLink).map(([link, each]) => [link, valueAt(question, placeOf(question, link), each)]));
	}
	if (typeof answer === 'string' && question.purpose === undefined) {
		return named(question, answer);
	}
	const [place, another] = question.places;
	if (place === undefined || another !== undefined) {
		throw new ConfigurationError(`'${question.name}' is asked in several places. Give the value for each with byLink.`);
	}
	return new Map([[place.link, valueAt(question, place, answer)]]);
}

/** The answer that has exactly these values, in the simplest form there is for it. */
export function answerOf(question: ProcessingQuestion, values: ValuesByLink): AnyAnswer | undefined {
	const found = question.places.flatMap(({link}) => {
		const value = values.get(link);
		return value === undefined ? [] : [[link, value] as const];
	});
	const [first] = found;
	if (first === undefined) {
		return undefined;
	}
	if (question.purpose !== undefined) {
		return locationOf(first[1], question.purpose);
	}
	const name = answerNames(question).find(candidate => isSame(named(question, candidate), found));
	if (name !== undefined || question.places.length === 1) {
		return name ?? {value: first[1]};
	}
	return {byLink: Object.fromEntries(found.map(([link, value]) => [link, nameAt(placeOf(question, link), value) ?? {value}]))};
}

/** The name of a choice at a place; of those that the form does not offer, too, when asked. */
export function nameAt(place: ProcessingPlace, value: string, isOffered = true): string | undefined {
	const answers = isOffered ? place.answers : (place.lastResorts ?? {});
	return Object.entries(answers).find(([, known]) => known === value)?.[0];
}

/** The address of a location in a configuration: `default` with the purpose, or its UUID. */
export const locationPattern: RegExp = /^\/api\/v2\/location\/(?:default\/([A-Z]{2})|([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}))\/$/;

function named(question: ProcessingQuestion, name: string): ValuesByLink {
	const values = question.places.flatMap(({link, answers}) => (Object.hasOwn(answers, name) ? [[link, answers[name] ?? ''] as const] : []));
	if (values.length === 0) {
		throw new ConfigurationError(
			`${JSON.stringify(name)} is no answer to '${question.name}'. There are: ${[...answerNames(question), 'ask'].join('; ')}.`,
		);
	}
	return new Map(values);
}

function valueAt({name, purpose}: ProcessingQuestion, place: ProcessingPlace, answer: AnswerAtPlace): string {
	if (typeof answer === 'object' && 'value' in answer) {
		return answer.value;
	}
	const value = purpose === undefined ? choiceValue(answer, place) : locationValue(answer, purpose);
	if (value === undefined) {
		throw new ConfigurationError(`${JSON.stringify(answer)} is no answer to '${name}' at “${place.question}” (${place.link}).`);
	}
	return value;
}

function choiceValue(answer: string | {readonly location: string}, {answers}: ProcessingPlace): string | undefined {
	return typeof answer === 'string' && Object.hasOwn(answers, answer) ? answers[answer] : undefined;
}

function locationValue(answer: string | {readonly location: string}, purpose: string): string | undefined {
	const value = `/api/v2/location/${typeof answer === 'string' ? `${answer}/${purpose}` : answer.location.toLowerCase()}/`;
	return locationPattern.test(value) ? value : undefined;
}

function locationOf(value: string, purpose: string): AnyAnswer {
	const [, defaultOf, location] = locationPattern.exec(value) ?? [];
	if (location !== undefined) {
		return {location};
	}
	return defaultOf === purpose ? 'default' : {value};
}

function placeOf({name, places}: ProcessingQuestion, link: string): ProcessingPlace {
	const place = places.find(known => known.link === link);
	if (place === undefined) {
		throw new ConfigurationError(`'${name}' is not asked at ${link}, but at ${places.map(known => known.link).join(', ')}.`);
	}
	return place;
}

function answerNames({places}: ProcessingQuestion): readonly string[] {
	return [...new Set(places.flatMap(({answers}) => Object.keys(answers)))];
}

function isSame(wanted: ValuesByLink, found: readonly (readonly [link: string, value: string])[]): boolean {
	return wanted.size === found.length && found.every(([link, value]) => wanted.get(link) === value);
}
