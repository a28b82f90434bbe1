import {DecodeError, NotFoundError} from '@fonds/core';
import {child, namespace, text} from '@fonds/core/xml';
import {expect, it} from 'vitest';
import {connect, entity, fields, io} from './fixtures/answers.ts';

const xip = namespace('http://preservica.com/XIP');
const target = `GET ${io}/a1?expand=structure`;

it('the structure of an asset comes as it was written, and as an element', async () => {
	const body = `<?xml version="1.0"?>\n${entity('InformationObject', fields('a1', {title: 'Été <!-- 1 -->'}), '<!-- all of it -->')}\n`;
	const {entities, asked} = connect({[target]: body});
	const {xml, element} = await entities.structure('a1');
	expect(xml).toBe(body);
	expect(text(child(element, xip('InformationObject')), xip('Title'))).toBe('Été ');
	await entities.structure({type: 'asset', ref: 'a1'});
	expect(asked()).toEqual([target, target]);
});

it.each([
	['an empty answer', '', DecodeError],
	['an answer that is cut off', '<EntityResponse', DecodeError],
	['404', {status: 404}, NotFoundError],
])('the structure of an asset fails clearly with %s', async (_, body, kind) => {
	await expect(connect({[target]: body}).entities.structure('a1')).rejects.toThrow(kind);
});

it('the structure of an asset ends with an abort', async () => {
	const reason = new Error('enough');
	await expect(connect({}).entities.structure('a1', {signal: AbortSignal.abort(reason)})).rejects.toBe(reason);
});
