import type {State} from '../state.ts';

/** What an administrator of the dashboard can set, and the state of what surrounds it. Everything can be changed through control. */
export interface DashboardSettings {
	/** The addresses that may call the API. Empty: all. */
	readonly allowlist: readonly string[];
	/** The address callers are taken to come from. */
	readonly callerAddress: string;
	/** The installer has been run. Until then every path is redirected to it. */
	readonly installed: boolean;
	/** Paths of the web interface are redirected to its login page. */
	readonly loginPages: boolean;
	/** What fetching levels of description comes to. */
	readonly atom: 'ready' | 'no-url' | 'no-authentication' | 'unreachable';
	/** The levels of description AtoM has. */
	readonly atomLevels: readonly string[];
	/** MCPServer answers the dashboard. */
	readonly mcpServer: boolean;
	/** The Storage Service answers the pipeline. */
	readonly storageService: boolean;
	/** Built-in processing configurations can be written anew. */
	readonly configurationsWritable: boolean;
	/** How many units the pipeline works on at a time. 0: any number. */
	readonly concurrency: number;
	/** How long a step of a transfer that begins now takes, in milliseconds. `null`: as the sandbox was started. */
	readonly stepDuration: number | null;
}

/** A dashboard that nobody has changed. The levels are those of a recorded answer. */
export const usualSettings: DashboardSettings = {
	allowlist: [],
	callerAddress: '127.0.0.1',
	installed: true,
	loginPages: true,
	atom: 'ready',
	atomLevels: ['Collection', 'File', 'Fonds', 'Item', 'Part', 'Record group', 'Series', 'Sous-fonds', 'Subseries'],
	mcpServer: true,
	storageService: true,
	configurationsWritable: true,
	concurrency: 0,
	stepDuration: null,
};

/** How the dashboard is set. */
export function settingsOf({dashboardSettings}: State): DashboardSettings {
	return {...usualSettings, ...dashboardSettings.get('dashboard')};
}
