import {path} from '@fonds/core';
import type {HttpClient, JsonValue, RequestOptions} from '@fonds/core';
import {pipelineSchema} from './pipeline-json.ts';
import type {NewPipeline, Pipeline} from './pipeline.ts';
import {revealed, sendSecretJson} from './send-secret-json.ts';

/** SS-04. */
export async function createPipeline(http: HttpClient, pipeline: NewPipeline, options: RequestOptions): Promise<Pipeline> {
	const {apiKey} = pipeline;
	const secrets = apiKey === undefined ? [] : [revealed(apiKey)];
	return sendSecretJson(http, path`api/v2/pipeline/`, encodePipeline(pipeline), pipelineSchema, secrets, options);
}

function encodePipeline(pipeline: NewPipeline): JsonValue {
	const {uuid, description, remoteName, apiUsername, apiKey, createDefaultLocations, sharedPath} = pipeline;
	return {
		...(uuid !== undefined && {uuid}),
		...(description !== undefined && {description}),
		...(remoteName !== undefined && {remote_name: remoteName}),
		...(apiUsername !== undefined && {api_username: apiUsername}),
		...(apiKey !== undefined && {api_key: revealed(apiKey)}),
		...(createDefaultLocations !== undefined && {create_default_locations: createDefaultLocations}),
		...(sharedPath !== undefined && {shared_path: sharedPath}),
	};
}
