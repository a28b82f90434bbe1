import {expect} from 'chai';

import '../../define/media-view.ts';
import '../../define/asset-viewer.ts';
import {fakeSource} from '../../fixtures/fake-source.ts';
import {clearPage, inside, mount, next, sample, until, violations, watchObjectUrls} from '../../fixtures/page.ts';

const recording = async (name: string, type: string): Promise<Blob> => new Blob([await sample(name)], {type});

describe('media-view', () => {
	afterEach(clearPage);

	it('plays audio with the browser’s controls, but not by itself', async () => {
		const view = mount('media-view', {kind: 'audio', name: 'tapes/tone.mp3', blob: await recording('tone.mp3', 'audio/mpeg')});
		await next(view, 'view-ready');
		const audio = inside<HTMLAudioElement>(view, 'audio')!;
		expect(audio.controls).to.equal(true);
		expect(audio.paused).to.equal(true);
		expect(audio.getAttribute('aria-label')).to.equal('Audio: tone.mp3');
		expect(await violations(view)).to.deep.equal([]);
	});

	it('says that it cannot play what is not a recording', async () => {
		const view = mount('media-view', {kind: 'video', blob: new Blob(['nothing'], {type: 'video/mp4'})});
		const {kind} = await next(view, 'view-error');
		expect(kind).to.equal('unsupported');
	});

	it('revokes the recording and its captions when it leaves the page, and makes them anew when it comes back', async () => {
		const urls = watchObjectUrls();
		const captions = [{blob: await recording('clip.vtt', 'text/vtt'), language: 'fr', label: 'Français'}];
		const view = mount('media-view', {kind: 'video', blob: await recording('clip.mp4', 'video/mp4'), captions});
		await until(() => urls.alive.size === 2);
		view.remove();
		expect(urls.alive.size).to.equal(0);
		document.body.append(view);
		await until(() => inside<HTMLVideoElement>(view, 'video')?.src === [...urls.alive.keys()][0]);
		expect(urls.alive.size).to.equal(2);
		view.remove();
		expect(urls.alive.size).to.equal(0);
		urls.restore();
	});

	it('finds the captions beside a video by their names', async () => {
		const vtt = await sample('clip.vtt');
		const Access = [
			{name: 'clip.mp4', bytes: await sample('clip.mp4')},
			{name: 'clip.vtt', bytes: vtt},
			{name: 'clip.fr.vtt', bytes: vtt},
			{name: 'other.vtt', bytes: vtt},
			{name: 'clip.de.vtt', bytes: vtt, fails: new Error('unreadable')},
		];
		const source = fakeSource({film: {representations: {Access}}});
		const viewer = mount('asset-viewer', {source, asset: 'film'});
		await next(viewer, 'file-show');
		const tracks = await until(() => inside(viewer, 'media-view')?.shadowRoot?.querySelectorAll('track'));

		expect([...tracks].map(({srclang}) => srclang)).to.deep.equal(['', 'fr']);
		expect(source.calls).not.to.include('open other.vtt');
	});
});
