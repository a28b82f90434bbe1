export type {
	Credentials,
	PasswordCredentials,
	SharedSecretCredentials,
	TokenCredentials,
	TokenFunctionCredentials,
} from './auth/credentials.ts';
export {Session, type SessionOptions} from './auth/session.ts';
export {compareVersions, type Namespaces, requireVersion, type Version} from './auth/version.ts';
export type {AccessCopy} from './bitstreams/access-copy.ts';
export type {BitstreamReference} from './bitstreams/bitstream-address.ts';
export {
	type AccessCopyOptions,
	type AssetFile,
	type AssetFilesOptions,
	Bitstreams,
	type DownloadOptions,
	type IntegrityCheckOptions,
} from './bitstreams/bitstreams.ts';
export type {IntegrityCheck, IntegrityCheckType} from './bitstreams/integrity-check.ts';
export type {NewAccessCopy, NewGeneration} from './entities/content-changes.ts';
export type {ContentStream, SendContentOptions} from './entities/content-source.ts';
export {Entities, type ListOptions, type NewFolder, type ThumbnailOptions, type WalkOptions} from './entities/entities.ts';
export type {
	Asset,
	ContentObject,
	Entity,
	EntityFields,
	EntityReference,
	EntityStub,
	EntityType,
	Folder,
	Fragment,
} from './entities/entity.ts';
export {dcmiRelations} from './entities/dcmi-relations.ts';
export type {ChangedEntity, UnknownEntity} from './entities/entity.ts';
export type {Merge, MergeOfAssets, MergeOfFolder} from './entities/merge.ts';
export type {Identifier, IdentifierMatch, MetadataFragment, NewIdentifier} from './entities/metadata.ts';
export type {
	NewPhysicalAsset,
	ReadMetadataOptions,
	SecurityTagOptions,
	UpdatedSinceOptions,
	WriteMetadataOptions,
} from './entities/options.ts';
export {PartlyDoneError, type PartlyDoneErrorOptions} from './operations/partly-done-error.ts';
export type {NewRelationship, Relationship, RelationshipEnd} from './entities/relationship.ts';
export type {AssetStructure} from './entities/structure.ts';
export type {Bitstream, ContentObjectStub, Format, Generation, Property, Representation, UnknownFixity} from './entities/representation.ts';
export {Preservica, type PreservicaOptions, type RawRequestOptions} from './preservica.ts';
export type {IngestResult, IngestStatus} from './uploads/ingest.ts';
export type {Bucket} from './uploads/listed-bucket.ts';
export {CleaningError} from './uploads/cleaning-error.ts';
export type {CleanedLocation, CleanLocationOptions} from './uploads/clean-location.ts';
export type {UploadCredentials, UploadLocation} from './uploads/location.ts';
export type {StoredObject} from './uploads/location-store.ts';
export type {LocationUpload, LocationUploadOptions} from './uploads/upload-to-location.ts';
export type {UploadSource} from './uploads/upload-source.ts';
export {type ArrivingUpload, type FolderUploadOptions, type UploadOptions, Uploads} from './uploads/uploads.ts';
export {Account, type AccountDetails, type OwnSecurityTag} from './account/account.ts';
export {Admin} from './admin/admin.ts';
export {Documents, type ReplaceDocumentOptions} from './admin/documents.ts';
export {ReplacementError, type ReplacementErrorOptions} from './admin/replacement-error.ts';
export {type ReplaceSchemaOptions, Schemas} from './admin/schemas.ts';
export {SecurityAdmin} from './admin/security-admin.ts';
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
} from './admin/stored-document.ts';
export {type ReplaceTransformOptions, Transforms} from './admin/transforms.ts';
export type {UserReportOptions} from './admin/user-report.ts';
export type {NewUser, User} from './admin/user.ts';
export {Users} from './admin/users.ts';
export {Authorities} from './authorities/authorities.ts';
export type {
	AddedRecord,
	AuthorityField,
	AuthorityRecord,
	AuthorityTable,
	AuthorityValue,
	NewAuthorityField,
	NewAuthorityRecord,
	NewAuthorityTable,
} from './authorities/authority.ts';
export type {ExportCsvOptions} from './authorities/export-csv.ts';
export type {CreatedRow, FailedRow, ImportCsvOptions, ImportedRow, SkippedRow} from './authorities/import-csv.ts';
export {DeletionApproval, type DecisionOptions, type DeletionReview} from './deletions/deletion-approval.ts';
export type {DeletionJob} from './deletions/deletion-job.ts';
export type {DeletableType, DeletionContents, DeletionPlan, DeletionRequest, DeletionResult} from './deletions/deletion.ts';
export {type DeletionPlanOptions, type DeletionRequestOptions, Deletions} from './deletions/deletions.ts';
export type {ArchiveEvent, EventAction, EventType} from './events/event.ts';
export {type AllEventsOptions, type EventListOptions, Events} from './events/events.ts';
export type {ExportResult} from './exports/export-job.ts';
export {type ExportDownloadOptions, type ExportOptions, Exports} from './exports/exports.ts';
export {Forms, type FormsOptions} from './forms/forms.ts';
export type {MetadataForm, NewMetadataForm} from './forms/metadata-form.ts';
export type {
	GroupField,
	GroupFieldChange,
	GroupFieldProperties,
	GroupFieldType,
	MetadataGroup,
	MetadataGroupChange,
	NewGroupField,
	NewMetadataGroup,
} from './forms/metadata-group.ts';
export type {
	MessageStatus,
	Monitor,
	MonitorCategory,
	MonitorMessage,
	MonitorMessagesOptions,
	MonitorProgress,
	MonitorReference,
	MonitorsOptions,
	MonitorStatus,
} from './monitors/monitor.ts';
export {Monitors} from './monitors/monitors.ts';
export {Harvest, type HarvestOptions, type HarvestPage} from './oai-pmh/harvest.ts';
export {type OaiCondition, type OaiErrorCode, OaiPmhError} from './oai-pmh/oai-pmh-error.ts';
export {type HarvestSelection, type OaiFormatsOptions, OaiPmh, type OaiRecordOptions, type OaiSetsOptions} from './oai-pmh/oai-pmh.ts';
export type {OaiHeader, OaiMetadataFormat, OaiRecord, OaiRepository, OaiSet} from './oai-pmh/oai-record.ts';
export {Operations} from './operations/operations.ts';
export type {IngestProcess} from './processes/process.ts';
export {type IngestProcessesOptions, Processes} from './processes/processes.ts';
export {RegistryCollection, type RegistryItem, type RegistryPlace} from './registry/registry-collection.ts';
export {Registry, type RegistryOptions} from './registry/registry.ts';
export {Rendering, type ViewerLink} from './rendering/rendering.ts';
export type {NewRetentionPolicy, PoliciesOptions, RetentionAssignment, RetentionPolicy} from './retention/policy.ts';
export {Retention} from './retention/retention.ts';
export type {Facet, FacetTerm, FieldValue, IndexField, SearchHit} from './search/hit.ts';
export type {DisplayGroup, DisplayItem, ObjectDetails, ObjectLink, ObjectProperty} from './search/object-details.ts';
export type {DateSpan, FacetRange, FieldFilter, RangeFacet, SearchOptions, SearchQuery, SortField} from './search/query.ts';
export type {ReportColumn, ReportOptions} from './search/report.ts';
export {type ObjectDetailsOptions, Search, type SearchChildrenOptions} from './search/search.ts';
export type {
	EnrichmentProfile,
	EnrichmentRule,
	EnrichmentSelectors,
	NewEnrichmentProfile,
	NewEnrichmentRule,
} from './settings/enrichment.ts';
export {type RulesOptions, Settings} from './settings/settings.ts';
export {answerChallenge} from './webhooks/answer-challenge.ts';
export {receiveWebhook} from './webhooks/receive-webhook.ts';
export {verifyWebhook} from './webhooks/verify-webhook.ts';
export type {
	NewSubscription,
	ReceiveWebhookOptions,
	VerifyWebhookOptions,
	WebhookDelivery,
	WebhookEvent,
	WebhookOptions,
	WebhookSubscription,
	WebhookTrigger,
} from './webhooks/webhook.ts';
export {Webhooks} from './webhooks/webhooks.ts';
export type {
	WorkflowContext,
	WorkflowContextsOptions,
	WorkflowInstance,
	WorkflowInstancesOptions,
	WorkflowRetry,
	WorkflowStart,
	WorkflowState,
	WorkflowType,
} from './workflows/workflow.ts';
export type {WorkflowJob} from './workflows/workflow-job.ts';
export {Workflows} from './workflows/workflows.ts';
export type {ProgressState, ServerProgress} from './operations/progress-state.ts';
export {formatDate, parseDate} from './xml/dates.ts';
export type {LegalHold, LegalHoldAssignment, LegalHoldFields} from './legal-holds/legal-hold.ts';
export {type LegalHoldListOptions, LegalHolds} from './legal-holds/legal-holds.ts';
