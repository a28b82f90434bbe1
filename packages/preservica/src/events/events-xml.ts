import type {Page} from '@fonds/core';
import {optionalAttribute, optionalChild, optionalText, type XmlElement} from '@fonds/core/xml';
import {findAll} from '../xml/find-all.ts';
import {either} from '../xml/names.ts';
import {decodePage} from '../xml/paging-xml.ts';
import {optionalTrimmed} from '../xml/read.ts';
import type {ArchiveEvent, EventAction} from './event.ts';

const action = either('EventAction');
const event = either('Event');
const ref = either('Ref');
const date = either('Date');
const user = either('User');
const workflowName = either('WorkflowName');
const workflowInstance = either('WorkflowInstanceId');
const entity = either('Entity');
const serialisedCommand = either('SerialisedCommand');

/** Reads a page of events (ENT-35). */
export function decodeEvents(response: XmlElement): Page<ArchiveEvent> {
	return decodePage(
		response,
		findAll(response, event).map(source => decodeEvent(source)),
	);
}

/** Reads a page of event actions (ENT-34, ENT-36). */
export function decodeEventActions(response: XmlElement): Page<EventAction> {
	return decodePage(
		response,
		findAll(response, action).map(source => decodeAction(source)),
	);
}

function decodeEvent(source: XmlElement | undefined): ArchiveEvent {
	const field = (name: typeof ref): string | undefined => source && optionalTrimmed(source, name);
	return {
		ref: field(ref),
		type: source && (optionalAttribute(source, 'type')?.trim() || undefined),
		date: field(date),
		user: field(user),
		workflowName: field(workflowName),
		workflowInstance: field(workflowInstance),
	};
}

function decodeAction(source: XmlElement): EventAction {
	return {
		event: decodeEvent(optionalChild(source, event)),
		command: optionalAttribute(source, 'commandType')?.trim() || undefined,
		date: optionalTrimmed(source, date),
		entity: optionalTrimmed(source, entity),
		serialisedCommand: optionalText(source, serialisedCommand),
	};
}
