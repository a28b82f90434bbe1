import type {XmlElement} from '@fonds/core/xml';
import {namespace, optionalText} from '@fonds/core/xml';
import {Problem} from '../problem.ts';
import {isElement} from '../xml/read-xml.ts';
import type {Tag} from '../xml/write-xml.ts';
import {optionalTag, tag} from '../xml/write-xml.ts';
import type {RetentionAssignment, RetentionPolicy} from './retention.ts';
import {periodUnits} from './retention.ts';

/** The namespace of policies. It does not follow the server's version (1.4). */
export const retentionNamespace = 'http://preservica.com/RetentionManagement/v6.2';

/** Names in the retention namespace of any version. */
export const retentionName: ReturnType<typeof namespace> = namespace('http://preservica.com/RetentionManagement');

/** A policy as RET-02 has it. */
export function policyTag(policy: RetentionPolicy): Tag {
	return tag(
		'retention:RetentionPolicy',
		retained('Ref', policy.ref),
		retained('Name', policy.name),
		retained('Description', policy.description),
		retained('SecurityTag', policy.securityTag),
		retained('StartDateField', policy.startDateField),
		retained('Period', policy.period),
		retained('PeriodUnit', policy.periodUnit),
		retained('ExpiryAction', policy.expiryAction),
		retained('ExpiryActionParameters', policy.expiryActionParameters),
		retained('Restriction', policy.restriction),
		retained('Assignable', policy.assignable),
	);
}

function retained(name: string, value: string | number | boolean | undefined): Tag | undefined {
	return optionalTag(`retention:${name}`, value);
}

/** An assignment; `expired` is told by lists only (RET-07, RET-08). */
export function assignmentTag({apiId, entity, policy}: RetentionAssignment, startDate: string | undefined, expired?: boolean): Tag {
	return tag(
		'retention:RetentionAssignment',
		tag('retention:ApiId', apiId),
		tag('retention:Entity', entity),
		tag('retention:RetentionPolicy', policy),
		optionalTag('retention:StartDate', startDate),
		optionalTag('retention:Expired', expired),
	);
}

/** Reads a policy that was sent. @throws Problem 400 when it is none. */
export function readPolicy(root: XmlElement, ref: string): RetentionPolicy {
	if (!isElement(root, 'RetentionManagement', 'RetentionPolicy'))
		throw new Problem(400, `The body must be a RetentionPolicy in the namespace ${retentionNamespace}.`);
	const field = (name: string): string | undefined => optionalText(root, retentionName(name))?.trim() || undefined;
	const required = (name: string): string => {
		const value = field(name);
		if (value === undefined) throw new Problem(400, `The RetentionPolicy has no ${name} in the namespace ${retentionNamespace}.`);
		return value;
	};
	return {
		ref,
		name: required('Name'),
		description: field('Description') ?? '',
		securityTag: required('SecurityTag'),
		startDateField: field('StartDateField'),
		period: readPeriod(field('Period')),
		periodUnit: readUnit(field('PeriodUnit')),
		expiryAction: field('ExpiryAction'),
		expiryActionParameters: field('ExpiryActionParameters'),
		restriction: field('Restriction'),
		assignable: readBoolean(field('Assignable') ?? 'true'),
	};
}

/** Clients write Python's `True` as well (1.7). @throws Problem 400 for anything but true and false. */
export function readBoolean(text: string): boolean {
	const word = text.trim().toLowerCase();
	if (word !== 'true' && word !== 'false') throw new Problem(400, `${text} is neither true nor false.`);
	return word === 'true';
}

function readPeriod(text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	if (!/^\d{1,6}$/u.test(text)) throw new Problem(400, `The Period ${text} is not a number.`);
	return Number(text);
}

function readUnit(text: string | undefined): RetentionPolicy['periodUnit'] {
	const unit = periodUnits.find(known => known === text?.toUpperCase());
	if (text !== undefined && unit === undefined) throw new Problem(400, `The PeriodUnit ${text} is none of ${periodUnits.join(', ')}.`);
	return unit;
}
