import {DecodeError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {
	checkProcessingConfiguration,
	type ProcessingChoices,
	processingQuestions,
	readProcessingConfiguration,
	writeProcessingConfiguration,
} from './index.ts';

const first = Object.fromEntries(
	processingQuestions.map(({name, places}) => [name, Object.keys(places[0]?.answers ?? {})[0] ?? 'default']),
) as ProcessingChoices;

/** Every question has an answer everywhere. */
const complete: ProcessingChoices = {...first, normalize: 'Do not normalize'};
const whole = writeProcessingConfiguration(complete);
const summary = (xml: string) => checkProcessingConfiguration(xml).map(({severity, code, path}) => [severity, code, path]);
const replaced = (value: string, by: string) => {
	expect(whole).toContain(value);
	return whole.replace(value, by);
};

it('finds nothing where every question is answered', () => {
	expect(checkProcessingConfiguration(whole)).toEqual([]);
	expect(checkProcessingConfiguration(readProcessingConfiguration(whole))).toEqual([]);
});

it('says where a unit will wait, and what it will be asked', () => {
	expect(checkProcessingConfiguration(writeProcessingConfiguration({...complete, createSip: 'ask'}))).toEqual([
		{
			severity: 'warning',
			code: 'waits-for-a-person',
			path: 'bb194013-597c-4e4a-8493-b36d190f8717',
			message: 'The unit will wait for a person at “Create SIP(s)” (Create SIP from Transfer), if it gets there.',
		},
	]);
});

it('finds a question in every place that asks it', () => {
	const codes = checkProcessingConfiguration('<processingMCP/>').map(({code}) => code);
	expect(codes).toEqual(Array.from({length: 32}, () => 'waits-for-a-person'));
	const preservationAndAccess = writeProcessingConfiguration({...complete, normalize: 'Normalize for preservation and access'});
	expect(summary(preservationAndAccess)).toEqual([['warning', 'waits-for-a-person', '7509e7dc-1e1b-4dce-8d21-e130515fce73']]);
});

describe('an entry that looks wrong', () => {
	const storeAip = '2d32235c-02d4-4686-88a6-96f4d6c7b1c3';
	const extra = (link: string, value: string) =>
		whole.replace(
			'  </preconfiguredChoices>',
			`<!-- Extra --><preconfiguredChoice><appliesTo>${link}</appliesTo><goToChain>${value}</goToChain></preconfiguredChoice></preconfiguredChoices>`,
		);

	it.each([
		['an unknown link', extra('755b4177', 'x'), ['warning', 'unknown-question', '755b4177'], '"755b4177", which the file calls “Extra”'],
		[
			'an unknown value',
			replaced('9efab23c-31dc-4cbd-a39d-bb1665460cbe', 'x'),
			['warning', 'unknown-answer', storeAip],
			'"x" is no answer',
		],
		[
			'what only a person can answer',
			replaced('9efab23c-31dc-4cbd-a39d-bb1665460cbe', '433f4e6b-1ef4-49f8-b1e4-49693791a806'),
			['warning', 'not-offered', storeAip],
			'“Store AIP” is answered “Reject AIP”',
		],
		[
			'the default of another purpose',
			replaced('/default/AS/', '/default/DS/'),
			['error', 'wrong-location', 'b320ce81-9982-408a-9502-097d0daa48fa'],
			'no location of the purpose AS',
		],
		[
			'a location that is none',
			replaced('/api/v2/location/default/DS/', '/api/v2/location/attic/'),
			['error', 'wrong-location', 'cd844b6e-ab3c-4bc6-b34f-7103f88715de'],
			'"/api/v2/location/attic/" is no location of the purpose DS',
		],
		['a second, different answer', extra(storeAip, '9efab23c'), ['warning', 'unknown-answer', storeAip], '"9efab23c" is no answer'],
	])('%s', (_, xml, expected, message) => {
		const [finding] = checkProcessingConfiguration(xml);
		expect([finding?.severity, finding?.code, finding?.path]).toEqual(expected);
		expect(finding?.message).toContain(message);
	});

	it('is told once for each link, with what the repetition means', () => {
		expect(summary(extra(storeAip, 'x'))).toEqual([
			['warning', 'unknown-answer', storeAip],
			['warning', 'answered-twice', storeAip],
		]);
		expect(summary(extra(storeAip, '9efab23c-31dc-4cbd-a39d-bb1665460cbe'))).toEqual([]);
		expect(checkProcessingConfiguration(extra(storeAip, 'x')).at(-1)?.message).toBe(
			'“Store AIP” is answered twice, differently. The last answer counts.',
		);
	});
});

it('takes a location by its UUID', () => {
	expect(summary(replaced('/api/v2/location/default/AS/', '/api/v2/location/7f0b2d3c-1111-4222-8333-444455556666/'))).toEqual([]);
});

it('is for configurations', () => {
	expect(() => checkProcessingConfiguration('<mets/>')).toThrow(DecodeError);
});
