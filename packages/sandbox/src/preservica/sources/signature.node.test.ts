import {expect, it} from 'vitest';
import {isSignedBy, verifySignature} from './signature.ts';

const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** The examples of AWS (Amazon S3 API reference, Signature calculations for the Authorization header). */
const examples: readonly (readonly [string, string, Readonly<Record<string, string>>, string])[] = [
	['GET', '/test.txt', {range: 'bytes=0-9'}, 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41'],
	[
		'PUT',
		'/test%24file.text',
		{
			date: 'Fri, 24 May 2013 00:00:00 GMT',
			'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
			'x-amz-storage-class': 'REDUCED_REDUNDANCY',
		},
		'98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
	],
	['GET', '/?max-keys=2&prefix=J', {}, '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7'],
];

function example(method: string, path: string, headers: Readonly<Record<string, string>>, signature: string): Request {
	const sent = {'x-amz-content-sha256': empty, 'x-amz-date': '20130524T000000Z', ...headers};
	const names = ['host', ...Object.keys(sent)].toSorted().join(';');
	const authorization = `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=${names},Signature=${signature}`;
	return new Request(`https://examplebucket.s3.amazonaws.com${path}`, {method, headers: {...sent, authorization}});
}

it.each(examples)('knows the example of AWS for %s %s', (method, path, headers, signature) => {
	const request = example(method, path, headers, signature);
	expect(isSignedBy(request, secret)).toBe(true);
	expect(isSignedBy(request, `${secret}!`)).toBe(false);
	expect(isSignedBy(example(method, `${path}x`, headers, signature), secret)).toBe(false);
});

it('demands that every header of S3 is signed', () => {
	const request = example('GET', '/', {}, '0'.repeat(64));
	request.headers.set('x-amz-meta-key', 'slipped in');
	expect(() => isSignedBy(request, secret)).toThrow('The header x-amz-meta-key is not signed.');
});

it.each(['', 'AWS fonds:abc', 'AWS4-HMAC-SHA256 Credential=a/20130524/us-east-1/s3/aws4_request'])(
	'refuses the authorization %j',
	authorization => {
		const request = new Request('https://s3.test/', {headers: {authorization}});
		expect(() => verifySignature(request, () => undefined, 0)).toThrow('The request is not signed');
	},
);
