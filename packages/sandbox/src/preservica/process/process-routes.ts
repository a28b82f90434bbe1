import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import {managers} from '../auth/roles.ts';
import {handler} from '../call.ts';
import {flag} from '../json/read-json.ts';
import {operation} from '../operations.ts';
import {Problem} from '../problem.ts';
import {isIncremental} from '../workflow/contexts.ts';
import {startContainer} from '../workflow/start-container.ts';
import type {IngestProcess} from './processes.ts';

/** Ingest processes: which there are, and switching them off and on. */
export function processRoutes(app: Hono, archive: Archive): void {
	const {processes} = archive;

	operation(
		app,
		'PRC-01',
		handler(archive, call => {
			call.demandRole(managers.configuration);
			const types = call.c.req.query('types')?.toLowerCase().split(',');
			const configs = processes.ingests.values().filter(({type}) => types?.includes(type.toLowerCase()) ?? true);
			return call.c.json({configs});
		}),
	);

	operation(
		app,
		'PRC-02',
		handler(archive, async call => {
			call.demandRole(managers.configuration);
			const apiId = call.c.req.param('apiId') ?? '';
			const config = processes.ingests.get(apiId);
			if (!config) throw new Problem(404, `There is no ingest process ${apiId}.`);
			const changed = {...config, active: flag({active: (await call.text()).trim()}, 'active', config.active)};
			processes.ingests.put(apiId, changed);
			if (changed.active) takeUp(archive, changed, call.user.username);
			return call.c.json(changed);
		}),
	);
}

/** Ingests what arrived in sources while the process was switched off. */
function takeUp(archive: Archive, {type}: IngestProcess, user: string): void {
	const {sources, workflows, processes, jobs} = archive;
	if (processes.takesPackages) sources.takeUp();
	const context = workflows.contexts.values().find(isIncremental);
	if (type !== 'OPEX' || !context) return;
	for (const directory of sources.opexDirectories()) {
		const name = directory.slice(0, -1);
		const parameters = [{key: 'OpexContainerDirectory', value: name}];
		if (!jobs.isIngesting(directory)) startContainer(archive, {context: context.id, user, name, parameters, outcome: 'completed'});
	}
}
