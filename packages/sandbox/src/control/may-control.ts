import {isLoopback} from '../listen/listener.ts';

/**
 * May this request use the control API? Pages of other sites that a browser on this machine shows may not: neither by their own origin, nor by a
 * name of theirs that leads here.
 */
export function mayControl(request: Request, allowOrigins: readonly string[]): boolean {
	const {hostname} = new URL(request.url);
	const origin = request.headers.get('origin');
	if (!isLoopback(hostname)) return false;
	return origin === null || allowOrigins.includes(origin) || (URL.canParse(origin) && isLoopback(new URL(origin).hostname));
}
