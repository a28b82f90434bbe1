import {beforeAll, describe, expect, it} from 'vitest';
import {install} from '../fixtures/installation.ts';
import type {Installation} from '../fixtures/installation.ts';

let am: Installation;
beforeAll(async () => {
	am = await install();
});

const csv = 'text/csv; charset=utf-8';
const send = (validator: string, body: BodyInit, type = csv) =>
	am.dashboard('POST', `/api/v2beta/validate/${validator}`, {body, headers: {'content-type': type}});
const unexpected = 'Unexepected error in the validation process, see the logs for more details.';

async function result(validator: string, body: BodyInit): Promise<unknown> {
	const answer = await send(validator, body);
	const {valid, reason, message} = await answer.json();
	expect(answer.status).toBe(valid === true ? 200 : 400);
	return valid === true ? 'valid' : valid === false ? reason : message;
}

describe('a request', () => {
	it.each([
		['text/csv; charset=utf-8', true],
		['Text/CSV;charset="utf-8"', true],
		['text/csv; header=present; charset=utf-8', true],
		['text/csv; charset=UTF-8', false],
		['text/csv', false],
		['text/plain; charset=utf-8', false],
		['application/json', false],
	])('of the type %s is looked at: %s', async (type, looked) => {
		const answer = await send('avalon', '', type);
		const expected = looked
			? {valid: false, reason: 'The document is empty.'}
			: {error: true, message: 'Content type should be "text/csv; charset=utf-8"'};
		expect([answer.status, await answer.json()]).toEqual([400, expected]);
		expect(answer.headers.get('x-archivematica-version')).toBe('1.17.0');
	});

	it('names a validator', async () => {
		const answer = await send('tea', '');
		expect([answer.status, await answer.json()]).toEqual([
			404,
			{error: true, message: 'Unknown validator. Accepted values: avalon,rights'},
		]);
	});

	it('is UTF-8', async () => {
		expect(await result('rights', Uint8Array.of(0x66, 0xff))).toBe(unexpected);
	});
});

describe('an Avalon manifest', () => {
	const good = ['Batch,archivist@example.com', 'Title,Date Issued,File,Label', 'Song,1970,songs/a.mp3,A'];
	const with2 = (headers: string, row: string) => [good[0], headers, row].join('\n');

	it.each([
		['', 'The document is empty.'],
		['Batch,a\nTitle', 'The document is incomplete.'],
		[good.join('\n'), 'valid'],
		[good.join('\r\n'), 'valid'],
		[['Batch,', good[1], good[2]].join('\n'), 'Administrative data must include reference name and author.'],
		[[',a', good[1], good[2]].join('\n'), 'Administrative data must include reference name and author.'],
		[['Batch', good[1], good[2]].join('\n'), unexpected],
		[with2('Title, Date Issued,File', 'a,b,c'), 'Header fields cannot have leading or trailing blanks. Invalid field:  Date Issued'],
		[with2('Title ,Date Issued,File', 'a,b,c'), 'Header fields cannot have leading or trailing blanks. Invalid field: Title '],
		[with2('Title,Date Issued,File,Tea,Milk', 'a,b,c,d,e'), 'Manifest includes invalid metadata field(s). Invalid field(s): Tea,Milk'],
		[
			with2('Title,Title,Abstract,Abstract,Date Issued,File', 'a,b,c,d,e,f'),
			'A non-repeatable header field is repeated. Repeating field(s): Title,Abstract',
		],
		[with2('Title,Date Issued,File,Creator,Creator', 'a,b,c,d,e'), 'valid'],
		[with2('Title,Date Issued', 'a,b'), 'One of the required headers is missing: Title, Date Issued, File.'],
		[with2('Date Issued,File', 'a,b'), 'One of the required headers is missing: Title, Date Issued, File.'],
		[with2('Bibliographic ID', '1'), 'valid'],
		[with2('Bibliographic ID,Other Identifier Type', '1,2'), 'Other Identifier Type field missing its required pair.'],
		[with2('Bibliographic ID,Related Item Label', '1,2'), 'Related Item Label field missing its required pair.'],
		[with2('Bibliographic ID,Note Type', '1,2'), 'Note Type field missing its required pair.'],
		[with2('Bibliographic ID,Note Type,Note', '1,2,3'), 'valid'],
		[with2('Title,Date Issued,File', 'a,b,song.one.mp3'), 'Filepath song.one.mp3 contains more than one period.'],
		[with2('Title,Date Issued,File', 'a,b,song.high.mp3'), 'valid'],
		[with2('Title,Date Issued,File', 'a,b,song.medium.mp3'), 'valid'],
		[with2('Title,Date Issued,File', 'a,b,song.low'), 'valid'],
		[with2('Title,Date Issued,File', 'a,b,song.lower.mp3'), 'valid'],
		[with2('Title,Date Issued,File,File', 'a,b,song.mp3,a.b.c'), 'Filepath a.b.c contains more than one period.'],
		[with2('Title,Date Issued,File,Publish', 'a,b,c,yes'), 'valid'],
		[with2('Title,Date Issued,File,Publish,Hidden', 'a,b,c,,no'), 'valid'],
		[with2('Title,Date Issued,File,Publish,Hidden', 'a,b,c,YES,No'), 'valid'],
		[with2('Title,Date Issued,File,Hidden', 'a,b,c,maybe'), 'Publish/Hidden fields must have boolean value (yes or no). Value is maybe'],
		[with2('Title,Date Issued,File', 'a,b'), unexpected],
		[with2('Title,Date Issued,File', 'a,b,c\n'), 'valid'],
		[with2('Title,Date Issued,File', 'a,b,c\n\n'), unexpected],
		[with2('Title,Date Issued,File', '"a, b","c\nd",e'), 'valid'],
	])('%j is judged: %s', async (body, expected) => {
		expect(await result('avalon', body)).toBe(expected);
	});

	it('with an empty header shifts what is behind it', async () => {
		expect(await result('avalon', with2('Title,,Date Issued,File', 'a.b.c,x.y.z,1970,p.q.r'))).toBe('valid');
		expect(await result('avalon', with2('Title,,Date Issued,File', 'a,b,x.y.z,d'))).toBe('Filepath x.y.z contains more than one period.');
	});
});

describe('a rights file', () => {
	const columns =
		'file,basis,status,jurisdiction,terms,citation,grant_act,grant_restriction,grant_start_date,grant_end_date,grant_note,doc_id_type,doc_id_value,doc_id_role';
	const row = (cells: Readonly<Record<string, string>>) =>
		`${columns}\n${columns
			.split(',')
			.map(column => cells[column] ?? '')
			.join(',')}`;

	it.each([
		['', 'The document is empty.'],
		['file,basis', 'The document is incomplete.'],
		['file, basis\na,b', 'Columns cannot have leading or trailing blanks. Invalid column:  basis'],
		['file,basis,tea,milk\na,b,c,d', 'Invalid column(s) found: tea,milk'],
		['file,status\na,b', 'One of the required columns is missing: file, basis'],
		['basis\na', 'One of the required columns is missing: file, basis'],
		['file,basis\na,', 'No basis specified.'],
		['file,basis\na,license', unexpected],
		['file,basis\na', unexpected],
		[row({file: 'a'}), 'No basis specified.'],
		[row({basis: 'license'}), 'valid'],
		[row({basis: 'copyright', jurisdiction: 'ca'}), 'No copyright status specified for copyright basis.'],
		[row({basis: 'copyright', status: 'copyrighted'}), 'No jurisdiction specified for copyright basis.'],
		[
			row({basis: 'copyright', status: 'copyrighted', jurisdiction: 'ca', terms: 'x'}),
			'Copyright row contains fields that cannot pertain to copyright basis.',
		],
		[
			row({basis: 'copyright', status: 'copyrighted', jurisdiction: 'ca', citation: 'x'}),
			'Copyright row contains fields that cannot pertain to copyright basis.',
		],
		[row({basis: 'copyright', status: 'copyrighted', jurisdiction: 'ca'}), 'valid'],
		[row({basis: 'statute', jurisdiction: 'ca'}), 'No statute citation specified for statute basis.'],
		[row({basis: 'statute', citation: 'x'}), 'No jurisdiction specified for statute basis.'],
		[
			row({basis: 'statute', citation: 'x', jurisdiction: 'ca', status: 'y'}),
			'Statute row contains fields that cannot pertain to statute basis.',
		],
		[
			row({basis: 'statute', citation: 'x', jurisdiction: 'ca', terms: 'y'}),
			'Statute row contains fields that cannot pertain to statute basis.',
		],
		[row({basis: 'statute', citation: 'x', jurisdiction: 'ca'}), 'valid'],
		[row({basis: 'donor', doc_id_role: 'x'}), 'Documentation identifier type and value are required.'],
		[row({basis: 'donor', doc_id_role: 'x', doc_id_value: 'y'}), 'valid'],
		[row({basis: 'donor', doc_id_type: 'x'}), 'valid'],
		[row({basis: 'policy', grant_note: 'x'}), 'No restriction specified.'],
		[
			row({basis: 'policy', grant_restriction: 'sometimes'}),
			"The value of element restriction must be: 'allow', 'disallow', or 'conditional'",
		],
		[row({basis: 'policy', grant_act: 'x', grant_restriction: 'allow'}), 'valid'],
		[row({basis: 'other', grant_act: 'x', grant_restriction: 'conditional'}), 'valid'],
		[row({basis: 'Policy', grant_act: 'x', grant_restriction: 'ALLOW'}), 'valid'],
		[row({basis: 'Copyright', jurisdiction: 'ca'}), 'No copyright status specified for copyright basis.'],
		[row({basis: 'STATUTE', jurisdiction: 'ca'}), 'No statute citation specified for statute basis.'],
		[`${row({basis: 'policy'})}\n,,`, 'No basis specified.'],
	])('%j is judged: %s', async (body, expected) => {
		expect(await result('rights', body)).toBe(expected);
	});
});
