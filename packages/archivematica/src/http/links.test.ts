import {expect, it} from 'vitest';
import {withoutCredentials} from './links.ts';

it.each([
	['/api/v2/file/?username=test&api_key=k&limit=1&offset=1&package_type=DIP', '/api/v2/file/?limit=1&offset=1&package_type=DIP'],
	['/api/v2/file/?api_key=k&username=test', '/api/v2/file/'],
	['/api/v2/file/?limit=20&offset=20', '/api/v2/file/?limit=20&offset=20'],
	['https://other.example.org/api/v2/file/?api%5Fkey=k&offset=20', 'https://other.example.org/api/v2/file/?offset=20'],
	['/api/v2/file/', '/api/v2/file/'],
])('cleans %s', (link, clean) => {
	expect(withoutCredentials(link)).toBe(clean);
});
