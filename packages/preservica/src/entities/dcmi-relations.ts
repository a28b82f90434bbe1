/** The relations of the Dublin Core Metadata Initiative, by name: `dcmiRelations.isPartOf` is `http://purl.org/dc/terms/isPartOf`. */
export const dcmiRelations = {
	conformsTo: 'http://purl.org/dc/terms/conformsTo',
	hasFormat: 'http://purl.org/dc/terms/hasFormat',
	hasPart: 'http://purl.org/dc/terms/hasPart',
	hasVersion: 'http://purl.org/dc/terms/hasVersion',
	isFormatOf: 'http://purl.org/dc/terms/isFormatOf',
	isPartOf: 'http://purl.org/dc/terms/isPartOf',
	isReferencedBy: 'http://purl.org/dc/terms/isReferencedBy',
	isReplacedBy: 'http://purl.org/dc/terms/isReplacedBy',
	isRequiredBy: 'http://purl.org/dc/terms/isRequiredBy',
	isVersionOf: 'http://purl.org/dc/terms/isVersionOf',
	references: 'http://purl.org/dc/terms/references',
	replaces: 'http://purl.org/dc/terms/replaces',
	requires: 'http://purl.org/dc/terms/requires',
} as const;
