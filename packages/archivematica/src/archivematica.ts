import {connectDashboard} from './dashboard/connect.ts';
import {Dashboard} from './dashboard/dashboard.ts';
import type {ConnectionOptions, ServerOptions} from './http/connect.ts';
import {connectStorage} from './storage/connect.ts';
import {StorageService} from './storage/storage-service.ts';
import {Transfers} from './transfers/transfers.ts';

/** The two servers of an Archivematica, each with its own user and key, and how to talk to them. */
export interface ArchivematicaOptions extends ConnectionOptions {
	/** The pipeline. */
	readonly dashboard: ServerOptions;
	readonly storage: ServerOptions;
	/** Milliseconds of the epoch. @default Date.now */
	readonly now?: (() => number) | undefined;
}

/**
 * An Archivematica: a dashboard and its Storage Service.
 *
 * Nothing is sent until something is asked.
 */
export class Archivematica {
	readonly dashboard: Dashboard;
	readonly storage: StorageService;
	readonly transfers: Transfers;

	/** @throws ConfigurationError for an address, a user name or a key that cannot be used. */
	constructor({dashboard, storage, now, ...connection}: ArchivematicaOptions) {
		this.dashboard = new Dashboard(connectDashboard(dashboard, connection));
		this.storage = new StorageService(connectStorage(storage, connection));
		this.transfers = new Transfers(this.dashboard, this.storage, {now});
	}
}
