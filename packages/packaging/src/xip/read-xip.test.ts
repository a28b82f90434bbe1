import {describe, expect, it} from 'vitest';
import {treeOf} from '../fixtures/trees.ts';
import {readXip} from './read-xip.ts';

const asset = '<InformationObject><Ref>a</Ref><Title>T</Title><SecurityTag>open</SecurityTag></InformationObject>';
const document = (inner: string, version = '7.7'): string => `<XIP xmlns="http://preservica.com/XIP/v${version}">${inner}</XIP>`;

describe('the metadata', () => {
	it.each([['metadata.xml'], ['id/metadata.xml'], ['report.xip'], ['report/report.xip']])('are found as %s', async path => {
		const {assets, metadataPath, namespace} = await readXip(treeOf([[path, document(asset)]]));
		expect(metadataPath).toBe(path);
		expect(namespace).toBe('http://preservica.com/XIP/v7.7');
		expect(assets.map(({ref}) => ref)).toEqual(['a']);
	});
});
