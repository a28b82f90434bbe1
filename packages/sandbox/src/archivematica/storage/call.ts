import type {SandboxContext} from '../../context.ts';
import type {SandboxStorageUser} from '../../credentials.ts';
import type {Asked} from '../http/asked.ts';
import type {State, StoredPackage} from '../state.ts';
import type {View} from './view.ts';

/** What a call of the Storage Service is answered with. */
export interface StorageCall {
	readonly context: SandboxContext;
	readonly state: State;
	readonly request: Asked;
	readonly view: View;
	readonly user: SandboxStorageUser;
}

/** A call on one package. */
export interface PackageCall extends StorageCall {
	readonly stored: StoredPackage;
}
