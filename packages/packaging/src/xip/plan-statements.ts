import {ConfigurationError} from '@fonds/core';
import {formatDateTime} from '../values/date-time.ts';
import {checkNotEmpty, checkText, checkWord, isLong} from './check-values.ts';
import type {EventActionDescription, EventDescription, LinkDescription, RestrictionDescription} from './description.ts';
import {restrictionTypes} from './names.ts';
import type {PlannedEventAction} from './plan.ts';
import type {PlanContext} from './plan-entity.ts';

/** @throws ConfigurationError */
export function planLink({type, from, to}: LinkDescription): LinkDescription {
	for (const [name, value] of Object.entries({type, from, to})) {
		checkWord(name, checkNotEmpty(name, value, 'A link'), 'A link');
	}
	return {type, from, to};
}

/** @throws ConfigurationError */
export function planRestriction({type, entity}: RestrictionDescription, {version}: PlanContext): RestrictionDescription {
	if (!restrictionTypes.includes(type)) {
		throw new ConfigurationError(`XIP has no restriction ${JSON.stringify(type)}, only ${restrictionTypes.join(' and ')}.`);
	}
	if (type === 'DELETE') {
		version.require('6.2', 'A restriction DELETE');
	}
	checkWord('entity', checkNotEmpty('entity', entity, 'A restriction'), 'A restriction');
	return {type, entity};
}

/** @throws ConfigurationError */
export function planEventAction(description: EventActionDescription, context: PlanContext): PlannedEventAction {
	const {commandType, event, date, entity, serialisedCommand = ''} = description;
	checkWord('entity', checkNotEmpty('entity', entity, 'An event action'), 'An event action');
	checkText('commandType', commandType);
	checkText('type', event.type);
	checkText('SerialisedCommand', serialisedCommand);
	if (date !== undefined) {
		context.version.require('6.2', 'The date of an event action');
	}
	return {
		commandType,
		eventType: event.type,
		event: planEvent(event, context),
		date: date === undefined ? undefined : formatDateTime(date, 'An event action'),
		entity,
		serialisedCommand,
	};
}

function planEvent(event: EventDescription, {version}: PlanContext): PlannedEventAction['event'] {
	const {ref, date, user, workflowName, workflowInstanceId} = event;
	if (ref !== undefined || date !== undefined || workflowInstanceId !== undefined) {
		version.require('6.2', 'Reference, date and workflow instance of an event');
	}
	if (workflowInstanceId !== undefined && !isLong(workflowInstanceId)) {
		throw new ConfigurationError(`The workflow instance ${JSON.stringify(workflowInstanceId)} of an event is no whole number.`);
	}
	checkWord('ref', ref, 'An event');
	const all = [
		['Ref', ref],
		['Date', date === undefined ? undefined : formatDateTime(date, 'An event')],
		['User', user],
		['WorkflowName', workflowName],
		['WorkflowInstanceId', workflowInstanceId],
	] as const;
	return all.flatMap(([name, value]) => {
		checkText(name, value);
		return value === undefined ? [] : [[name, value] as const];
	});
}
