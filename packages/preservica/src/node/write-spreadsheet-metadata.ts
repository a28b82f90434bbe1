/// <reference types="node" />
import {streamFrom} from '@fonds/core/streams';
import {saveStream} from '@fonds/core/node';
import {mkdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {DisplayOptions} from '../spreadsheets/index-names.ts';
import type {MetadataDocumentsOptions} from '../spreadsheets/metadata-documents.ts';

/** What writing the metadata of a spreadsheet takes. */
export interface WriteSpreadsheetOptions extends MetadataDocumentsOptions, DisplayOptions {
	/** Replace existing files? @default false */
	readonly overwrite?: boolean | undefined;
	/** Ends the work with `signal.reason`; files that are complete stay. */
	readonly signal?: AbortSignal | undefined;
}

/** The files that were written. */
export interface SpreadsheetFiles {
	/** The metadata, one for each row in the order of the file. */
	readonly documents: readonly string[];
	/** `<root>.xsd` */
	readonly schema: string;
	/** `<root>-cmis.xslt` */
	readonly transform: string;
	/** `<root>-index.xml` */
	readonly index: string;
}

/**
 * Writes the metadata of a CSV file into a folder, which is made if need be: one document for each row, the schema, the display transform and
 * the search index. A row whose document
 * would have the name of the index gets another.
 *
 * @throws SdkError with code `file-exists`, `no-space`, `no-directory` or `not-writable`; else what `metadataDocuments` throws.
 */
export async function writeSpreadsheetMetadata(
	csvPath: string,
	folder: string,
	options: WriteSpreadsheetOptions,
): Promise<SpreadsheetFiles> {
	const {overwrite, signal, ...spreadsheet} = options;
	const {displayTransform, metadataDocuments, metadataSchema, searchIndex} = await import('../spreadsheets/index.ts');
	signal?.throwIfAborted();
	const csv = await readFile(csvPath);
	const save = async (name: string, text: string): Promise<string> => {
		const path = join(folder, name);
		await saveStream(path, streamFrom([text]), {signal, overwrite});
		return path;
	};

	const {root} = spreadsheet;
	const texts = [
		await metadataSchema(csv, spreadsheet),
		await displayTransform(csv, spreadsheet),
		await searchIndex(csv, spreadsheet),
	] as const;
	await mkdir(folder, {recursive: true});
	const schema = await save(`${root}.xsd`, texts[0]);
	const transform = await save(`${root}-cmis.xslt`, texts[1]);
	const index = await save(`${root}-index.xml`, texts[2]);
	const documents: string[] = [];
	for await (const {name, xml} of metadataDocuments(csv, {...spreadsheet, reservedNames: [`${root}-index.xml`]})) {
		documents.push(await save(name, xml));
	}
	return {documents, schema, transform, index};
}
