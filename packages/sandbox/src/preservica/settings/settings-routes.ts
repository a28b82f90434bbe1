import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import {managers} from '../auth/roles.ts';
import type {Call} from '../call.ts';
import {handler} from '../call.ts';
import {operation} from '../operations.ts';
import {Problem} from '../problem.ts';
import {isAtLeast} from '../versions.ts';
import type {EnrichmentProfile} from './enrichment.ts';
import {readProfile, readRule} from './enrichment.ts';

/** Settings of the enrichment of metadata. */
export function settingsRoutes(app: Hono, archive: Archive): void {
	const {enrichment, context} = archive;
	const managed = (handle: (call: Call) => Response | Promise<Response>) =>
		handler(archive, call => {
			if (!isAtLeast(context.version, '7.7')) throw new Problem(404, `Preservica ${context.version} has no such settings.`);
			call.demandRole(managers.configuration);
			return handle(call);
		});

	operation(
		app,
		'SET-01',
		managed(({c}) => c.json({rules: enrichment.ordered()})),
	);

	operation(
		app,
		'SET-02',
		managed(async call => {
			const rule = readRule(await call.json());
			if (!enrichment.profiles.has(rule.profileId)) throw new Problem(400, `There is no profile ${rule.profileId}.`);
			enrichment.insert(rule);
			return call.c.json(rule, 201);
		}),
	);

	operation(
		app,
		'SET-03',
		managed(call => {
			const id = call.c.req.param('id') ?? '';
			if (!enrichment.rules.delete(id)) throw new Problem(404, `There is no rule ${id}.`);
			return call.c.body(null, 204);
		}),
	);

	operation(
		app,
		'SET-04',
		managed(({c}) => c.json({profiles: enrichment.profiles.values()})),
	);

	operation(
		app,
		'SET-05',
		managed(call => call.c.json(profileOf(call))),
	);

	operation(
		app,
		'SET-06',
		managed(async call => {
			const profile = readProfile(await call.json());
			enrichment.profiles.put(profile.id, profile);
			return call.c.json(profile, 201);
		}),
	);

	operation(
		app,
		'SET-07',
		managed(call => {
			const {id, name} = profileOf(call);
			if (enrichment.rules.values().some(({profileId}) => profileId === id))
				throw new Problem(403, `There are rules for the profile ${name}.`);
			enrichment.profiles.delete(id);
			return call.c.body(null, 204);
		}),
	);

	function profileOf(call: Call): EnrichmentProfile {
		const id = call.c.req.param('id') ?? '';
		const profile = enrichment.profiles.get(id);
		if (!profile) throw new Problem(404, `There is no profile ${id}.`);
		return profile;
	}
}
