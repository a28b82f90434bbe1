import {readFileSync} from 'node:fs';
import {XmlDocument, XsdValidator} from 'libxml2-wasm';
import {describe, expect, it} from 'vitest';
import {everything, letter} from '../fixtures/descriptions.ts';
import {readPackage} from '../fixtures/read-package.ts';
import {packageAssets} from './package-assets.ts';

function validate(xml: string, version: string): void {
	const schema = XmlDocument.fromString(readFileSync(new URL(`../fixtures/xip/XIP-v${version}.xsd`, import.meta.url), 'utf8'));
	const validator = XsdValidator.fromDoc(schema);
	const document = XmlDocument.fromString(xml);
	try {
		validator.validate(document);
	} finally {
		document.dispose();
		validator.dispose();
		schema.dispose();
	}
}

describe.each(['6.0', '6.2', '6.9', '7.7'])('the schema of XIP %s', version => {
	const namespace = `http://preservica.com/XIP/v${version}`;

	it.each([
		['one asset of one file', {assets: [letter]}],
		['everything', everything()],
		['folders alone', {folders: [{title: 'F', folders: [{title: 'G'}]}]}],
	])('accepts %s', async (_, description) => {
		const {metadataText} = await readPackage(packageAssets(description, {namespace, digests: ['md5', 'sha256', 'sha512']}).bytes);
		expect(() => validate(metadataText, version)).not.toThrow();
	});

	it('would notice a wrong order', async () => {
		const {metadataText} = await readPackage(packageAssets({assets: [letter]}, {namespace}).bytes);
		const [, object = ''] = /(<ContentObject><Ref>.*<\/ContentObject>\n)/.exec(metadataText) ?? [];
		expect(object).not.toBe('');
		expect(() => validate(metadataText.replace(object, '').replace('</XIP>', `${object}</XIP>`), version)).toThrow(/ContentObject/);
	});
});
