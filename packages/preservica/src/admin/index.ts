export {Admin} from './admin.ts';
export {Documents, type ReplaceDocumentOptions} from './documents.ts';
export {ReplacementError, type ReplacementErrorOptions} from './replacement-error.ts';
export {type ReplaceSchemaOptions, Schemas} from './schemas.ts';
export {SecurityAdmin} from './security-admin.ts';
export type {
	NewXmlDocument,
	NewXmlSchema,
	NewXmlTransform,
	StoredDocument,
	TransformPurpose,
	Which,
	XmlDocument,
	XmlDocumentType,
	XmlSchema,
	XmlSource,
	XmlSourceOptions,
	XmlTransform,
} from './stored-document.ts';
export {type ReplaceTransformOptions, Transforms} from './transforms.ts';
export type {UserReportOptions} from './user-report.ts';
export type {NewUser, User} from './user.ts';
export {Users} from './users.ts';
