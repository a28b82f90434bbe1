// A sandbox in a process of its own, run with --expose-gc: says where it listens, and what memory it has left when it is asked.
// sandbox-server.ts [folder] [milliseconds a step]
import {createSandbox} from '@fonds/sandbox';

const [, , folder, step] = process.argv;
const sandbox = await createSandbox({samples: false, folder, stepDuration: Number(step ?? 0)});
const {url} = await sandbox.listen();
process.on('message', () => {
	globalThis.gc?.();
	process.send?.(process.memoryUsage());
});
process.on('disconnect', () => process.exit());
process.send?.({url, users: sandbox.credentials.preservica.users});
