import type {HttpClient} from '@fonds/core';
import {connect} from '../http/connect.ts';
import type {ConnectionOptions, ServerOptions} from '../http/connect.ts';
import {describeDashboardError} from '../http/describe-error.ts';

/** The transport of a {@link Dashboard}. Nothing is sent. @throws ConfigurationError for an address, name or key that cannot be used. */
export function connectDashboard(server: ServerOptions, connection: ConnectionOptions = {}): HttpClient {
	return connect(server, describeDashboardError, connection);
}
