import {expect} from 'chai';

import '../define/transfer-status.ts';
import {clearPage, mount, shownText} from '../fixtures/page.ts';
import {formatSize} from '../internal/format.ts';
import {english} from './english.ts';
import {messages, setMessages} from './messages.ts';

describe('setMessages', () => {
	afterEach(() => {
		clearPage();
		setMessages();
	});

	it('replaces texts of elements that are on the page, and keeps the rest', async () => {
		const element = mount('transfer-status');
		await element.updateComplete;
		setMessages({locale: 'de', transfer: {idle: 'Kein Transfer.'}});
		await element.updateComplete;

		expect(shownText(element)).to.include('Kein Transfer.').and.to.include(english.transfer.heading);
		expect(formatSize(1234)).to.equal('1,2 kB');
	});

	it('adds to what was replaced before, and goes back to English', () => {
		setMessages({transfer: {idle: 'A'}});
		setMessages({transfer: {heading: 'B'}});
		expect([messages().transfer.idle, messages().transfer.heading]).to.deep.equal(['A', 'B']);
		setMessages();
		expect(messages()).to.equal(english);
	});
});
