import {isLoopback} from '../listen/listener.ts';

/** The server to stand in front of. @throws Error unless it is an origin, and secure or on this machine. */
export function checkTarget(text: string): URL {
	if (!URL.canParse(text)) throw new Error('--target must be an address such as https://eu.preservica.com.');
	const target = new URL(text);
	if (target.username || target.password) throw new Error('--target must not hold a password: it is the client that signs in.');
	if (target.protocol !== 'https:' && !(target.protocol === 'http:' && isLoopback(target.hostname))) {
		throw new Error('--target must begin with https, as tokens and passwords are sent to it. Only on this machine may it be http.');
	}
	if (target.pathname !== '/' || target.search || target.hash) throw new Error('--target must be a server, without a path.');
	return target;
}
