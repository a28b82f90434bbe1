import {describe, expect, it} from 'vitest';
import {createRedactor, harmlessCause, isSecretName, redactUrl, secretsOfHeaders} from './redact.ts';

describe('redactUrl', () => {
	it.each([
		['https://a.test/x?token=abc&start=1', 'https://a.test/x?token=[redacted]&start=1'],
		['https://a.test/x?accessToken=abc#frag', 'https://a.test/x?accessToken=[redacted]#frag'],
		['/x?Access-Token=abc', '/x?Access-Token=[redacted]'],
		['/x?api_key=abc&username=me', '/x?api_key=[redacted]&username=[redacted]'],
		['/x?username=me', '/x?username=me'],
		['/x?apikey=a&password=b&key=c&secret=d', '/x?apikey=[redacted]&password=[redacted]&key=[redacted]&secret=[redacted]'],
		[
			'/x?X-Amz-Signature=a&X-Amz-Credential=b&x-amz-date=c',
			'/x?X-Amz-Signature=[redacted]&X-Amz-Credential=[redacted]&x-amz-date=[redacted]',
		],
		['/x?%74oken=abc', '/x?%74oken=[redacted]'],
		['https://me:sesame@a.test/x', 'https://[redacted]@a.test/x'],
		['https://me:ses/ame@a.test/x', 'https://[redacted]@a.test/x'],
		['https://me:ses@me@a.test/x', 'https://[redacted]@a.test/x'],
		['https://a.test:8443/me@b.test?c=d@e', 'https://a.test:8443/me@b.test?c=d@e'],
		['https://me@a.test/x', 'https://[redacted]@a.test/x'],
		['see <a href="https://a.test/?token=abc">this</a>', 'see <a href="https://a.test/?token=[redacted]">this</a>'],
		['/x?keyword=abc&monkey=b&start=100', '/x?keyword=abc&monkey=b&start=100'],
		['/x?mail=me@a.test', '/x?mail=me@a.test'],
	])('%s', (url, clean) => {
		expect(redactUrl(url)).toBe(clean);
	});

	it('does not stumble over broken encoding', () => {
		expect(redactUrl('/x?%zz=a&token=%zz')).toBe('/x?%zz=a&token=[redacted]');
	});
});

describe('isSecretName', () => {
	it.each(['twoFactorToken', 'sharedSecret', 'Preservica-Access-Token', 'X-Api-Key'])('knows %s', name => {
		expect(isSecretName(name)).toBe(true);
	});

	it.each(['accept', 'title', 'start'])('lets %s be', name => {
		expect(isSecretName(name)).toBe(false);
	});
});

describe('a redactor', () => {
	it.each([
		[{'preservica-access-token': 'abc/def=='}, ['abc/def==']],
		[{authorization: 'Bearer abcdef'}, ['abcdef']],
		[{authorization: 'ApiKey me:sesame-key'}, ['me:sesame-key', 'sesame-key']],
		[{authorization: `Basic ${btoa('me:sesame')}`}, [btoa('me:sesame'), 'me:sesame', 'sesame']],
	])('knows what is secret in %j', (headers, secrets) => {
		const redact = createRedactor(secretsOfHeaders(headers));
		for (const secret of secrets) {
			expect(redact(`before ${secret} after`)).toBe('before [redacted] after');
		}
	});

	it('finds a secret in a URL, XML and JSON', () => {
		const secret = 'a&b<"c"/ü';
		const redact = createRedactor([secret]);
		const texts = [encodeURIComponent(secret), 'a&amp;b&lt;&quot;c&quot;/ü', JSON.stringify(secret)];
		expect(texts.map(redact)).toEqual(['[redacted]', '[redacted]', '"[redacted]"']);
	});

	it('leaves words alone that are too short to be a secret', () => {
		expect(createRedactor(secretsOfHeaders({authorization: 'ApiKey a:b'}))('a b ab')).toBe('a b ab');
	});

	it('replaces a secret before a shorter one inside it', () => {
		expect(createRedactor(['sesame', 'sesame-open'])('sesame-open')).toBe('[redacted]');
	});

	it('treats what looks like a replacement pattern as text', () => {
		expect(createRedactor(["$&$'x"])("a $&$'x b")).toBe('a [redacted] b');
	});
});

describe('harmlessCause', () => {
	it('keeps what helps and drops secrets, all the way down', () => {
		const root = Object.assign(new Error('connect ECONNREFUSED'), {code: 'ECONNREFUSED', config: {token: 'sesame'}});
		const middle = new AggregateError([root], 'sesame');
		const copy = harmlessCause(new TypeError('fetch failed for https://a.test/?token=sesame', {cause: middle}), createRedactor(['sesame']));
		expect(copy).toMatchObject({name: 'TypeError', message: 'fetch failed for https://a.test/?token=[redacted]'});
		expect(copy).toHaveProperty('cause.message', '[redacted]');
		expect(copy).toHaveProperty('cause.cause.code', 'ECONNREFUSED');
		expect(copy).not.toHaveProperty('cause.cause.config');
	});

	it('ends, also when an error is its own cause', () => {
		const error = new Error('again');
		error.cause = error;
		expect(harmlessCause(error, text => text)).toHaveProperty('cause.cause.cause.message', 'again');
	});

	it('keeps a text and drops what is neither text nor error', () => {
		expect(harmlessCause('sesame opens', createRedactor(['sesame']))).toBe('[redacted] opens');
		expect(harmlessCause({token: 'sesame'}, createRedactor(['sesame']))).toBeUndefined();
	});
});
