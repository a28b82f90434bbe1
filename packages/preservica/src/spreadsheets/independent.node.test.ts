import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {displayTransform, metadataDocuments, metadataSchema, searchIndex} from './index.ts';

// Other people's programs judge what is written here: libxml2 validates, the JDK transforms.
const libxml = await import('libxml2-wasm').catch(() => undefined);
const run = promisify(execFile);
const java = await run('java', ['-version']).then(
	() => true,
	() => false,
);
const schemas = fileURLToPath(new URL('../../../../../shared/data/schemas/preservica/', import.meta.url));

const options = {namespace: 'https://archive.example.org/letter/v1', root: 'letter', title: 'Letters & more'};
const header = ['zeta', 'filename', 'Alpha Beta', 'omega', 'Überschrift', 'b-c', 'delta'];
const csv = `${header.join(',')}\n1,one,"<&>"" ]]>",,ä,5,6\n7,two,"line\nbreak",8,9,10,11\n`;

function validate(xml: string, schema: string): void {
	const {XmlDocument, XsdValidator} = libxml!;
	const definition = XmlDocument.fromString(schema);
	const validator = XsdValidator.fromDoc(definition);
	const document = XmlDocument.fromString(xml);
	try {
		validator.validate(document);
	} finally {
		document.dispose();
		validator.dispose();
		definition.dispose();
	}
}

const documents = async (given = options) => {
	const found: string[] = [];
	for await (const {xml} of metadataDocuments(csv, given)) {
		found.push(xml);
	}
	return found;
};

describe.skipIf(libxml === undefined)(libxml ? 'libxml2' : 'libxml2: skipped, libxml2-wasm is not installed', () => {
	it('finds every document to be as the schema says', async () => {
		const schema = await metadataSchema(csv, options);
		for (const xml of await documents()) {
			expect(() => validate(xml, schema)).not.toThrow();
		}
	});

	it('would notice another order, another namespace, a missing column', async () => {
		const schema = await metadataSchema(csv, options);
		const [xml = ''] = await documents();
		const wrong = [
			xml.replace('<zeta>1</zeta><filename>one</filename>', '<filename>one</filename><zeta>1</zeta>'),
			xml.replace('/letter/v1', '/letter/v2'),
			xml.replace('<delta>6</delta>', ''),
		];
		for (const text of wrong) {
			expect(text).not.toBe(xml);
			expect(() => validate(text, schema)).toThrow(/element/i);
		}
	});

	const present = existsSync(schemas);
	it.skipIf(!present)(present ? 'finds the index to be as Preservica says' : 'skipped: ../shared/data is not there', async () => {
		const schema = await readFile(join(schemas, 'custom-indexer-v1.xsd'), 'utf8');
		const index = await searchIndex(csv, {...options, namespaces: {dc: 'urn:dc'}});
		expect(() => validate(index, schema)).not.toThrow();
		expect(() => validate(index.replace('<shortName>letter</shortName>', ''), schema)).toThrow(/shortName/);
	});
});

describe.skipIf(!java)(java ? 'the JDK' : 'the JDK: skipped, there is no java', () => {
	let folder = '';
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'fonds-transform-'));
	});
	afterAll(() => rm(folder, {recursive: true}));

	it('transforms a document into what Preservica displays', {timeout: 60_000}, async () => {
		const program = `import javax.xml.transform.*; import javax.xml.transform.stream.*; import java.io.File;
			public class Transform { public static void main(String[] a) throws Exception {
				TransformerFactory.newInstance().newTransformer(new StreamSource(new File(a[0]))).transform(new StreamSource(new File(a[1])), new StreamResult(new File(a[2]))); } }`;
		const [transform, source, target, code] = ['t.xslt', 'd.xml', 'r.xml', 'Transform.java'].map(name => join(folder, name));
		await writeFile(code!, program);
		await writeFile(transform!, await displayTransform(csv, options));
		await writeFile(source!, (await documents())[0]!);
		await run('java', [code!, transform!, source!, target!]);
		const shown = (await readFile(target!, 'utf8')).replace(/^<\?xml.*?\?>/, '');
		const found = [
			...shown.matchAll(
				/<name>(.*?)<\/name>\s*<value>(.*?)<\/value>\s*<type>(.*?)<\/type>|<name>(.*?)<\/name>\s*<value\/>\s*<type>(.*?)<\/type>/g,
			),
		];
		expect(found.map(match => match[1] ?? match[4])).toEqual(header);
		expect(found.map(match => match[2])).toEqual(['1', 'one', '&lt;&amp;&gt;" ]]&gt;', undefined, 'ä', '5', '6']);
		expect(found.map(match => match[3] ?? match[5])).toEqual(
			['zeta', 'filename', 'AlphaBeta', 'omega', 'Überschrift', 'bc', 'delta'].map(name => `letter:${name}`),
		);
		expect(shown).toContain('<title>Letters &amp; more</title>');

		const schema = join(schemas, 'CmisMetadata.xsd');
		if (libxml && existsSync(schema)) {
			const whole = `<metadata xmlns="http://www.tessella.com/sdb/cmis/metadata"><title/><description/>${shown}</metadata>`;
			const definition = await readFile(schema, 'utf8');
			expect(() => validate(whole, definition)).not.toThrow();
			expect(() => validate(whole.replace('<value>1</value>', ''), definition)).toThrow(/value/);
		}
	});
});
