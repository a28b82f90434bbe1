import type {Secret} from '@fonds/core';
import type {PipelineConditions} from './conditions.ts';

/** A dashboard that the Storage Service knows (SS-03, SS-05). Only enabled ones exist for the API. */
export interface Pipeline {
	/** The same as `pipeline` of {@link Dashboard.server}. */
	readonly uuid: string;
	readonly description: string | undefined;
	/** Its host name or address; a URL where somebody wrote one. */
	readonly remoteName: string | undefined;
}

/** Which pipelines to list. Conditions are joined with AND (reference 3.2). */
export interface PipelineFilter {
	readonly description?: string | undefined;
	/** In the server's words, such as `{description__icontains: 'test'}`. */
	readonly where?: PipelineConditions | undefined;
}

/** What {@link StorageService.createPipeline} takes. The server requires none of it. */
export interface NewPipeline {
	/** The dashboard's own. @default made by the server */
	readonly uuid?: string | undefined;
	readonly description?: string | undefined;
	/** @default the address this request comes from */
	readonly remoteName?: string | undefined;
	/** The user the Storage Service calls the dashboard as. */
	readonly apiUsername?: string | undefined;
	/** That user's key. */
	readonly apiKey?: string | Secret | undefined;
	/** Whether the default locations of the Storage Service are attached, and a currently-processing location is made or taken over. @default false */
	readonly createDefaultLocations?: boolean | undefined;
	/** Where a currently-processing location is made. @default '/var/archivematica/sharedDirectory' */
	readonly sharedPath?: string | undefined;
}
