import {expect, it, onTestFinished} from 'vitest';
import {install, samples, temporaryFolder} from '../fixtures/installation.ts';
import type {Json} from '../fixtures/installation.ts';
import {locationFor} from '../state.ts';

/** What is in the store is what a sandbox that was killed has: every change is on disk when its answer comes. */
it('knows everything after an end in the middle: rows, requests, settings, tasks that go on', async () => {
	const folder = temporaryFolder();
	onTestFinished(() => folder.remove());
	const first = await install(folder.path);
	const aip = await first.preserve('letters');
	const space = '/api/v2/space/5d1f2c3a-7c39-4b0c-9d1e-2b7a1f6f0c11/';
	const made = await (await first.write('POST', '/api/v2/location/', {space, pipeline: [], purpose: 'AS', relative_path: 'b'})).json();
	await first.write('POST', '/api/v2/pipeline/', {description: 'Second'});
	await first.control('POST', 'callbacks', {event: 'post_store', uri: 'http://127.0.0.1:1/'});
	await first.control('PUT', 'storage', {profile: 'newer'});
	const request = {event_reason: 'x', pipeline: 'a64e061a-5688-49b5-95c1-0b6885c40c04', user_id: 1, user_email: 'x'};
	const other = await first.preserve('names');
	await first.write('POST', `/api/v2/file/${other}/delete_aip/`, request);
	const cp = locationFor(first.state, 'CP').uuid;
	const files = [{source: `${samples}/letters/`, destination: 'tmp/x'}];
	const origin = `/api/v2/location/${first.transferSource}/`;
	await first.write('POST', `/api/v2/location/${cp}/async/`, {origin_location: origin, pipeline: 'x', files});
	const body = new URLSearchParams({location_uuid: made.uuid});
	await first.storage(`/api/v2/file/${aip}/move/`, {method: 'POST', body});
	const time = Date.UTC(2026, 4, 17, 10);
	first.close();

	const second = await install(folder.path, {time});
	onTestFinished(() => second.close());
	expect((await second.readStorage('/api/v2/async/')).objects.map(({result}: Json) => result)).toEqual([
		'Files moved successfully',
		'Package moved successfully',
	]);
	expect(await second.readStorage(`/api/v2/file/${aip}/`)).toMatchObject({status: 'UPLOADED', current_location: made.resource_uri});
	expect(await second.readStorage(`/api/v2/file/${aip}/check_fixity/`)).toMatchObject({success: true});
	expect((await second.readStorage('/api/v2/pipeline/?description=Second')).meta.total_count).toBe(1);
	expect(await (await second.control('GET', 'callbacks')).json()).toHaveLength(1);
	expect(await (await second.control('GET', 'storage')).json()).toMatchObject({profile: 'newer'});
	const review = {event_id: 1, decision: 'approve', reason: 'x'};
	expect((await second.write('POST', `/api/v2/file/${other}/review_aip_deletion/`, review)).status).toBe(200);
	expect((await second.readStorage(`/api/v2/file/${other}/`)).status).toBe('DELETED');
	const moved = await second.write('POST', `/api/v2/location/${cp}/async/`, {origin_location: origin, pipeline: 'x', files});
	expect(moved.headers.get('location')).toBe('/api/v2/async/3/');
});
