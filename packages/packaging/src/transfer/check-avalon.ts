import {hasBlanks, tellShortRows, type CsvRule, type TellCsv} from './csv-rules.ts';

const known: ReadonlySet<string> = new Set(
	`Bibliographic ID|Bibliographic ID Label|Other Identifier|Other Identifier Type|Title|Creator|Contributor|Genre|Publisher|Date Created|Date Issued|Abstract|Language|Physical Description|Related Item URL|Related Item Label|Topical Subject|Geographic Subject|Temporal Subject|Terms of Use|Table of Contents|Statement of Responsibility|Note|Note Type|Publish|Hidden|File|Label|Offset|Skip Transcoding|Absolute Location|Date Ingested`.split(
		'|',
	),
);

const once: ReadonlySet<string> = new Set(
	'Bibliographic ID|Bibliographic ID Label|Title|Date Created|Date Issued|Abstract|Physical Description|Terms of Use'.split('|'),
);

/** Headers that need another one. */
const pairs = [
	['Other Identifier Type', 'Other Identifier'],
	['Related Item Label', 'Related Item URL'],
	['Note Type', 'Note'],
] as const;

/** The rules of Archivematica's validator `avalon` for manifests of Avalon Media System, in its order and with its reasons. */
export const checkAvalon: CsvRule = (rows, tell) => {
	if (rows.length < 3) {
		tell('too-few-rows', rows.length === 0 ? 'The document is empty.' : 'The document is incomplete.');
		return;
	}
	const [first, second, ...data] = rows;
	if (!first?.cells[0] || !first.cells[1]) {
		tell('administrative-data', 'Administrative data must include reference name and author.', first?.row);
	}
	const headers = second!.cells.filter(header => header !== '');
	checkHeaders(headers, (code, reason, _, column) => tell(code, reason, second!.row, column));
	tellShortRows(data, headers.length, tell);
	for (const {row, cells} of data) {
		for (const path of valuesOf(headers, cells, ['File'])) {
			if (path.split('.').length > 2 && !/\.high\.|\.medium\.|\.low/.test(path)) {
				tell('file-periods', `Filepath ${path} contains more than one period.`, row, 'File');
			}
		}
	}
	for (const {row, cells} of data) {
		for (const value of valuesOf(headers, cells, ['Publish', 'Hidden'])) {
			if (!['', 'yes', 'no'].includes(value.toLowerCase())) {
				tell('not-a-switch', `Publish/Hidden fields must have boolean value (yes or no). Value is ${value}`, row);
			}
		}
	}
};

function checkHeaders(headers: readonly string[], tell: TellCsv): void {
	for (const header of headers.filter(name => hasBlanks(name))) {
		tell('column-blanks', `Header fields cannot have leading or trailing blanks. Invalid field: ${header}`, undefined, header);
	}
	const unknown = headers.filter(header => !known.has(header));
	if (unknown.some(header => !hasBlanks(header))) {
		tell('column-unknown', `Manifest includes invalid metadata field(s). Invalid field(s): ${unknown.join(',')}`, undefined, unknown[0]);
	}
	const repeated = new Set(headers.filter((header, index) => once.has(header) && headers.indexOf(header) !== index));
	if (repeated.size > 0) {
		const [column] = repeated;
		tell('column-repeated', `A non-repeatable header field is repeated. Repeating field(s): ${[...repeated].join(',')}`, undefined, column);
	}
	if (!headers.includes('Bibliographic ID') && ['Title', 'Date Issued', 'File'].some(header => !headers.includes(header))) {
		tell('column-missing', 'One of the required headers is missing: Title, Date Issued, File.');
	}
	for (const [header, other] of pairs) {
		if (headers.includes(header) && !headers.includes(other)) {
			tell('column-alone', `${header} field missing its required pair.`, undefined, header);
		}
	}
}

function valuesOf(headers: readonly string[], cells: readonly string[], wanted: readonly string[]): readonly string[] {
	return headers.flatMap((header, index) => (wanted.includes(header) ? [cells[index] ?? ''] : []));
}
