import {expect} from 'chai';

import {formatActivity, formatFactor, formatPercent, formatSize} from './format.ts';
import {baseName, extension, savedName, visibleName} from './safe-name.ts';

describe('names', () => {
	it('shows characters that hide or turn others', () => {
		expect(visibleName('a\u202Eb\u0000c\u200Bd')).to.equal('a\uFFFDb\uFFFDc\uFFFDd');
		expect(visibleName('Ünïcödé 日本 עברית')).to.equal('Ünïcödé 日本 עברית');
	});

	it('saves under a name that stays where it is put', () => {
		expect(savedName('../../etc/passwd')).to.equal('passwd');
		expect(savedName('C:\\windows\\system.ini')).to.equal('system.ini');
		expect(savedName('a<b>:"|?*.txt')).to.equal('a_b______.txt');
		expect(savedName('..')).to.equal('file');
		expect(savedName('.htaccess')).to.equal('htaccess');
		expect(savedName('')).to.equal('file');
	});

	it('takes names apart', () => {
		expect(baseName('a/b/c.txt')).to.equal('c.txt');
		expect(baseName('a/b/')).to.equal('a/b/');
		expect(extension('a.b/c.TAR.gz')).to.equal('gz');
		expect(extension('a.b/c')).to.equal('');
	});
});

describe('numbers', () => {
	it('writes sizes as people do', () => {
		expect(formatSize(0)).to.equal('0 bytes');
		expect(formatSize(1)).to.equal('1 byte');
		expect(formatSize(1234)).to.equal('1.2 kB');
		expect(formatSize(999_999)).to.equal('1 MB');
		expect(formatSize(12_345_678)).to.equal('12 MB');
		expect(formatSize(5e15)).to.equal('5 PB');
	});

	it('writes factors, and what systems shout, as people do', () => {
		expect(formatFactor(1.5)).to.equal('150%');
		expect(formatActivity('FINISHED_MIXED_OUTCOME')).to.equal('Finished mixed outcome');
		expect(formatActivity('Assign UUIDs\u202E')).to.equal('Assign UUIDs\uFFFD');
	});

	it('says 100% only when it is all', () => {
		expect(formatPercent(999, 1000)).to.equal('99%');
		expect(formatPercent(1000, 1000)).to.equal('100%');
		expect(formatPercent(5, undefined)).to.equal('0%');
		expect(formatPercent(5, 0)).to.equal('0%');
	});
});
