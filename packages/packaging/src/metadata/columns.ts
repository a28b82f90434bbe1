import type {Finding} from '../findings/finding.ts';
import type {ColumnName, MappedElement, MetadataMapping} from './mapping.ts';
import {columnName, type Table} from './table.ts';

/** The columns of a table by their names, and which of them were asked for. */
export class Columns {
	readonly #header: readonly string[];
	readonly #byName = new Map<string, number[]>();
	readonly #used = new Set<number>();
	/** By the mapping's own names: every row asks for the same. */
	readonly #found = new Map<ColumnName, readonly number[]>();

	constructor(header: readonly string[]) {
		this.#header = header;
		for (const [index, name] of header.entries()) {
			const key = keyOf(name);
			this.#byName.set(key, [...(this.#byName.get(key) ?? []), index]);
		}
	}

	/** Columns of these names, in the order of the table. */
	find(name: ColumnName): readonly number[] {
		const known = this.#found.get(name) ?? this.#search(name);
		this.#found.set(name, known);
		return known;
	}

	#search(name: ColumnName): readonly number[] {
		const names = typeof name === 'string' ? [name] : name;
		const found = new Set(names.flatMap(item => this.#byName.get(keyOf(item)) ?? []));
		return [...found].toSorted((a, b) => a - b);
	}

	/** Likewise, and they are not unused any more. */
	take(name: ColumnName): readonly number[] {
		const found = this.find(name);
		this.mark(found);
		return found;
	}

	mark(indexes: readonly number[]): void {
		for (const index of indexes) {
			this.#used.add(index);
		}
	}

	/** What a finding calls a column. */
	name(index: number): string {
		return columnName(this.#header, index);
	}

	/** Columns that every row has to have, and that are not there. */
	missing(mapping: MetadataMapping): readonly Finding[] {
		return requiredColumns(mapping.content)
			.filter(name => this.find(name).length === 0)
			.map(name => {
				const column = [name].flat()[0];
				const message = `${mapping.name} needs a column ${[name]
					.flat()
					.map(item => JSON.stringify(item))
					.join(' or ')}.`;
				return {code: 'column-missing', severity: 'error', row: 1, column, message};
			});
	}

	/** Columns with something in them that no element took. */
	unused({rows}: Table): readonly Finding[] {
		const left = this.#header.map((_, index) => index).filter(index => !this.#used.has(index));
		return left.flatMap(index => {
			const filled = rows.find(({cells}) => cells[index]?.trim() !== '');
			const column = this.name(index);
			const message = `Nothing takes what is in the column "${column}"; the first is in row ${filled?.row}.`;
			return filled === undefined ? [] : [{code: 'column-unused', severity: 'warning', column, message}];
		});
	}
}

function requiredColumns(content: readonly MappedElement[]): readonly ColumnName[] {
	return content.flatMap(item => [
		...(item.required === true && item.column !== undefined ? [item.column] : []),
		...requiredColumns(item.content ?? []),
	]);
}

function keyOf(name: string): string {
	return name.trim().normalize('NFC').toLowerCase();
}
