export {AssetViewer} from './components/asset-viewer/asset-viewer.ts';
export {
	AssetErrorEvent,
	AssetLoadEvent,
	FileDownloadEndEvent,
	FileDownloadEvent,
	FileSelectEvent,
	FileShowEvent,
} from './components/asset-viewer/asset-viewer-events.ts';
export {ImageView} from './components/image-view/image-view.ts';
export {type MediaCaptions, MediaView} from './components/media-view/media-view.ts';
export {configurePdf, type PdfOptions} from './components/pdf-view/load-pdf.ts';
export {PackageUploader} from './components/package-uploader/package-uploader.ts';
export {PackageDoneEvent, PackageErrorEvent, PackageSubmitEvent} from './components/package-uploader/package-uploader-events.ts';
export {PdfView} from './components/pdf-view/pdf-view.ts';
export {PreservationSource} from './components/preservation-source/preservation-source.ts';
export {TextView} from './components/text-view/text-view.ts';
export {TransferStatus} from './components/transfer-status/transfer-status.ts';
export {TransferEndEvent, TransferLostEvent, TransferStateEvent} from './components/transfer-status/transfer-status-events.ts';
export type {
	AssetSource,
	MetadataGroup,
	MetadataNode,
	OpenOptions,
	SourceAsset,
	SourceField,
	SourceFile,
	SourceFixity,
	SourceOptions,
	SourceProgress,
	SourceRepresentation,
} from './context/asset-source.ts';
export type {
	IngestOptions,
	PackageAsset,
	PackageFile,
	PackagePhase,
	PackageProgress,
	PackageRequest,
	PackageResult,
	PackageSink,
} from './context/package-sink.ts';
export {type Source, sourceContext} from './context/source-context.ts';
export type {
	TransferFailure,
	TransferJob,
	TransferSnapshot,
	TransferSource,
	TransferState,
	TransferStep,
	TransferStepState,
} from './context/transfer-source.ts';
export {english, type Messages} from './i18n/english.ts';
export {type MessageOverrides, messages, setMessages} from './i18n/messages.ts';
export {ViewErrorEvent, ViewReadyEvent} from './internal/view-events.ts';
