import {ConfigurationError, ConflictError, PermissionError} from '@fonds/core';
import type {JobState} from '@fonds/core';
import {fakeFetch, type FakeRoutes} from '@fonds/core/testing';
import {describe, expect, it} from 'vitest';
import {badGateway, json, list, sipId, storagePackage, storageUrl, text} from '../fixtures/servers.ts';
import {PackageApproval} from './package-approval.ts';

const review = `POST /api/v2/file/${sipId}/review_aip_deletion/`;
const done = json({message: 'Request approved: Package deleted successfully.', detail: 'x'});
const state = (change: Record<string, string | number | boolean | null> = {}): JobState => ({
	kind: 'archivematica-package-request',
	id: sipId,
	data: {
		package: sipId,
		kind: 'deletion',
		id: 3,
		reason: 'Stored twice',
		requestedBy: 'keeper',
		before: 'UPLOADED',
		seen: false,
		since: 1,
		silent: 0,
		...change,
	},
});
const reason = 'Checked';

const decider = (routes: FakeRoutes = {}, username = 'reviewer') => {
	const fetch = fakeFetch({
		[`GET /api/v2/file/${sipId}/`]: json(storagePackage({status: 'DEL_REQ'})),
		'GET /api/v2/file/': list([]),
		[review]: done,
		...routes,
	});
	const approval = new PackageApproval({url: storageUrl, username, apiKey: 'second-key'}, {fetch, retry: {sleep: async () => {}}});
	return {approval, sent: () => fetch.requests.filter(({method}) => method === 'POST'), fetch};
};

describe('a review', () => {
	it('shows who asks for what and why, and what would go, as the second person sees it', async () => {
		const {approval, sent, fetch} = decider();
		expect(await approval.review(state())).toMatchObject({
			package: sipId,
			reason: 'Stored twice',
			requestedBy: 'keeper',
			plan: {package: {uuid: sipId, size: 11}, dips: []},
		});
		expect(sent()).toEqual([]);
		expect(fetch.requests[0]?.headers.get('authorization')).toBe('ApiKey reviewer:second-key');
		expect((await approval.review(state({requestedBy: null}))).requestedBy).toBeUndefined();
	});

	it('has nothing to show of what is gone', async () => {
		const {approval} = decider({[`GET /api/v2/file/${sipId}/`]: json(storagePackage({status: 'DELETED'}))});
		await expect(approval.review(state())).rejects.toMatchObject({code: 'deleted'});
	});
});

describe('a decision', () => {
	it.each(['approve', 'reject'] as const)('to %s names the request and the reason', async decision => {
		const {approval, sent} = decider();
		const decided = decision === 'approve' ? approval.approve(state(), {reason}) : approval.reject({toJSON: () => state()}, {reason});
		expect(await decided).toEqual({message: 'Request approved: Package deleted successfully.', detail: 'x'});
		expect(await sent()[0]?.json()).toEqual({event_id: 3, decision, reason});
	});

	it.each([
		['by who asked', state({requestedBy: 'reviewer'}), 'same-person'],
		['about a request whose number nobody knows', state({id: null}), 'no-request-number'],
		['about a recovery', state({kind: 'recovery'}), 'configuration'],
		['about something else', {...state(), kind: 'archivematica-transfer'}, 'configuration'],
	])('%s is refused before anything is sent', async (_, request, code) => {
		const {approval, fetch} = decider();
		await expect(approval.approve(request, {reason})).rejects.toMatchObject({name: 'ConfigurationError', code});
		await expect(approval.reject(request, {reason})).rejects.toThrow(ConfigurationError);
		await expect(approval.review(request)).rejects.toThrow(ConfigurationError);
		expect(fetch.requests).toEqual([]);
	});

	it('needs a reason', async () => {
		const {approval, sent} = decider();
		await expect(approval.approve(state(), {reason: ' '})).rejects.toThrow('needs a reason');
		expect(sent()).toEqual([]);
	});

	it('whose deletion failed is no success, although it is answered with 200', async () => {
		const {approval} = decider({[review]: json({error_message: 'Package deletion failed.'})});
		await expect(approval.approve(state(), {reason})).rejects.toMatchObject({
			code: 'deletion-failed',
			message: expect.stringContaining('The request stays open'),
		});
	});

	it('comes too late, or from one who may not', async () => {
		const late = decider({[review]: json({error_message: 'This request is not pending review.'}, 400)});
		const error: unknown = await late.approval.approve(state(), {reason}).catch((caught: unknown) => caught);
		expect(error).toBeInstanceOf(ConflictError);
		expect(error).toMatchObject({code: 'not-pending', status: 400});
		const wrong = decider({[review]: json({error_message: "Decision must be either 'approve' or 'reject'."}, 400)});
		await expect(wrong.approval.approve(state(), {reason})).rejects.toMatchObject({code: 'http', status: 400});
		const forbidden = decider({[review]: json({error_message: 'You do not have permission.'}, 403)});
		await expect(forbidden.approval.reject(state(), {reason})).rejects.toThrow(PermissionError);
		const unknown = decider({[review]: json({error_message: 'No Event matches the given query.'}, 404)});
		await expect(unknown.approval.reject(state(), {reason})).rejects.toMatchObject({name: 'NotFoundError'});
		const noPackage = decider({[review]: text(`Resource with UUID ${sipId} does not exist`, 404)});
		await expect(noPackage.approval.reject(state(), {reason})).rejects.toMatchObject({name: 'NotFoundError'});
	});

	it.each([
		['405', text('GET,PUT,PATCH', 405)],
		['an empty 404', text('', 404)],
		['a page', text('<html>Not Found</html>', 404)],
		['501', text('', 501)],
	])('is beyond older servers, which answer %s', async (_, answer) => {
		const {approval} = decider({[review]: answer});
		await expect(approval.approve(state(), {reason})).rejects.toMatchObject({
			name: 'ConfigurationError',
			code: 'version',
			message: expect.stringContaining('after 0.23'),
		});
	});

	it('is not sent twice when the answer is lost', async () => {
		const {approval, sent} = decider({[review]: badGateway});
		await expect(approval.approve(state(), {reason})).rejects.toMatchObject({code: 'work-uncertain'});
		expect(sent()).toHaveLength(1);
	});

	it('lets an abort through', async () => {
		const {approval} = decider({[review]: () => new Promise<never>(() => {})});
		const controller = new AbortController();
		const decided = approval.approve(state(), {reason, signal: controller.signal});
		setTimeout(() => controller.abort(new Error('enough')));
		await expect(decided).rejects.toThrow('enough');
	});
});
