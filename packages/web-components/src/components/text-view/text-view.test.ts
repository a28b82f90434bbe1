import {expect} from 'chai';

import '../../define/text-view.ts';
import {clearPage, inside, mount, shownText, violations} from '../../fixtures/page.ts';

describe('text-view', () => {
	afterEach(clearPage);

	it('shows markup, leading lines and spaces as they are', async () => {
		const text = '\n\n  <b onclick="x">bold</b>\t&amp;\n';
		const view = mount('text-view', {text, name: 'a.html', encoding: 'UTF-8'});
		await view.updateComplete;
		expect(inside(view, 'pre')?.textContent).to.equal(text);
		expect(inside(view, 'pre b')).to.equal(null);
		expect(shownText(view)).to.include('Read as UTF-8');
	});

	it('can be scrolled by keyboard, and has a name', async () => {
		const view = mount('text-view', {text: 'x\n'.repeat(500), name: 'a.txt', partial: true, shown: 1000, size: 2000});
		await view.updateComplete;
		inside(view, 'pre')?.focus();
		expect(view.shadowRoot?.activeElement?.getAttribute('aria-label')).to.equal('Text of a.txt');
		expect(await violations(view)).to.deep.equal([]);
	});

	it('stops wrapping lines when asked to', async () => {
		const view = mount('text-view', {text: 'long line'});
		await view.updateComplete;
		inside<HTMLInputElement>(view, 'input')?.click();
		await view.updateComplete;
		expect(getComputedStyle(inside(view, 'pre')!).whiteSpace).to.equal('pre');
	});

	it('says that a file is empty', async () => {
		const view = mount('text-view', {text: ''});
		await view.updateComplete;
		expect(shownText(view)).to.include('This file is empty.');
	});
});
