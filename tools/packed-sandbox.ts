import {spawn, type ChildProcess} from 'node:child_process';
import {join} from 'node:path';
import {createInterface} from 'node:readline';

import {packedHome} from './packed.ts';

/** What a sandbox says when it listens. */
export interface SandboxGreeting {
	readonly url: string;
	/** What scripts find their settings in. */
	readonly environment: Readonly<Record<string, string>>;
}

/** Starts a sandbox from its packed package, with its samples, on a port of its own. @param version The version to be, if not the usual one. */
export async function startSandbox(version?: string): Promise<{sandbox: ChildProcess; greeting: SandboxGreeting}> {
	const cli = join(packedHome, 'node_modules/@fonds/sandbox/dist/cli.js');
	const asked = version === undefined ? [] : ['--version', version];
	const sandbox = spawn('node', [cli, '--port', '0', '--step', '20', '--json', ...asked], {stdio: ['ignore', 'pipe', 'inherit']});
	for await (const line of createInterface({input: sandbox.stdout})) {
		return {sandbox, greeting: JSON.parse(line) as SandboxGreeting};
	}
	throw new Error('The sandbox ended before it said where it listens.');
}
