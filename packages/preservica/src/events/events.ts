import {ConfigurationError, Pages, path} from '@fonds/core';
import {requireServer} from '../auth/require-server.ts';
import type {Session} from '../auth/session.ts';
import {wireNames, type EntityReference} from '../entities/entity.ts';
import {formatDate} from '../xml/dates.ts';
import type {PagedOptions} from '../xml/read-list.ts';
import type {ArchiveEvent, EventAction, EventType} from './event.ts';

/** What reading a list of events takes. */
export interface EventListOptions extends PagedOptions {}

/** Which events are meant. */
export interface AllEventsOptions extends EventListOptions {
	/** Of these kinds only. How servers take several at once is not published: they are sent separated by commas. @default all kinds */
	readonly types?: readonly EventType[] | undefined;
	/** Not before this moment. @default the server's choice, which is not published: give one to be sure of older events */
	readonly from?: Date | string | undefined;
	/** Not after this moment. */
	readonly to?: Date | string | undefined;
	/** What this user did. */
	readonly username?: string | undefined;
}

const lists = () => import('./list-events.ts');

/** What happened to entities and in the repository. */
export class Events {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	/**
	 * What was done to an entity, the oldest first (ENT-34). Needs 6.1.
	 *
	 * @throws NotFoundError, while it is read, when there is no such entity, or no right to see it.
	 * @throws ConfigurationError, while it is read, with code `version` before Preservica 6.1.
	 */
	ofEntity({type, ref}: EntityReference, options: EventListOptions = {}): Pages<EventAction> {
		const session = this.#session;
		return new Pages(async function* () {
			await requireServer(session, '6.1', 'Reading the events of an entity', options);
			const {listActions} = await lists();
			yield* listActions(session, path`api/entity/${wireNames[type].path}/${ref}/event-actions`, options).pages();
		});
	}

	/**
	 * What happened in the whole repository (ENT-35).
	 *
	 * @throws ConfigurationError when a date is none.
	 * @throws PermissionError, while it is read, where this account may not see events.
	 */
	all({types, from, to, username, ...options}: AllEventsOptions = {}): Pages<ArchiveEvent> {
		const session = this.#session;
		const query = {
			types: types === undefined || types.length === 0 ? undefined : types.join(','),
			from: from === undefined ? undefined : formatDate(from),
			to: to === undefined ? undefined : formatDate(to),
			username,
		};
		return new Pages(async function* () {
			const {listEvents} = await lists();
			yield* listEvents(session, query, options).pages();
		});
	}

	/**
	 * What an event did, to which entities (ENT-36).
	 *
	 * @throws ConfigurationError when the event has no reference.
	 * @throws NotFoundError, while it is read, when there is no such event, or no right to see it.
	 */
	actions(event: string | Pick<ArchiveEvent, 'ref'>, options: EventListOptions = {}): Pages<EventAction> {
		const session = this.#session;
		const ref = typeof event === 'string' ? event : event.ref;
		if (ref === undefined) {
			throw new ConfigurationError('This event has no reference, so what it did cannot be asked for.');
		}
		const first = path`api/entity/events/${ref}/event-actions`;
		return new Pages(async function* () {
			const {listActions} = await lists();
			yield* listActions(session, first, options).pages();
		});
	}
}
