export {Forms, type FormsOptions} from './forms.ts';
export type {MetadataForm, NewMetadataForm} from './metadata-form.ts';
export type {
	GroupField,
	GroupFieldChange,
	GroupFieldProperties,
	GroupFieldType,
	MetadataGroup,
	MetadataGroupChange,
	NewGroupField,
	NewMetadataGroup,
} from './metadata-group.ts';
