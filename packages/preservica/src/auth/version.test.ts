import {parseXml} from '@fonds/core/xml';
import {describe, expect, it} from 'vitest';
import {connect} from '../fixtures/connect.ts';
import {samples} from '../fixtures/samples.ts';
import {compareVersions, decodeVersion, namespacesOf, parseVersion, requireVersion} from './version.ts';

describe('a version', () => {
	it.each([
		['7.7.1', 7, 7, 1],
		['8.1', 8, 1, 0],
		[' 6.12.0 ', 6, 12, 0],
		['7.7.0-SNAPSHOT', 7, 7, 0],
	])('%s is read', (text, major, minor, patch) => {
		expect(parseVersion(text)).toEqual({text: text.trim(), major, minor, patch});
	});

	it.each(['', 'seven', '7', 'v7.7', '7.', '.7'])('%o is refused', text => {
		expect(() => parseVersion(text)).toThrow('which is not a version');
	});

	it.each([
		samples.entityVersionDetails,
		'<VersionResponse><CurrentVersion>7.7.1</CurrentVersion></VersionResponse>',
		'<e:VersionResponse xmlns:e="http://preservica.com/EntityAPI/v7.7"><e:Details><e:CurrentVersion> 7.7.1 </e:CurrentVersion></e:Details></e:VersionResponse>',
	])('is found with a prefix and without: %s', text => {
		expect(decodeVersion(parseXml(text))).toMatchObject({major: 7, minor: 7, patch: 1});
	});

	it('is missing in an answer of something else', () => {
		expect(() => decodeVersion(parseXml('<VersionResponse/>'))).toThrow('<VersionResponse> has no <CurrentVersion>');
	});

	it('is compared part by part, as numbers', () => {
		const sorted = ['6.2', '6.2.1', '6.10', '7.0', '7.5.3', '8.1'];
		expect(sorted.toReversed().toSorted((a, b) => compareVersions(parseVersion(a), parseVersion(b)))).toEqual(sorted);
	});

	it('that is too old stops a call, with the version it takes', () => {
		expect(() => requireVersion(parseVersion('6.10.9'), '6.12', 'Adding an access representation')).toThrow(
			'Adding an access representation needs Preservica 6.12 or newer; this server runs 6.10.9.',
		);
		expect(() => requireVersion(parseVersion('7.0'), '6.12', 'x')).not.toThrow();
		expect(() => requireVersion(parseVersion('6.2.1'), '6.2.1', 'x')).not.toThrow();
	});
});

describe('the namespaces', () => {
	it.each([
		['6.0.1', 'v6.0', undefined],
		['6.1', 'v6.0', undefined],
		['6.2', 'v6.2', 'v6.2'],
		['6.12.3', 'v6.12', 'v6.2'],
		['7.7.1', 'v7.7', 'v6.2'],
		['8.1', 'v8.1', 'v6.2'],
	])('of %s are those of %s', (version, own, retention) => {
		const namespaces = namespacesOf(parseVersion(version));
		expect(namespaces.xip).toBe(`http://preservica.com/XIP/${own}`);
		expect(namespaces.entity).toBe(`http://preservica.com/EntityAPI/${own}`);
		expect(namespaces.retention).toBe(retention && `http://preservica.com/RetentionManagement/${retention}`);
		expect(namespaces.security).toBe(retention && `http://preservica.com/SecurityAPI/${own}`);
		expect(namespaces.admin).toBe(retention && `http://preservica.com/AdminAPI/${own}`);
	});

	it('are asked for once, by all callers, and again after a failure', async () => {
		const route = 'GET /api/entity/versiondetails/version';
		const {session, asked} = connect({[route]: [{status: 404}, samples.entityVersionDetails]});
		const first = await Promise.allSettled([session.version(), session.namespaces()]);
		expect(first.map(({status}) => status)).toEqual(['rejected', 'rejected']);
		expect(asked()).toHaveLength(1);

		const [version, {xip}] = await Promise.all([session.version(), session.namespaces()]);
		expect(version.text).toBe('7.7.1');
		expect(xip).toBe('http://preservica.com/XIP/v7.7');
		await session.version();
		expect(asked()).toHaveLength(2);
	});

	it('are waited for by others when one caller aborts', async () => {
		const {session} = connect({'GET /api/entity/versiondetails/version': samples.entityVersionDetails});
		const controller = new AbortController();
		const aborted = session.version({signal: controller.signal});
		const other = session.version();
		controller.abort(new Error('enough'));
		await expect(aborted).rejects.toThrow('enough');
		expect((await other).text).toBe('7.7.1');
	});
});
