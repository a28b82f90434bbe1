import type {Dashboard} from '../dashboard/dashboard.ts';
import type {StorageService} from '../storage/storage-service.ts';

/** Reingests: stored AIPs on their way through the pipeline again. */
export class Reingests {
	readonly #dashboard: Dashboard;
	readonly #storage: StorageService;

	constructor(dashboard: Dashboard, storage: StorageService) {
		this.#dashboard = dashboard;
		this.#storage = storage;
	}
}
