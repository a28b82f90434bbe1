import type {Hono} from 'hono';
import type {Collection} from '../../store/collection.ts';
import type {Archive} from '../archive.ts';
import {managers} from '../auth/roles.ts';
import type {Call} from '../call.ts';
import {handler} from '../call.ts';
import type {OperationId} from '../operations.ts';
import {operation} from '../operations.ts';
import {Problem} from '../problem.ts';
import {tag} from '../xml/write-xml.ts';
import {adminAnswer, nameList, readName} from './admin-xml.ts';
import {prefixed} from './role-names.ts';

/** Something that has only a name. */
interface Named {
	readonly element: 'Role' | 'Tag';
	readonly operations: {readonly list: OperationId; readonly add: OperationId; readonly remove: OperationId};
	readonly collection: Collection<{readonly name: string}>;
	/** The name it gets. */
	readonly toName: (sent: string) => string;
	readonly isUsed: (name: string) => boolean;
}

/** Roles and security tags of the tenancy. */
export function securityRoutes(app: Hono, archive: Archive): void {
	const {repository, sessions, retention} = archive;
	namedRoutes(app, archive, {
		element: 'Role',
		operations: {list: 'ADM-01', add: 'ADM-02', remove: 'ADM-03'},
		collection: archive.roles,
		toName: prefixed,
		isUsed: name => sessions.users.all().some(({roles}) => roles.includes(name)),
	});
	namedRoutes(app, archive, {
		element: 'Tag',
		operations: {list: 'ADM-04', add: 'ADM-05', remove: 'ADM-06'},
		collection: repository.securityTags,
		toName: name => name,
		isUsed: name => [...repository.entities.values(), ...retention.policies.values()].some(({securityTag}) => securityTag === name),
	});
}

function namedRoutes(app: Hono, archive: Archive, {element, operations, collection, toName, isUsed}: Named): void {
	const managed = (handle: (call: Call) => Response | Promise<Response>) =>
		handler(archive, call => {
			call.demandRole(managers.users);
			return handle(call);
		});

	operation(
		app,
		operations.list,
		managed(call =>
			adminAnswer(
				call,
				nameList(
					element,
					collection.values().map(({name}) => name),
				),
			),
		),
	);

	operation(
		app,
		operations.add,
		managed(async call => {
			const name = toName(readName(await call.body(), element));
			if (collection.has(name)) throw new Problem(409, `There is a ${element} ${name} already.`);
			collection.put(name, {name});
			return adminAnswer(call, tag(element, name), 201);
		}),
	);

	operation(
		app,
		operations.remove,
		managed(call => {
			const name = call.c.req.param('name') ?? '';
			if (!collection.has(name)) throw new Problem(404, `There is no ${element} ${name}.`);
			if (isUsed(name)) throw new Problem(409, `The ${element} ${name} is in use.`);
			collection.delete(name);
			return call.c.body(null, 204);
		}),
	);
}
