import {ConfigurationError, DecodeError, path, type RequestOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import {wireNames, type EntityReference} from '../entities/entity.ts';
import {orSayDone, orSayUncertain} from '../operations/lost-answer.ts';
import {readList} from '../xml/read-list.ts';
import {sendElement, sendXml} from '../xml/send-element.ts';
import {readPolicy} from './list-policies.ts';
import type {NewRetentionPolicy, RetentionAssignment, RetentionPolicy} from './policy.ts';
import {decodeAssignment, decodeAssignments, decodePolicyRef, encodeAssignment, encodePolicy} from './retention-xml.ts';

/** Makes a policy (RET-03) and reads what the server made of it. */
export async function makePolicy(session: Session, policy: NewRetentionPolicy, options: RequestOptions): Promise<RetentionPolicy> {
	checkPolicy(policy);
	const {securityTag = 'open', assignable = true} = policy;
	const draft = {...policy, securityTag, assignable, ref: undefined, extra: undefined}; // A copy of another policy is a new one.
	const body = encodePolicy(draft, await namespaceOf(session, options));
	const name = JSON.stringify(policy.name);
	const advice = `The retention policy ${name} may have been made: look for it by its name before making it again.`;
	const ref = await orSayUncertain(advice, async () => {
		const answer = await sendElement(session, 'POST', path`api/entity/retention-policies`, body, options);
		return answer === undefined ? withoutReference(name) : decodePolicyRef(answer);
	});
	return orSayDone(`The retention policy was made: its reference is ${ref}.`, () => readPolicy(session, ref, options));
}

/** Writes all of a policy (RET-04) and reads what the server made of it. */
export async function putPolicy(session: Session, policy: RetentionPolicy, options: RequestOptions): Promise<RetentionPolicy> {
	checkPolicy(policy);
	const target = path`api/entity/retention-policies/${policy.ref}`;
	const response = await sendXml(session, 'PUT', target, encodePolicy(policy, await namespaceOf(session, options)), options);
	await response.body?.cancel();
	return readPolicy(session, policy.ref, options);
}

/** Reads RET-07. */
export function readAssignments(session: Session, {type, ref}: EntityReference, options: RequestOptions): Promise<RetentionAssignment[]> {
	const target = path`api/entity/${wireNames[type].path}/${ref}/retention-assignments`;
	return readList(session.http, target, decodeAssignments, options);
}

/** Assigns a policy (RET-08). An empty answer is made up for by the list. */
export async function makeAssignment(
	session: Session,
	asset: string,
	policy: string,
	options: RequestOptions,
): Promise<RetentionAssignment> {
	if (policy === '') {
		throw new ConfigurationError('Give the reference of the retention policy.');
	}
	const target = path`api/entity/information-objects/${asset}/retention-assignments`;
	const body = encodeAssignment(policy, await namespaceOf(session, options));
	const made = await orSayUncertain('It may have been assigned: look at the assignments before assigning it again.', async () => {
		const answer = await sendElement(session, 'POST', target, body, options);
		return answer && decodeAssignment(answer);
	});
	if (made !== undefined) {
		return made;
	}
	const all = await orSayDone('The policy was assigned.', () => readAssignments(session, {type: 'asset', ref: asset}, options));
	const found = all.find(assignment => assignment.policy === policy);
	if (found === undefined) {
		throw new DecodeError(
			`The server accepted the assignment of the retention policy ${policy} to the asset ${asset}, but does not list it.`,
		);
	}
	return found;
}

function withoutReference(name: string): never {
	throw new DecodeError(`The server accepted the retention policy ${name}, but did not say its reference.`);
}

/** The namespace that retention is written in: the same since 6.2, whatever the server's version. */
async function namespaceOf(session: Session, options: RequestOptions): Promise<string> {
	const {retention} = await session.namespaces(options);
	return retention ?? 'http://preservica.com/RetentionManagement/v6.2';
}

function checkPolicy({name, period}: NewRetentionPolicy): void {
	if (name.trim() === '') {
		throw new ConfigurationError('A retention policy needs a name.');
	}
	if (period !== undefined && !(Number.isSafeInteger(period) && period >= 0)) {
		throw new ConfigurationError(`period is ${period}; it must be a whole number of units.`);
	}
}
