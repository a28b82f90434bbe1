/** What a user may do with entities that carry a tag. Names of permissions are assumed; no public source lists them. */
export type Permission = 'READ' | 'DOWNLOAD' | 'WRITE';

/** The security tags of the tenancy, from the least to the most closed. */
export const securityTags = ['open', 'restricted', 'closed'] as const;

/** One of the tenancy's security tags. */
export type SecurityTag = (typeof securityTags)[number];

/** Is this one of the tenancy's tags? */
export function isSecurityTag(tag: string): tag is SecurityTag {
	return (securityTags as readonly string[]).includes(tag);
}

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
