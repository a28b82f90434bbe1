import {element, type XmlElement} from '@fonds/core/xml';
import {sendable} from './sendable.ts';
import type {Columns} from './columns.ts';
import type {ColumnName, ColumnValue, MappedElement, MappedValue, MetadataMapping} from './mapping.ts';
import {attributeKey, languageTag, resolve} from './names.ts';
import type {TableRow, Tell} from './table.ts';

/** What a row becomes. */
export interface MappedRow {
	readonly attributes: readonly (readonly [name: string, value: string])[];
	readonly content: readonly XmlElement[];
}

/** A value, and the column it came from. */
interface Value {
	readonly text: string;
	readonly column: string | undefined;
}

/** Maps one row; what is wrong with it is told. */
export function mapRow(row: TableRow, columns: Columns, mapping: MetadataMapping, tell: Tell): MappedRow {
	const mapper = new RowMapper(row, columns, mapping, tell);
	return {
		attributes: mapper.attributes(mapping),
		content: mapping.content.flatMap(item => mapper.elements(item, undefined).elements),
	};
}

/** Elements, and whether a column gave them something. */
interface Made {
	readonly elements: readonly XmlElement[];
	readonly isFilled: boolean;
}

class RowMapper {
	readonly #row: TableRow;
	readonly #columns: Columns;
	readonly #mapping: MetadataMapping;
	readonly #tell: Tell;

	constructor(row: TableRow, columns: Columns, mapping: MetadataMapping, tell: Tell) {
		this.#row = row;
		this.#columns = columns;
		this.#mapping = mapping;
		this.#tell = tell;
	}

	elements(item: MappedElement, given: Value | undefined): Made {
		if (item.value !== undefined) {
			return {elements: [this.#wrap(item, item.value)], isFilled: false};
		}
		const values = item.column === undefined ? given && [given] : this.#values(item, item.column);
		this.#check(item, values ?? []);
		if (item.content === undefined) {
			return {elements: (values ?? []).map(({text}) => this.#wrap(item, text)), isFilled: (values ?? []).length > 0};
		}
		const groups = (item.column === undefined ? [given] : (values ?? [])).map(value => this.#group(item.content!, value));
		const kept = groups.filter(({isFilled}) => isFilled);
		if (item.required === true && item.column === undefined && kept.length === 0) {
			const message = `Row ${this.#row.row} has nothing for ${item.element}, which has to be there.`;
			this.#tell({code: 'value-missing', severity: 'error', row: this.#row.row, message});
		}
		return {elements: kept.map(({elements}) => this.#wrap(item, elements)), isFilled: kept.length > 0};
	}

	attributes({attributes = {}, language}: Pick<MappedElement, 'attributes' | 'language'>): readonly (readonly [string, string])[] {
		const all: readonly (readonly [string, MappedValue])[] = [
			...Object.entries(attributes),
			...(language === undefined ? [] : [['xml:lang', language] as const]),
		];
		return all.flatMap(([name, value]) => {
			const text = typeof value === 'string' ? value : this.#attribute(name, value);
			return text === undefined ? [] : [[name, text] as const];
		});
	}

	#attribute(
		name: string,
		{column, otherwise, oneOf, pattern = name === 'xml:lang' ? languageTag : undefined}: ColumnValue,
	): string | undefined {
		const values = this.#cells(column);
		this.#checkPattern(name, values[0], pattern);
		this.#check({element: `the attribute ${name}`, column, repeated: false, oneOf}, values);
		return values[0]?.text ?? otherwise;
	}

	/** An element that is given a value passes it on to those that have none of their own. */
	#group(content: readonly MappedElement[], given: Value | undefined): Made {
		const made = content.map(inner => this.elements(inner, given));
		return {elements: made.flatMap(({elements}) => elements), isFilled: made.some(({isFilled}) => isFilled)};
	}

	/** The elements of the path, the attributes being those of the last one. */
	#wrap({element: path, ...item}: MappedElement, content: string | readonly XmlElement[]): XmlElement {
		const names = path.split('/').map(name => resolve(name, this.#mapping));
		const attributes = this.attributes(item).map(([name, value]) => [attributeKey(name, this.#mapping), value] as const);
		const last = names.pop()!;
		let made = element(last.namespace, last.name, content, Object.fromEntries(attributes));
		for (const {namespace, name} of names.toReversed()) {
			made = element(namespace, name, [made]);
		}
		return made;
	}

	#values({separator}: MappedElement, column: ColumnName): readonly Value[] {
		const cells = this.#cells(column);
		return separator === undefined
			? cells
			: cells.flatMap(cell =>
					cell.text
						.split(separator)
						.map(text => ({text: text.trim(), column: cell.column}))
						.filter(({text}) => text !== ''),
				);
	}

	/** The cells of a column that are not empty, without blanks around them. */
	#cells(column: ColumnName): readonly Value[] {
		return this.#columns.take(column).flatMap(index => {
			const text = this.#row.cells[index]?.trim() ?? '';
			return text === '' ? [] : [{text: this.#sendable(text, index), column: this.#columns.name(index)}];
		});
	}

	#sendable(text: string, index: number): string {
		const {row} = this.#row;
		const {clean, problem} = sendable(text);
		if (problem !== undefined) {
			const column = this.#columns.name(index);
			const message = `Row ${row} holds the character ${problem} in the column "${column}", which XML cannot hold. Delete it.`;
			this.#tell({code: 'character', severity: 'error', row, column, message});
		}
		return clean;
	}

	#checkPattern(name: string, value: Value | undefined, pattern: RegExp | undefined): void {
		if (
			value !== undefined &&
			pattern !== undefined &&
			!new RegExp(`^(?:${pattern.source})$`, pattern.flags.replace(/[gy]/g, '')).test(value.text)
		) {
			const {row} = this.#row;
			const message = `Row ${row} has ${JSON.stringify(value.text)} in the column "${value.column}", which the attribute ${name} cannot be.`;
			this.#tell({code: 'value-malformed', severity: 'error', row, column: value.column, message});
		}
	}

	#check({element: path, column, repeated, required, oneOf}: MappedElement, values: readonly Value[]): void {
		const {row} = this.#row;
		const name = values[0]?.column ?? (column === undefined ? undefined : [column].flat()[0]);
		const at = {severity: 'error', row, ...(name !== undefined && {column: name})} as const;
		if (required === true && column !== undefined && values.length === 0 && this.#columns.find(column).length > 0) {
			this.#tell({code: 'value-missing', ...at, message: `Row ${row} has nothing in the column "${name}", which ${path} needs.`});
		}
		if (repeated === false && values.length > 1) {
			this.#tell({code: 'value-repeated', ...at, message: `Row ${row} has ${values.length} values for ${path}, which may be there once.`});
		}
		for (const {text} of oneOf === undefined ? [] : values) {
			if (!oneOf!.includes(text)) {
				const message = `Row ${row} has ${JSON.stringify(text)} in the column "${name}"; ${path} takes ${oneOf!.join(', ')}.`;
				this.#tell({code: 'value-unknown', ...at, message});
			}
		}
	}
}
