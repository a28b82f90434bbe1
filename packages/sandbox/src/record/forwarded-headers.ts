/** Headers of one connection, which no proxy passes on (RFC 9110, 7.6.1); `expect` was answered by this server already. */
const hopByHop: ReadonlySet<string> = new Set([
	'connection',
	'expect',
	'keep-alive',
	'proxy-authenticate',
	'proxy-authorization',
	'proxy-connection',
	'te',
	'trailer',
	'transfer-encoding',
	'upgrade',
]);

/** Headers as they are passed on, name and value in turn: in their order and spelling, with some of them replaced. */
export function forwardedHeaders(raw: readonly string[], replaced: readonly (readonly [name: string, value: string])[] = []): string[] {
	const pairs = raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as const] : []));
	const named = pairs.filter(([name]) => name.toLowerCase() === 'connection').flatMap(([, value]) => value.toLowerCase().split(/\s*,\s*/u));
	const left = new Set([...hopByHop, ...named, ...replaced.map(([name]) => name)]);
	return [...pairs.filter(([name]) => !left.has(name.toLowerCase())), ...replaced].flat();
}
