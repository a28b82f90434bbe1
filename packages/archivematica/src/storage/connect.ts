import type {HttpClient} from '@fonds/core';
import {connect} from '../http/connect.ts';
import type {ConnectionOptions, ServerOptions} from '../http/connect.ts';
import {describeStorageError} from '../http/describe-error.ts';

/** The transport of a {@link StorageService}. Nothing is sent. @throws ConfigurationError for an address, name or key that cannot be used. */
export function connectStorage(server: ServerOptions, connection: ConnectionOptions = {}): HttpClient {
	return connect(server, describeStorageError, connection);
}
