import type {Hono} from 'hono';
import {isoDate} from '../../clock.ts';
import type {Archive} from '../archive.ts';
import {managers} from '../auth/roles.ts';
import type {Call} from '../call.ts';
import {handler} from '../call.ts';
import {since} from '../entities/since.ts';
import {operation} from '../operations.ts';
import {pageOf} from '../paging.ts';
import {Problem} from '../problem.ts';
import {tag, tagWith} from '../xml/write-xml.ts';
import type {LegalHold, LegalHoldAssignment} from './legal-holds.ts';
import {assignmentTag, holdTag, readAssignment, readHold} from './legal-hold-xml.ts';
import type {LegalHoldOperationId} from './legal-hold-operations.ts';

const path = 'legal-holds';

/** Legal holds. */
export function legalHoldRoutes(app: Hono, archive: Archive): void {
	const {context, legalHolds} = archive;
	const on = onNewServers(app, archive);

	on('HLD-01', call => {
		const name = call.c.req.query('name');
		const found = legalHolds.holds.values().filter(hold => name === undefined || hold.name === name);
		const {items, paging} = pageOf(call, found, path);
		const expand = call.c.req.query('expand')?.toLowerCase() === 'true';
		const list = items.map(hold => (expand ? holdTag(hold) : linkTo(call, hold)));
		return call.answer('LegalHoldsResponse', tag('LegalHolds', ...list), paging, call.self(path));
	});

	on('HLD-02', call => holdAnswer(call, holdOf(call)));

	on('HLD-03', async call => {
		const fields = await sentHold(call);
		const hold = {...fields, ref: crypto.randomUUID(), user: call.user.username, created: isoDate(context.now())};
		legalHolds.holds.put(hold.ref, hold);
		return holdAnswer(call, hold);
	});

	on('HLD-04', async call => {
		const hold = {...holdOf(call), ...(await sentHold(call))};
		legalHolds.holds.put(hold.ref, hold);
		return holdAnswer(call, hold);
	});

	on('HLD-05', call => {
		call.demandRole(managers.configuration);
		const {ref, name} = holdOf(call);
		if (legalHolds.isAssigned(ref)) throw new Problem(409, `Assets are under the legal hold ${name}.`);
		legalHolds.holds.delete(ref);
		return call.c.body(null, 204);
	});
}

/** Which assets are under which holds. */
export function holdAssignmentRoutes(app: Hono, archive: Archive): void {
	const {context, legalHolds} = archive;
	const on = onNewServers(app, archive);

	on('HLD-06', call => {
		const {ref} = call.entity('IO');
		return assignmentsAnswer(call, legalHolds.of(ref));
	});

	on('HLD-07', async call => {
		const {ref} = call.entity('IO');
		const named = readAssignment(await call.body());
		call.demandWriter();
		const hold = holdOf(call, named);
		if (legalHolds.assignment(ref, hold.ref)) throw new Problem(409, `${ref} is under the legal hold ${hold.name} already.`);
		const assignment = {entity: ref, hold: hold.ref, date: isoDate(context.now())};
		legalHolds.assign(assignment);
		return assignmentsAnswer(call, [assignment]);
	});

	on('HLD-08', call => {
		const {ref} = call.entity('IO');
		const assignment = legalHolds.assignment(ref, call.c.req.param('hold') ?? '');
		if (!assignment) throw new Problem(404, `${ref} is under no such legal hold.`);
		call.demandWriter();
		legalHolds.release(assignment);
		return call.c.body(null, 204);
	});
}

/** Serves operations that are not there before 9.1. */
function onNewServers(app: Hono, archive: Archive) {
	return (id: LegalHoldOperationId, handle: (call: Call) => Response | Promise<Response>): void =>
		operation(
			app,
			id,
			handler(archive, call => {
				since(call, '9.1');
				return handle(call);
			}),
		);
}

function holdOf(call: Call, ref: string = call.c.req.param('ref') ?? ''): LegalHold {
	const hold = call.archive.legalHolds.holds.get(ref);
	if (!hold) throw new Problem(404, `There is no legal hold with the reference ${ref}.`);
	return hold;
}

async function sentHold(call: Call): Promise<Pick<LegalHold, 'name' | 'description'>> {
	call.demandRole(managers.configuration);
	return readHold(await call.body());
}

function linkTo(call: Call, {ref, name}: LegalHold) {
	return tagWith('LegalHold', {ref, name}, call.url(`${path}/${ref}`));
}

function holdAnswer(call: Call, hold: LegalHold): Response {
	return call.answer('LegalHoldResponse', holdTag(hold), call.self(`${path}/${hold.ref}`));
}

function assignmentsAnswer(call: Call, assignments: readonly LegalHoldAssignment[]): Response {
	return call.answer('LegalHoldAssignmentsResponse', tag('LegalHoldAssignments', ...assignments.map(assignmentTag)));
}
