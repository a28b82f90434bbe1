import {Hono} from 'hono';
import type {SandboxCredentials} from '../credentials.ts';
import type {FaultPlan} from '../faults/fault-plan.ts';
import {readFaults} from '../faults/fault.ts';
import type {Operation} from '../operations.ts';
import type {SandboxState} from './state.ts';

/** What the control routes need. */
export interface Control {
	readonly faults: FaultPlan;
	readonly credentials: SandboxCredentials;
	readonly operations: readonly Operation[];
	state(): SandboxState;
	reset(): Promise<void>;
}

/** Routes by which tests and people steer the sandbox: `/sandbox/faults`, `/sandbox/state`, `/sandbox/reset`, and what it offers. */
export function controlApp(control: Control): Hono {
	const app = new Hono().basePath('/sandbox');
	const faults = () => control.faults.list().map(({fault, seen, used}) => Object.assign({}, fault, {path: String(fault.path), seen, used}));

	app.get('/faults', c => c.json(faults()));
	app.post('/faults', async c => {
		try {
			for (const fault of readFaults(await c.req.json())) control.faults.add(fault);
			return c.json(faults(), 201);
		} catch (error) {
			return c.json({message: error instanceof Error ? error.message : String(error)}, 400);
		}
	});
	app.delete('/faults', c => {
		control.faults.clear();
		return c.body(null, 204);
	});
	app.get('/state', c => c.json(control.state()));
	app.post('/reset', async c => {
		await control.reset();
		return c.body(null, 204);
	});
	app.get('/credentials', c => c.json(control.credentials));
	app.get('/operations', c => c.json(control.operations));
	return app;
}
