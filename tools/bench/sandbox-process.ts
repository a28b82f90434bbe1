import {fork} from 'node:child_process';
import {once} from 'node:events';
import {exitOf} from './peer.ts';

/** Who may sign in. */
export interface User {
	readonly username: string;
	readonly password: string;
}

/** A sandbox in a process of its own. */
export interface SandboxProcess {
	readonly url: string;
	readonly users: Readonly<Record<'archivist' | 'approver', User>>;
	/** What memory it has left after a garbage collection. */
	readonly memory: () => Promise<NodeJS.MemoryUsage>;
}

/** Lends a sandbox in a process of its own, from source and without samples: `[folder, milliseconds a step]`, in memory and 0 without. */
export async function withSandboxProcess<T>(parameters: readonly string[], use: (sandbox: SandboxProcess) => Promise<T>): Promise<T> {
	const server = fork(new URL('sandbox-server.ts', import.meta.url), parameters, {execArgv: ['--conditions=@fonds/source', '--expose-gc']});
	const ended = exitOf(server);
	const memory = async (): Promise<NodeJS.MemoryUsage> => {
		const answered = once(server, 'message');
		server.send('memory');
		const [usage] = (await answered) as [NodeJS.MemoryUsage];
		return usage;
	};
	try {
		const [greeting] = (await once(server, 'message')) as [Pick<SandboxProcess, 'url' | 'users'>];
		return await use({...greeting, memory});
	} finally {
		server.kill();
		await ended;
	}
}
