import {ConfigurationError, DecodeError, isSdkError, NetworkError, NotFoundError, PermissionError} from '@fonds/core';
import {parseXml} from '@fonds/core/xml';
import {describe, expect, it} from 'vitest';
import mixedVersions from '../fixtures/dr2-preservica-client/retention-policies-mixed-versions.xml?raw';
import {connect as connectTo, origin} from '../fixtures/connect.ts';
import {Retention} from './retention.ts';
import {decodePolicy} from './retention-xml.ts';

const list = '/api/entity/retention-policies';
const assigned = '/api/entity/information-objects/a1/retention-assignments';
const versionOf = (text: string) => ({'GET /api/entity/versiondetails/version': `<V><CurrentVersion>${text}</CurrentVersion></V>`});
const answer = (name: string, body: string) =>
	`<${name} xmlns="http://preservica.com/EntityAPI/v7.7" xmlns:xip="http://preservica.com/XIP/v6.9" xmlns:r="http://preservica.com/RetentionManagement/v6.2">${body}</${name}>`;
const stub = (ref: string, name = `Policy ${ref}`) =>
	`<RetentionPolicy ref="${ref}" name="${name}">${origin}${list}/${ref}</RetentionPolicy>`;
const page = (stubs: string, paging = '') =>
	answer('RetentionPoliciesResponse', `<RetentionPolicies>${stubs}</RetentionPolicies><Paging>${paging}</Paging>`);
const policy = (ref: string, more = '<r:Assignable>true</r:Assignable>', name = `Policy ${ref}`) =>
	answer('RetentionPolicyResponse', `<r:RetentionPolicy><r:Ref>${ref}</r:Ref><r:Name>${name}</r:Name>${more}</r:RetentionPolicy>`);
const full =
	'<r:Description>Keep &amp; look</r:Description><r:SecurityTag>open</r:SecurityTag><r:StartDateField>xip.created</r:StartDateField><r:Period> 6 </r:Period><r:PeriodUnit>YEAR</r:PeriodUnit><r:ExpiryAction>REVIEW</r:ExpiryAction><r:ExpiryActionParameters>{"EmailAddress":["a@b.c"]}</r:ExpiryActionParameters><r:Restriction>DELETE</r:Restriction><r:Assignable>True</r:Assignable>';
const assignment = (
	id: string,
	policyRef = 'p1',
	more = '<r:StartDate>2024-01-01T00:00:00.000Z</r:StartDate><r:Expired>false</r:Expired>',
) =>
	`<r:RetentionAssignment><r:ApiId>${id}</r:ApiId><r:Entity>a1</r:Entity><r:RetentionPolicy>${policyRef}</r:RetentionPolicy>${more}</r:RetentionAssignment>`;

const connect = (routes: Parameters<typeof connectTo>[0]) => {
	const {session, asked, ...rest} = connectTo({...versionOf('7.7.0'), ...routes});
	return {retention: new Retention(session), asked: () => asked().filter(request => !request.includes('version')), ...rest};
};
const failureOf = (promise: Promise<unknown>) => promise.then(() => undefined).catch((error: unknown) => error);

describe('one policy', () => {
	it('is read with all it has', async () => {
		const {retention, asked} = connect({[`GET ${list}/p1`]: policy('p1', full)});
		expect(await retention.policy('p1')).toEqual({
			ref: 'p1',
			name: 'Policy p1',
			description: 'Keep & look',
			securityTag: 'open',
			startDateField: 'xip.created',
			period: 6,
			periodUnit: 'YEAR',
			expiryAction: 'REVIEW',
			expiryActionParameters: '{"EmailAddress":["a@b.c"]}',
			restriction: 'DELETE',
			assignable: true,
			extra: [],
		});
		expect(asked()).toEqual([`GET ${list}/p1`]);
	});

	it('may have little', async () => {
		const {retention} = connect({[`GET ${list}/p1`]: policy('p1', '<r:Description/>')});
		const none = {description: undefined, securityTag: undefined, period: undefined, periodUnit: undefined, assignable: undefined};
		expect(await retention.policy('p1')).toMatchObject({ref: 'p1', ...none});
	});

	it.each([
		['in the namespace of entities', (body: string) => body.replaceAll('r:', '')],
		['of a later version', (body: string) => body.replace('RetentionManagement/v6.2', 'RetentionManagement/v8.3')],
		[
			'without a wrapper',
			(body: string) =>
				body
					.replaceAll(/<\/?RetentionPolicyResponse[^>]*>/g, '')
					.replace('<r:RetentionPolicy', '$& xmlns:r="http://preservica.com/RetentionManagement/v6.2"'),
		],
		[
			'in two wrappers',
			(body: string) => body.replace('<r:RetentionPolicy>', '<Policies>$&').replace('</r:RetentionPolicy>', '$&</Policies>'),
		],
	])('%s is read alike', (_, change) => {
		expect(decodePolicy(parseXml(change(policy('p1', full))))).toMatchObject({ref: 'p1', period: 6, assignable: true});
	});

	it.each([
		['without a name', answer('X', '<r:RetentionPolicy><r:Ref>p1</r:Ref></r:RetentionPolicy>'), 'has no <Name>'],
		['without a policy', answer('X', '<Other/>'), 'has no <RetentionPolicy>'],
		['with a period that is no number', policy('p1', '<r:Period>P6Y</r:Period>'), '"P6Y", not a whole number'],
	])('%s is damaged', async (_, body, message) => {
		const failure = await failureOf(connect({[`GET ${list}/p1`]: body}).retention.policy('p1'));
		expect(failure).toBeInstanceOf(DecodeError);
		expect(String(failure)).toContain(message);
	});

	it('that does not exist is not found', async () => {
		await expect(connect({}).retention.policy('p9')).rejects.toThrow(NotFoundError);
		await expect(connect({}).retention.policy('p9')).rejects.toThrow('There is no retention policy p9');
	});
});

describe('the list of policies', () => {
	it('has all fields, in order, over all pages, and asks for a page when it is wanted', async () => {
		const next = `<Next>${origin}${list}?start=2&amp;max=2</Next><TotalResults>3</TotalResults>`;
		const {retention, asked} = connect({
			[`GET ${list}`]: [page(stub('p1') + stub('p2'), next), page(stub('p3'), '<TotalResults>3</TotalResults>')],
			...Object.fromEntries(['p1', 'p2', 'p3'].map(ref => [`GET ${list}/${ref}`, policy(ref, full)])),
		});
		const seen: unknown[] = [];
		for await (const {items, total} of retention.policies({pageSize: 2}).pages()) {
			seen.push([items.map(({ref, period}) => [ref, period]), total, asked().length]);
		}
		expect(seen).toEqual([
			[
				[
					['p1', 6],
					['p2', 6],
				],
				3,
				3,
			],
			[[['p3', 6]], 3, 5],
		]);
		expect(asked()).toEqual([
			`GET ${list}?start=0&max=2`,
			`GET ${list}/p1`,
			`GET ${list}/p2`,
			`GET ${list}?start=2&max=2`,
			`GET ${list}/p3`,
		]);
	});

	it('reads no more policies at once than it is told, and keeps their order', async () => {
		let running = 0;
		let most = 0;
		const slow = (ref: string, turns: number) => async () => {
			most = Math.max(most, ++running);
			for (let turn = 0; turn < turns; turn++) {
				await new Promise(resolve => setTimeout(resolve, 0));
			}
			running--;
			return policy(ref);
		};
		const refs = Array.from({length: 9}, (_, n) => `p${n}`);
		const {retention} = connect({
			[`GET ${list}`]: page(refs.map(ref => stub(ref)).join('')),
			...Object.fromEntries(refs.map((ref, n) => [`GET ${list}/${ref}`, slow(ref, 9 - n)])),
		});
		const policies = await retention.policies({concurrency: 3}).toArray();
		expect(policies.map(({ref}) => ref)).toEqual(refs);
		expect(most).toBe(3);
	});

	it.each([0, -1, 1.5, Number.NaN])('refuses to read %d at once', async concurrency => {
		await expect(connect({}).retention.policies({concurrency}).toArray()).rejects.toThrow('must be a whole number, at least 1');
	});

	it('may be empty', async () => {
		const {retention} = connect({[`GET ${list}`]: [page(''), mixedVersions]});
		expect(await retention.policies().toArray()).toEqual([]);
		expect(await retention.policies().toArray()).toEqual([]);
	});

	it.each([
		['another document', '<X/>', DecodeError],
		['an entry without a reference', page('<RetentionPolicy name="x"/>'), DecodeError],
		['a refusal', {status: 403}, PermissionError],
	])('is not empty when the answer is %s', async (_, body, error) => {
		await expect(
			connect({[`GET ${list}`]: body})
				.retention.policies()
				.toArray(),
		).rejects.toThrow(error);
	});

	it('fails when a policy of it cannot be read, and asks for no more', async () => {
		const refs = Array.from({length: 9}, (_, n) => `p${n}`);
		const {retention, asked} = connect({[`GET ${list}`]: page(refs.map(ref => stub(ref)).join('')), [`GET ${list}/p0`]: {status: 403}});
		await expect(retention.policies({concurrency: 1}).toArray()).rejects.toThrow(PermissionError);
		expect(asked()).toEqual([`GET ${list}?start=0&max=25`, `GET ${list}/p0`]);
	});

	it('ends what is under way when a policy of it cannot be read', async () => {
		const {retention, requests} = connect({
			[`GET ${list}`]: page(stub('p0') + stub('p1')),
			[`GET ${list}/p0`]: () => new Promise<never>(() => {}),
			[`GET ${list}/p1`]: {status: 403},
		});
		await expect(retention.policies().toArray()).rejects.toThrow(PermissionError);
		expect(requests.find(({url}) => url.endsWith('/p0'))?.signal.aborted).toBe(true);
	});

	it('ends with an abort', async () => {
		const controller = new AbortController();
		const {retention} = connect({
			[`GET ${list}`]: page(stub('p1')),
			[`GET ${list}/p1`]: () => {
				controller.abort(new Error('enough'));
				return new Promise<never>(() => {});
			},
		});
		await expect(retention.policies({signal: controller.signal}).toArray()).rejects.toThrow('enough');
	});
});

describe('a policy by name', () => {
	const next = `<Next>${origin}${list}?start=1</Next>`;

	it('is looked for on all pages, and read once', async () => {
		const {retention, asked} = connect({
			[`GET ${list}`]: [page(stub('p1', 'A &amp; B'), next), page(stub('p2', 'C'))],
			[`GET ${list}/p2`]: policy('p2', full, 'C'),
		});
		expect(await retention.policyByName('C')).toMatchObject({ref: 'p2', name: 'C', period: 6});
		expect(asked()).toEqual([`GET ${list}?start=0&max=250`, `GET ${list}?start=1`, `GET ${list}/p2`]);
	});

	it('that there is none of is not found', async () => {
		const failure = await failureOf(connect({[`GET ${list}`]: page(stub('p1', 'c'))}).retention.policyByName('C'));
		expect(failure).toBeInstanceOf(NotFoundError);
		expect(String(failure)).toContain('There is no retention policy named "C"');
	});

	it('that there are two of is an error that names both', async () => {
		const {retention} = connect({[`GET ${list}`]: [page(stub('p1', 'C'), next), page(stub('p2', 'C'))]});
		const failure = await failureOf(retention.policyByName('C'));
		expect(isSdkError(failure, 'ambiguous-name')).toBe(true);
		expect(String(failure)).toContain('2 retention policies are named "C": p1, p2.');
	});
});

describe('making a policy', () => {
	it('sends it in order, in the namespace of retention, and reads what came of it', async () => {
		const {retention, requests, asked} = connect({
			[`POST ${list}`]: answer('X', '<r:RetentionPolicy><r:Ref>p7</r:Ref></r:RetentionPolicy>'),
			[`GET ${list}/p7`]: policy('p7', full),
		});
		const made = await retention.createPolicy({
			restriction: 'DELETE',
			assignable: false,
			expiryActionParameters: '{"EmailAddress":["a@b.c"]}',
			expiryAction: 'REVIEW',
			periodUnit: 'YEAR',
			period: 0,
			startDateField: 'xip.created',
			securityTag: 'closed',
			description: 'Keep',
			name: 'HR <&> “Records”',
		});
		expect(made).toMatchObject({ref: 'p7', period: 6});
		expect(asked()).toEqual([`POST ${list}`, `GET ${list}/p7`]);
		const sent = requests.find(({method}) => method === 'POST');
		expect(sent?.headers.get('content-type')).toBe('application/xml;charset=UTF-8');
		expect(await sent?.text()).toContain(
			'<RetentionPolicy xmlns="http://preservica.com/RetentionManagement/v6.2"><Name>HR &lt;&amp;&gt; “Records”</Name><Description>Keep</Description><SecurityTag>closed</SecurityTag><StartDateField>xip.created</StartDateField><Period>0</Period><PeriodUnit>YEAR</PeriodUnit><ExpiryAction>REVIEW</ExpiryAction><ExpiryActionParameters>{"EmailAddress":["a@b.c"]}</ExpiryActionParameters><Restriction>DELETE</Restriction><Assignable>false</Assignable></RetentionPolicy>',
		);
	});

	it('leaves out what is not given, and takes nothing of the policy it copies but its fields', async () => {
		const {retention, requests} = connect({
			[`POST ${list}`]: policy('p7'),
			[`GET ${list}/p7`]: policy('p7'),
			[`GET ${list}/p1`]: policy('p1', '<r:Other>x</r:Other>'),
		});
		const {assignable: _, ...copied} = await retention.policy('p1');
		await retention.createPolicy({...copied, name: 'New'});
		expect(await requests.find(({method}) => method === 'POST')?.text()).toContain(
			'v6.2"><Name>New</Name><Description/><SecurityTag>open</SecurityTag><Assignable>true</Assignable></RetentionPolicy>',
		);
	});

	it('that the server does not name says so', async () => {
		await expect(connect({[`POST ${list}`]: ''}).retention.createPolicy({name: 'A'})).rejects.toThrow('did not say its reference');
		await expect(connect({[`POST ${list}`]: answer('X', '')}).retention.createPolicy({name: 'A'})).rejects.toThrow(DecodeError);
	});

	it.each([[{name: ' '}], [{name: 'A', period: 1.5}], [{name: 'A', period: -1}], [{name: 'A', period: Number.NaN}]])(
		'%o is refused before anything is sent',
		async wrong => {
			const {retention, asked} = connect({});
			await expect(retention.createPolicy(wrong)).rejects.toThrow(ConfigurationError);
			expect(asked()).toEqual([]);
		},
	);

	it('is not repeated when the answer is lost', async () => {
		const {retention, asked} = connect({[`POST ${list}`]: () => Promise.reject(new TypeError('lost'))});
		await expect(retention.createPolicy({name: 'A'})).rejects.toThrow(NetworkError);
		expect(asked()).toHaveLength(1);
	});
});

describe('changing a policy', () => {
	it('writes all of it, what this release does not know included', async () => {
		const more = `${full}<r:Future a="1"><r:Deep>x</r:Deep></r:Future>`;
		const {retention, requests, asked} = connect({[`GET ${list}/p1`]: policy('p1', more), [`PUT ${list}/p1`]: ''});
		const changed = await retention.updatePolicy({...(await retention.policy('p1')), period: 7, restriction: undefined});
		expect(changed).toMatchObject({ref: 'p1', period: 6});
		expect(asked()).toEqual([`GET ${list}/p1`, `PUT ${list}/p1`, `GET ${list}/p1`]);
		const body = (await requests.find(({method}) => method === 'PUT')?.text()) ?? '';
		expect(body).toContain('<Ref>p1</Ref><Name>Policy p1</Name><Description>Keep &amp; look</Description>');
		expect(body).toContain('<Period>7</Period><PeriodUnit>YEAR</PeriodUnit>');
		expect(body).not.toContain('Restriction');
		expect(decodePolicy(parseXml(body))).toMatchObject({assignable: true, extra: [{name: 'Future'}]});
	});

	it('does not open what has no security tag, nor make assignable what does not say', async () => {
		const {retention, requests} = connect({[`GET ${list}/p1`]: policy('p1', ''), [`PUT ${list}/p1`]: {status: 204}});
		await retention.updatePolicy(await retention.policy('p1'));
		const body = await requests.find(({method}) => method === 'PUT')?.text();
		expect(body).toContain('<Ref>p1</Ref><Name>Policy p1</Name><Description/></RetentionPolicy>');
	});

	it('says what may be assigned, in proper booleans', async () => {
		const {retention, requests, asked} = connect({[`PUT ${list}/p1/assignable`]: '', [`GET ${list}/p1`]: policy('p1')});
		expect(await retention.setAssignable('p1', false)).toBeUndefined();
		await retention.setAssignable(await retention.policy('p1'), true);
		const sent = requests.filter(({method}) => method === 'PUT');
		expect(await Promise.all(sent.map(request => request.text()))).toEqual(['false', 'true']);
		expect(sent[0]?.headers.get('content-type')).toBe('text/plain;charset=UTF-8');
		expect(asked()[0]).toBe(`PUT ${list}/p1/assignable`);
	});

	it('of what does not exist is not found', async () => {
		const gone = decodePolicy(parseXml(policy('p9')));
		const {retention} = connect({});
		await expect(retention.updatePolicy(gone)).rejects.toThrow(NotFoundError);
		await expect(retention.setAssignable('p9', true)).rejects.toThrow('There is no retention policy p9');
		await expect(retention.deletePolicy('p9')).rejects.toThrow(NotFoundError);
	});

	it('ends it', async () => {
		const {retention, asked} = connect({[`DELETE ${list}/p1`]: {status: 204}});
		expect(await retention.deletePolicy('p1')).toBeUndefined();
		await retention.deletePolicy(decodePolicy(parseXml(policy('p1'))));
		expect(asked()).toEqual([`DELETE ${list}/p1`, `DELETE ${list}/p1`]);
	});

	it('without the right says so', async () => {
		const {retention} = connect({[`DELETE ${list}/p1`]: {status: 403}});
		await expect(retention.deletePolicy('p1')).rejects.toThrow('This account has no right to delete the retention policy p1');
	});
});

describe('assignments', () => {
	it.each([
		['asset', 'information-objects'],
		['folder', 'structural-objects'],
	] as const)('of one %s are listed, over all pages', async (type, place) => {
		const path = `/api/entity/${place}/e1/retention-assignments`;
		const wrapped = answer(
			'RetentionAssignmentsResponse',
			`<RetentionAssignments>${assignment('i1')}</RetentionAssignments><Paging><Next>${origin}${path}?start=1</Next></Paging>`,
		);
		const bare = answer('RetentionAssignmentsResponse', assignment('i2', 'p2', '<r:Expired>TRUE</r:Expired>'));
		const {retention, asked} = connect({[`GET ${path}`]: [wrapped, bare]});
		expect(await retention.assignments({type, ref: 'e1'})).toEqual([
			{id: 'i1', entity: 'a1', policy: 'p1', startDate: '2024-01-01T00:00:00.000Z', expired: false},
			{id: 'i2', entity: 'a1', policy: 'p2', startDate: undefined, expired: true},
		]);
		expect(asked()).toEqual([`GET ${path}`, `GET ${path}?start=1`]);
	});

	it('may be none, and are not none for another answer or an entity that is not there', async () => {
		const asset = {type: 'asset', ref: 'a1'} as const;
		expect(await connect({[`GET ${assigned}`]: answer('RetentionAssignmentsResponse', '')}).retention.assignments(asset)).toEqual([]);
		await expect(connect({[`GET ${assigned}`]: '<X/>'}).retention.assignments(asset)).rejects.toThrow(DecodeError);
		await expect(connect({}).retention.assignments(asset)).rejects.toThrow('There is no asset with the reference a1');
	});

	it('are made of asset and policy', async () => {
		const {retention, requests, asked} = connect({[`POST ${assigned}`]: answer('X', assignment('i1', 'p1', ''))});
		const made = {id: 'i1', entity: 'a1', policy: 'p1', startDate: undefined, expired: false};
		expect(await retention.assign('a1', 'p1')).toEqual(made);
		expect(await retention.assign({type: 'asset', ref: 'a1'}, decodePolicy(parseXml(policy('p1'))))).toEqual(made);
		expect(asked()).toEqual([`POST ${assigned}`, `POST ${assigned}`]);
		expect(await requests.at(-1)?.text()).toContain(
			'<RetentionAssignment xmlns="http://preservica.com/RetentionManagement/v6.2"><RetentionPolicy>p1</RetentionPolicy></RetentionAssignment>',
		);
	});

	it('are looked up when the server does not tell them', async () => {
		const listed = answer('X', `<RetentionAssignments>${assignment('i1', 'p1')}${assignment('i2', 'p2')}</RetentionAssignments>`);
		const {retention} = connect({[`POST ${assigned}`]: {status: 204}, [`GET ${assigned}`]: listed});
		expect(await retention.assign('a1', 'p2')).toMatchObject({id: 'i2'});
		await expect(retention.assign('a1', 'p3')).rejects.toThrow('does not list it');
	});

	it('need a policy', async () => {
		await expect(connect({}).retention.assign('a1', '')).rejects.toThrow(ConfigurationError);
	});

	it('are taken away', async () => {
		const {retention, asked} = connect({[`DELETE ${assigned}/i1`]: {status: 204}});
		expect(await retention.removeAssignment({entity: 'a1', id: 'i1'})).toBeUndefined();
		expect(asked()).toEqual([`DELETE ${assigned}/i1`]);
		await expect(retention.removeAssignment({entity: 'a1', id: 'i9'})).rejects.toThrow(NotFoundError);
	});
});

describe('a server before 6.2', () => {
	const gone = decodePolicy(parseXml(policy('p1')));

	it.each<[string, (retention: Retention) => Promise<unknown>]>([
		['policies', retention => retention.policies().toArray()],
		['policy', retention => retention.policy('p1')],
		['policyByName', retention => retention.policyByName('x')],
		['createPolicy', retention => retention.createPolicy({name: 'x'})],
		['updatePolicy', retention => retention.updatePolicy(gone)],
		['setAssignable', retention => retention.setAssignable('p1', true)],
		['deletePolicy', retention => retention.deletePolicy('p1')],
		['assignments', retention => retention.assignments({type: 'asset', ref: 'a1'})],
		['assign', retention => retention.assign('a1', 'p1')],
		['removeAssignment', retention => retention.removeAssignment({entity: 'a1', id: 'i1'})],
	])('is not asked: %s', async (_, call) => {
		const {retention, asked} = connect(versionOf('6.1.3'));
		expect(isSdkError(await failureOf(call(retention)), 'version')).toBe(true);
		expect(asked()).toEqual([]);
	});
});
