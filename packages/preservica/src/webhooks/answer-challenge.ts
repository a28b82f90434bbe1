import {deliveryPrefix, secretBytes, sign} from './signature.ts';
import type {WebhookOptions} from './webhook.ts';

/**
 * Answers the challenge by which Preservica tests a new subscription; undefined when the request is none.
 *
 * A challenge is a wish to sign any text. One that begins like the signed bytes of a delivery is refused: its answer would be the signature
 * of a delivery of the asker's making.
 *
 * @throws ConfigurationError when no secret is given.
 */
export async function answerChallenge(request: Request, {secret}: WebhookOptions): Promise<Response | undefined> {
	const challengeCode = new URL(request.url).searchParams.get('challengeCode');
	if (request.method !== 'POST' || challengeCode === null) {
		return undefined;
	}
	const [first] = secretBytes(secret);
	if (first === undefined || challengeCode === '' || challengeCode.startsWith(deliveryPrefix)) {
		return new Response('This is no challenge of Preservica.', {status: 400});
	}
	return Response.json({challengeCode, challengeResponse: await sign(first, challengeCode)});
}
