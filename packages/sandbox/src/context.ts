import type {SandboxCredentials} from './credentials.ts';
import type {Store} from './store/store.ts';

/** The Preservica versions the sandbox can be. */
export type SandboxVersion = '6.9.0' | '7.7.0' | '8.1.0' | '9.1.0';

/** What every part of the sandbox is given. */
export interface SandboxContext {
	readonly store: Store;
	/** The sandbox's clock, in milliseconds since 1970. Everything that takes time is computed from it when asked; there are no timers. */
	now(): number;
	/** How long each step of a workflow takes, in milliseconds. 0: steps are over at once. */
	readonly stepDuration: number;
	readonly version: SandboxVersion;
	readonly credentials: SandboxCredentials;
	/** Hosts besides this machine that may be called. @default none */
	readonly webhookHosts?: readonly string[] | undefined;
	/** Aborted when the sandbox closes. */
	readonly signal: AbortSignal;
}
