import {expect, it} from 'vitest';
import {serverMessage} from './server-message.ts';

it.each([
	['{"error": true, "message": "Package cannot be created"}', 'Package cannot be created'],
	['{"success": false, "error": "No such processing config \\"x\\"."}', 'No such processing config "x".'],
	['{"error": "boom", "message": ""}', 'boom'],
	[
		'{"error_message": "Sorry, this request could not be processed. Please try again later."}',
		'Sorry, this request could not be processed. Please try again later.',
	],
	['{"valid": false, "reason": "The document is empty."}', 'The document is empty.'],
	['{"space": {"staging_path": ["This field is required."]}}', 'staging_path: This field is required.'],
	['{"__all__": ["One", "Two"]}', 'One Two'],
	['{"error": "Please provide a positive integer &gt;= 0."}', 'Please provide a positive integer >= 0.'],
	['{"error": "A &amp;lt; is no &lt;"}', 'A &lt; is no <'],
	['Resource with UUID x does not exist', 'Resource with UUID x does not exist'],
	['All of these fields must be provided: a, b', 'All of these fields must be provided: a, b'],
	['{"removed": false}', undefined],
	['{"error": true, "mess', undefined],
	['<html><body>502 Bad Gateway</body></html>', undefined],
	['  \n<!DOCTYPE html><html></html>', undefined],
	['Something <b>went</b> wrong', undefined],
	['x'.repeat(401), undefined],
	['', undefined],
	['null', undefined],
	['42', undefined],
])('reads %j as %j', (body, message) => {
	expect(serverMessage(body)).toBe(message);
});
