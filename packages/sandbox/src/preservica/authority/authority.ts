import type {SandboxContext} from '../../context.ts';
import type {Collection, Index} from '../../store/collection.ts';
import type {JsonObject} from '../json/read-json.ts';
import {asObject, flag, list, optionalText, requiredText} from '../json/read-json.ts';
import {Problem} from '../problem.ts';

/** A column of an authority table. */
export interface AuthorityField {
	readonly name: string;
	readonly type: string;
	readonly displayName: string;
	readonly includeInSummary: boolean;
}

/** A list of terms, people or places. */
export interface AuthorityTable {
	readonly ref: string;
	readonly name: string;
	readonly description?: string | undefined;
	readonly securityDescriptor: string;
	readonly displayField?: string | undefined;
	/** As it was sent. */
	readonly metadataConnections: readonly unknown[];
	readonly fields: readonly AuthorityField[];
}

/** One entry of a table. */
export interface AuthorityRecord {
	readonly ref: string;
	readonly tableRef: string;
	readonly securityDescriptor: string;
	readonly fieldValues: readonly {readonly name: string; readonly value: string | number | boolean | null}[];
}

/** Authority tables and their records. */
export class Authority {
	readonly tables: Collection<AuthorityTable>;
	readonly records: Collection<AuthorityRecord>;
	readonly #byTable: Index<AuthorityRecord>;

	constructor({store}: SandboxContext) {
		this.tables = store.collection('preservica.authority-tables');
		this.records = store.collection('preservica.authority-records');
		this.#byTable = this.records.index(({tableRef}) => [tableRef]);
	}

	recordsOf(table: string): readonly AuthorityRecord[] {
		return this.#byTable.get(table);
	}
}

/** Reads a table that was sent. @throws Problem 400 when it is none. */
export function readTable(body: JsonObject, ref: string): AuthorityTable {
	const fields = list(body, 'fields').map(each => readField(asObject(each, 'Each field')));
	const displayField = optionalText(body, 'displayField');
	if (displayField !== undefined && fields.length > 0 && !fields.some(({name}) => name === displayField))
		throw new Problem(400, `There is no field ${displayField} to be displayed.`);
	return {
		ref,
		name: requiredText(body, 'name'),
		description: optionalText(body, 'description'),
		securityDescriptor: optionalText(body, 'securityDescriptor') ?? 'open',
		displayField,
		metadataConnections: list(body, 'metadataConnections'),
		fields,
	};
}

/** Reads a record that was sent. @throws Problem 400 when it is none, or has a value for a field that the table does not have. */
export function readRecord(body: JsonObject, ref: string, table: AuthorityTable): AuthorityRecord {
	const fieldValues = list(body, 'fieldValues').map(each => {
		const item = asObject(each, 'Each of fieldValues');
		const name = requiredText(item, 'name');
		const value = item['value'] ?? null;
		if (value !== null && typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
			throw new Problem(400, `The value of ${name} must be a text, a number or a flag.`);
		if (table.fields.length > 0 && !table.fields.some(field => field.name.toLowerCase() === name.toLowerCase()))
			throw new Problem(400, `The table ${table.name} has no field ${name}.`);
		return {name, value};
	});
	return {ref, tableRef: table.ref, securityDescriptor: optionalText(body, 'securityDescriptor') ?? 'open', fieldValues};
}

function readField(field: JsonObject): AuthorityField {
	const name = requiredText(field, 'name');
	return {
		name,
		type: optionalText(field, 'type') ?? 'ShortText',
		displayName: optionalText(field, 'displayName') ?? name,
		includeInSummary: flag(field, 'includeInSummary', false),
	};
}
