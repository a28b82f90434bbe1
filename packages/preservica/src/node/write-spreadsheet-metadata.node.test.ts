import {isSdkError} from '@fonds/core';
import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {SpreadsheetError} from '../spreadsheets/index.ts';
import {writeSpreadsheetMetadata} from './write-spreadsheet-metadata.ts';

let folder = '';
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'fonds-spreadsheet-'));
});
afterAll(() => rm(folder, {recursive: true}));

const options = {namespace: 'urn:letter', root: 'letter'};

it('a spreadsheet becomes its documents, schema, transform and index', async () => {
	const source = join(folder, 'letters.csv');
	const target = join(folder, 'new/metadata');
	await writeFile(source, '\ufefffilename;Date\nletter-index;1850\nB;1851\n');
	const files = await writeSpreadsheetMetadata(source, target, options);
	expect(files).toEqual({
		documents: [join(target, 'letter-index (2).xml'), join(target, 'B.xml')],
		schema: join(target, 'letter.xsd'),
		transform: join(target, 'letter-cmis.xslt'),
		index: join(target, 'letter-index.xml'),
	});
	expect(await readFile(files.documents[1]!, 'utf8')).toContain('<filename>B</filename><Date>1851</Date>');
	expect(await readFile(files.schema, 'utf8')).toContain('targetNamespace="urn:letter"');
	expect(await readFile(files.transform, 'utf8')).toContain('<name>Date</name>');
	expect(await readFile(files.index, 'utf8')).toContain('indexName="Date"');

	await expect(writeSpreadsheetMetadata(source, target, options)).rejects.toSatisfy(error => isSdkError(error, 'file-exists'));
	expect(await writeSpreadsheetMetadata(source, target, {...options, overwrite: true})).toEqual(files);
});

it('headers that are refused, and an abort, leave no file', async () => {
	const source = join(folder, 'bad.csv');
	const target = join(folder, 'none');
	await writeFile(source, 'filename,1st\na,b\n');
	await expect(writeSpreadsheetMetadata(source, target, options)).rejects.toThrow(SpreadsheetError);
	const signal = AbortSignal.abort(new Error('enough'));
	await expect(writeSpreadsheetMetadata(source, target, {...options, mend: true, signal})).rejects.toThrow('enough');
	expect(await readdir(folder)).not.toContain('none');
});
