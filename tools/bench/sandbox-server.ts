// A sandbox in a process of its own, run with --expose-gc: says where it listens, and what memory it has left when it is asked.
// sandbox-server.ts [folder] [milliseconds a step]
import {setTimeout} from 'node:timers/promises';
import {createSandbox} from '@fonds/sandbox';

const [, , folder, step] = process.argv;
const sandbox = await createSandbox({samples: false, folder, stepDuration: Number(step ?? 0)});
const {url} = await sandbox.listen();
/** Some things are free only when those that held them have been. */
async function collectGarbage(): Promise<void> {
	for (let times = 0; times < 4; times++) {
		globalThis.gc?.();
		await setTimeout(20);
	}
}

process.on('message', () => void collectGarbage().then(() => process.send?.(process.memoryUsage())));
process.on('disconnect', () => process.exit());
process.send?.({url, users: sandbox.credentials.preservica.users});
