import type {SandboxContext} from '../../context.ts';
import type {Collection} from '../../store/collection.ts';
import type {JsonObject} from '../json/read-json.ts';
import type {MetadataGroup} from './metadata-group.ts';

/** A form, whose content the server keeps as it is. */
export interface MetadataForm {
	readonly id: string;
	readonly document: JsonObject;
}

/** Groups of fields, and forms. */
export class MetadataForms {
	readonly groups: Collection<MetadataGroup>;
	readonly forms: Collection<MetadataForm>;

	constructor({store}: SandboxContext) {
		this.groups = store.collection('preservica.metadata-groups');
		this.forms = store.collection('preservica.metadata-forms');
	}
}

const accession = 'http://www.preservica.com/metadata/group/accession';

/** The group of a new tenancy. */
export const firstGroup: MetadataGroup = {
	id: '9a0364b9e99bb480dd25e1f0284c8555',
	name: 'Accession',
	description: 'Accession details',
	schemaUri: accession,
	fields: [
		{
			id: 'source',
			name: 'Source',
			type: 'STRING',
			minOccurs: 0,
			maxOccurs: 1,
			visible: true,
			editable: true,
			values: ['Gift', 'Deposit'],
			defaultValue: 'Gift',
			indexed: true,
		},
		{
			id: 'received',
			name: 'Received',
			type: 'DATE',
			minOccurs: 1,
			maxOccurs: 1,
			visible: true,
			editable: true,
			defaultValue: '',
			indexed: true,
		},
	],
};

/** The form of a new tenancy. */
export const firstForm: MetadataForm = {
	id: '1b7e2c4d5f60718293a4b5c6d7e8f901',
	document: {title: 'Accession', description: 'What came in, and from whom', schemaUri: accession},
};
