import {ConfigurationError, DecodeError, path, type Path, type RequestOptions} from '@fonds/core';
import {decodeXml, writeXml, xmlContentType, type XmlElement} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';
import {wireNames, type EntityReference} from '../entities/entity.ts';
import {readList} from '../xml/read-list.ts';
import {readPolicy} from './list-policies.ts';
import type {NewRetentionPolicy, RetentionAssignment, RetentionPolicy} from './policy.ts';
import {decodeAssignment, decodeAssignments, decodePolicyRef, encodeAssignment, encodePolicy} from './retention-xml.ts';

/** Makes a policy (RET-03) and reads what the server made of it. */
export async function makePolicy(session: Session, policy: NewRetentionPolicy, options: RequestOptions): Promise<RetentionPolicy> {
	checkPolicy(policy);
	const {securityTag = 'open', assignable = true} = policy;
	const draft = {...policy, securityTag, assignable, ref: undefined, extra: undefined}; // A copy of another policy is a new one.
	const body = encodePolicy(draft, await namespaceOf(session, options));
	const answer = await post(session, path`api/entity/retention-policies`, body, options);
	if (answer === undefined) {
		throw new DecodeError(
			`The server made the retention policy ${JSON.stringify(policy.name)}, but did not say its reference. Look for it by its name before making it again.`,
		);
	}
	return readPolicy(session, decodePolicyRef(answer), options);
}

/** Writes all of a policy (RET-04) and reads what the server made of it. */
export async function putPolicy(session: Session, policy: RetentionPolicy, options: RequestOptions): Promise<RetentionPolicy> {
	checkPolicy(policy);
	const target = path`api/entity/retention-policies/${policy.ref}`;
	const body = writeXml(encodePolicy(policy, await namespaceOf(session, options)));
	const response = await session.http.send('PUT', target, {...options, headers: {'content-type': xmlContentType}, body});
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
	const answer = await post(session, target, encodeAssignment(policy, await namespaceOf(session, options)), options);
	if (answer !== undefined) {
		return decodeAssignment(answer);
	}
	const found = (await readAssignments(session, {type: 'asset', ref: asset}, options)).find(assignment => assignment.policy === policy);
	if (found === undefined) {
		throw new DecodeError(
			`The server accepted the assignment of the retention policy ${policy} to the asset ${asset}, but does not list it.`,
		);
	}
	return found;
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

/** Sends a document; success may have an empty body (reference 6.3). */
async function post({http}: Session, target: Path, body: XmlElement, options: RequestOptions): Promise<XmlElement | undefined> {
	const headers = {accept: 'application/xml', 'content-type': xmlContentType};
	const response = await http.send('POST', target, {...options, headers, body: writeXml(body)});
	const bytes = await response.arrayBuffer();
	return bytes.byteLength === 0 ? undefined : decodeXml(new Response(bytes, {headers: response.headers}));
}
