/** What a user may do with entities that carry a tag. Names of permissions are assumed; no public source lists them. */
export type Permission = 'READ' | 'DOWNLOAD' | 'WRITE';

/** The security tags of a new tenancy, from the least to the most closed. */
export const firstSecurityTags: readonly string[] = ['open', 'restricted', 'closed'];

/**
 * What a kind of user may do: an archivist everything, an approver everything but change it; a reader downloads what is open, sees what is
 * restricted, and not what is closed.
 */
export function permissions(role: 'archivist' | 'approver' | 'reader', tag: string): readonly Permission[] {
	if (role === 'archivist') return ['READ', 'DOWNLOAD', 'WRITE'];
	if (role === 'approver') return ['READ', 'DOWNLOAD'];
	if (tag === 'open') return ['READ', 'DOWNLOAD'];
	return tag === 'restricted' ? ['READ'] : [];
}
