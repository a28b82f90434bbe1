import {ConfigurationError, DecodeError, path} from '@fonds/core';
import type {HttpClient, Path, RequestOptions} from '@fonds/core';
import {decodeJson, getJson} from '@fonds/core/json';
import * as z from 'zod/mini';
import type {ProcessingConfiguration} from './processing-configuration.ts';

/**
 * The processing configurations of a pipeline: what it does without asking a person.
 *
 * There is no API to make or change one. Put a `processingMCP.xml` into a transfer (`writeProcessingConfiguration`), or use the web form.
 */
export class ProcessingConfigurations {
	readonly #http: HttpClient;

	constructor(http: HttpClient) {
		this.#http = http;
	}

	/**
	 * The names of the configurations, sorted (AM-19; Archivematica 1.12). A stray file in their directory gives an odd name, which
	 * {@link ProcessingConfigurations.read} refuses.
	 *
	 * @throws NotFoundError before Archivematica 1.12.
	 */
	async list(options?: RequestOptions): Promise<readonly string[]> {
		return (await getJson(this.#http, path`api/processing-configuration`, names, options)).processing_configurations;
	}

	/**
	 * Reads a configuration (AM-20). The built-in ones, `default` and `automated`, are made anew when their file is missing.
	 *
	 * @throws NotFoundError when there is none of this name, ConfigurationError for a name the server would cut, DecodeError for a file that is
	 * no configuration: {@link ProcessingConfigurations.xml} gives it as it is.
	 */
	async read(name: string, options?: RequestOptions): Promise<ProcessingConfiguration> {
		const [xml, codec] = await Promise.all([this.xml(name, options), import('./processing-configuration-xml.ts')]);
		return codec.readProcessingConfiguration(xml);
	}

	/**
	 * A configuration as the text of its file, for a transfer's own `processingMCP.xml` (AM-20).
	 *
	 * @throws NotFoundError when there is none of this name, ConfigurationError for a name the server would cut, DecodeError for a page.
	 */
	async xml(name: string, options?: RequestOptions): Promise<string> {
		const response = await this.#http.send('GET', pathOf(name), {...options, headers: anyType});
		const xml = await response.text();
		if (/^\s*<(?:!doctype\s+html|html)\b/i.test(xml)) {
			throw new DecodeError(
				`A page came where the processing configuration '${name}' was expected. A proxy or a sign-in page may have answered.`,
			);
		}
		return xml;
	}

	/**
	 * Deletes a configuration (AM-21). A built-in one comes back when it is read next.
	 *
	 * @throws NotFoundError when there is none of this name, ConfigurationError for a name the server would cut. It is never repeated by itself.
	 */
	async delete(name: string, options?: RequestOptions): Promise<void> {
		const response = await this.#http.send('DELETE', pathOf(name), {...options, headers: anyType, retry: false});
		await decodeJson(response, deleted);
	}
}

/** The server answers 415 to anything that neither is this nor asks for XML. */
const anyType = {accept: '*/*'};

/** AM-19. */
const names = z.object({processing_configurations: z.array(z.string())});

/** AM-21. */
const deleted = z.object({success: z.literal(true)});

/** The server takes as much of a name as is 1 to 16 word characters, and leaves the rest. */
function pathOf(name: string): Path {
	if (!/^\w{1,16}$/.test(name)) {
		throw new ConfigurationError(
			`${JSON.stringify(name)} cannot be the name of a processing configuration: 1 to 16 letters, digits and underscores.`,
		);
	}
	return path`api/processing-configuration/${name}`;
}
