import {connectDashboard} from './dashboard/connect.ts';
import {Dashboard} from './dashboard/dashboard.ts';
import {connectDeposits} from './deposits/connect.ts';
import {Deposits} from './deposits/deposits.ts';
import type {StorageSession} from './deposits/session.ts';
import type {ConnectionOptions, ServerOptions} from './http/connect.ts';
import {PackageRequests} from './package-requests/package-requests.ts';
import type {ProcessingConfigurations} from './processing-configurations/processing-configurations.ts';
import {Reingests} from './reingests/reingests.ts';
import {connectStorage} from './storage/connect.ts';
import {StorageService} from './storage/storage-service.ts';
import {Transfers} from './transfers/transfers.ts';

/** The two servers of an Archivematica, each with its own user and key, and how to talk to them. */
export interface ArchivematicaOptions extends ConnectionOptions {
	/** The pipeline. */
	readonly dashboard: ServerOptions;
	readonly storage: ServerOptions & {
		/** What deposits are written with; nothing else uses it. @default nobody's, with which deposits can be listed */
		readonly session?: StorageSession | undefined;
	};
	/** Milliseconds of the epoch. @default Date.now */
	readonly now?: (() => number) | undefined;
}

/**
 * An Archivematica: a dashboard and its Storage Service.
 *
 * Nothing is sent until something is asked.
 */
export class Archivematica {
	/** The pipeline: its transfers and SIPs. */
	readonly dashboard: Dashboard;
	/** Processing configurations of the pipeline, and what is in them. */
	readonly processingConfigurations: ProcessingConfigurations;
	/** Locations, and the packages in them. */
	readonly storage: StorageService;
	/** Deletion and recovery of packages, which another person decides. */
	readonly packageRequests: PackageRequests;
	/** Transfers on their way to stored AIPs. */
	readonly transfers: Transfers;
	/** Stored AIPs on their way through the pipeline again. */
	readonly reingests: Reingests;
	/** SWORD v2 deposits. */
	readonly deposits: Deposits;

	/** @throws ConfigurationError for an address, a user name or a key that cannot be used. */
	constructor({dashboard, storage, now, ...connection}: ArchivematicaOptions) {
		const dashboardHttp = connectDashboard(dashboard, connection);
		const storageHttp = connectStorage(storage, connection);
		this.dashboard = new Dashboard(dashboardHttp);
		this.processingConfigurations = this.dashboard.processingConfigurations;
		this.storage = new StorageService(storageHttp);
		this.packageRequests = new PackageRequests(storageHttp, {user: storage.username, now});
		this.transfers = new Transfers(this.dashboard, this.storage, {now, user: dashboard.username});
		this.reingests = new Reingests(this.dashboard, storageHttp, {now});
		this.deposits = new Deposits(connectDeposits(storage, connection), {dashboard: this.dashboard, now});
	}
}
