const prefix = 'ROLE_';

/** The name of a role as `user/details` and lists of roles have it: with its prefix (1.5). */
export function prefixed(name: string): string {
	return name.startsWith(prefix) ? name : prefix + name;
}

/** The name of a role as the users of the admin API have it: without its prefix (1.5). */
export function bare(name: string): string {
	return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}
