import {DecodeError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {connectStorage} from '../fixtures/connect-storage.ts';
import {pointerFile, sipId} from '../fixtures/servers.ts';
import {decodePointerFile} from './pointer-file.ts';

const sha256 = 'C2924159FCBBEADF8D7F3962B43EC1BF301E1B4F12DD28A8B89EC819F3714747';

it.each(['http://www.loc.gov/premis/v3', 'info:lc/xmlns/premis-v2'])('reads digest, size, format and the way back, in %s', premis => {
	const read = decodePointerFile(pointerFile(sipId, sha256, 11_370_816, 'sha256', premis), sipId.toUpperCase());
	expect(read).toMatchObject({
		uuid: sipId.toUpperCase(),
		size: 11_370_816,
		fixities: [{algorithm: 'sha256', value: sha256.toLowerCase()}],
		otherAlgorithms: [],
		format: '7Zip format',
		transformations: [
			{type: 'decryption', algorithm: 'GPG'},
			{type: 'decompression', algorithm: 'bzip2'},
		],
	});
	expect(read.xml.name).toBe('mets');
});

it.each([
	['SHA-512', 'sha512', 128],
	['md5', 'md5', 32],
	['SHA1', 'sha1', 40],
])('knows %s', (name, algorithm, length) => {
	const read = decodePointerFile(new TextEncoder().encode(pointerFile(sipId, 'a'.repeat(length), 1, name)), sipId);
	expect(read.fixities).toEqual([{algorithm, value: 'a'.repeat(length)}]);
});

it('names algorithms it cannot check', () => {
	const read = decodePointerFile(pointerFile(sipId, 'abc', 1, 'whirlpool'), sipId);
	expect([read.fixities, read.otherAlgorithms]).toEqual([[], ['whirlpool']]);
});

it.each([
	['a digest that is none', pointerFile(sipId, 'z'.repeat(64), 1)],
	['a digest that lacks a digit', pointerFile(sipId, 'a'.repeat(63), 1)],
	['another package', pointerFile('96a284d5-5067-4de0-a0a4-a684018cd6df', sha256, 1)],
	['another document', '<html><body>hello</body></html>'],
	['a document that was cut off', pointerFile(sipId, sha256, 1).slice(0, 900)],
	['a doctype', '<!DOCTYPE mets [<!ENTITY a "b">]><mets xmlns="http://www.loc.gov/METS/"/>'],
	['nothing', ''],
])('refuses %s', (_, source) => {
	expect(() => decodePointerFile(source, sipId)).toThrow(DecodeError);
});

describe('what was done to the package', () => {
	const event = (premis: string, detail: string) => `<mets:digiprovMD><mets:mdWrap MDTYPE="PREMIS:EVENT"><mets:xmlData>
		<event xmlns="${premis}"><eventType>compression</eventType><eventDateTime>2024-01-02T03:04:05</eventDateTime>${detail}
		<linkingAgentIdentifier><linkingAgentIdentifierType>preservation system</linkingAgentIdentifierType><linkingAgentIdentifierValue>Archivematica-1.17</linkingAgentIdentifierValue></linkingAgentIdentifier></event>
		</mets:xmlData></mets:mdWrap></mets:digiprovMD>
		<mets:digiprovMD><mets:mdWrap MDTYPE="PREMIS:AGENT"><mets:xmlData><agent xmlns="${premis}"><agentName>Archivematica</agentName></agent></mets:xmlData></mets:mdWrap></mets:digiprovMD>`;
	const withEvent = (premis: string, detail: string) =>
		pointerFile(sipId, sha256, 1, 'sha256', premis).replace('</mets:techMD>', `</mets:techMD>${event(premis, detail)}`);

	it.each([
		['http://www.loc.gov/premis/v3', '<eventDetailInformation><eventDetail>program="7z"</eventDetail></eventDetailInformation>'],
		['info:lc/xmlns/premis-v2', '<eventDetail>program="7z"</eventDetail>'],
	])('is told by events and agents, in %s', (premis, detail) => {
		const {events, agents} = decodePointerFile(withEvent(premis, detail), sipId);
		expect(events).toMatchObject([
			{type: 'compression', dateTime: '2024-01-02T03:04:05', detail: 'program="7z"', agents: [{value: 'Archivematica-1.17'}]},
		]);
		expect(agents).toMatchObject([{name: 'Archivematica'}]);
	});

	it('says how the package is encrypted, by the transformation or the inhibitor', () => {
		const inhibitor =
			'<premis:inhibitors><premis:inhibitorType>GPG</premis:inhibitorType><premis:inhibitorTarget>All content</premis:inhibitorTarget><premis:inhibitorKey>ABC</premis:inhibitorKey></premis:inhibitors>';
		const document = pointerFile(sipId, sha256, 1);
		expect(decodePointerFile(document, sipId).encryption).toEqual({algorithm: 'GPG', key: undefined});
		const plain = document.replace(/<mets:transformFile[^>]*decryption[^>]*>/, '');
		expect(decodePointerFile(plain, sipId)).toMatchObject({encryption: undefined, transformations: [{type: 'decompression'}]});
		const inhibited = plain.replace('</premis:objectCharacteristics>', `${inhibitor}</premis:objectCharacteristics>`);
		expect(decodePointerFile(inhibited, sipId).encryption).toEqual({algorithm: 'GPG', key: 'ABC'});
	});

	it('says what the package is and where it was', () => {
		const structure = '<mets:structMap><mets:div TYPE="Archival Information Package"/></mets:structMap></mets:mets>';
		const read = decodePointerFile(pointerFile(sipId, sha256, 1).replace('</mets:mets>', structure), sipId);
		expect(read).toMatchObject({
			packageType: 'Archival Information Package',
			storedPath: '/var/archivematica/AIPsStore/x.7z',
			object: {compositionLevel: 1, category: 'file'},
		});
	});
});

it('takes none without end into memory', async () => {
	let pulls = 0;
	const chunk = new Uint8Array(4_194_304);
	const body = new ReadableStream<Uint8Array>({
		pull(controller) {
			pulls++;
			controller.enqueue(chunk);
		},
	});
	const {storage} = connectStorage({[`GET /api/v2/file/${sipId}/pointer_file/`]: {body}});
	await expect(storage.pointerFile(sipId)).rejects.toMatchObject({name: 'DecodeError', code: 'too-large'});
	expect(pulls).toBeLessThan(20);
});
