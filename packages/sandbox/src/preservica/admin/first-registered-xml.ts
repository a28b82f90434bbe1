import type {RegisteredDocument, RegisteredKind} from './registered-xml.ts';

const dublinCore = 'http://purl.org/dc/elements/1.1/';
const cmis = 'http://www.tessella.com/sdb/cmis/metadata';
const elements = [
	'title',
	'creator',
	'subject',
	'description',
	'publisher',
	'contributor',
	'date',
	'type',
	'format',
	'identifier',
	'source',
	'language',
	'relation',
	'coverage',
	'rights',
];

const schema = `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="${dublinCore}" targetNamespace="${dublinCore}" elementFormDefault="qualified">
	<xs:element name="dc">
		<xs:complexType>
			<xs:choice minOccurs="0" maxOccurs="unbounded">
${elements.map(name => `\t\t\t\t<xs:element name="${name}" type="xs:string"/>`).join('\n')}
			</xs:choice>
		</xs:complexType>
	</xs:element>
</xs:schema>
`;

const template = `<?xml version="1.0" encoding="UTF-8"?>
<dc xmlns="${dublinCore}">
${elements.map(name => `\t<${name}/>`).join('\n')}
</dc>
`;

const index = `<?xml version="1.0" encoding="UTF-8"?>
<index xmlns="http://www.preservica.com/customindex/v1">
	<schemaName>Dublin Core</schemaName>
	<schemaUri>${dublinCore}</schemaUri>
	<shortName>dc</shortName>
	<term indexName="creator" displayName="Creator" xpath="//dc:creator" indexType="STRING_DEFAULT"/>
	<term indexName="subject" displayName="Subject" xpath="//dc:subject" indexType="STRING_EXACT"/>
	<term indexName="date" displayName="Date" xpath="//dc:date" indexType="DATE"/>
</index>
`;

const view = `<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="2.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:dc="${dublinCore}" xmlns="${cmis}">
	<xsl:template match="dc:dc">
		<group>
			<title>Dublin Core</title>
			<xsl:for-each select="*">
				<item>
					<name><xsl:value-of select="local-name()"/></name>
					<value><xsl:value-of select="."/></value>
					<type><xsl:value-of select="name()"/></type>
				</item>
			</xsl:for-each>
		</group>
	</xsl:template>
</xsl:stylesheet>
`;

/** The documents of a new tenancy. */
export const firstRegisteredXml: readonly (readonly [RegisteredKind, readonly RegisteredDocument[]])[] = [
	[
		'schemas',
		[
			{
				apiId: '16d02f195c1da0aac0f755ba599d5705',
				name: 'Dublin Core',
				fields: {Description: 'The elements of Dublin Core', SchemaUri: dublinCore},
				content: schema,
			},
		],
	],
	[
		'documents',
		[
			{
				apiId: '2e4b7c9d1f30415a86b7c8d9e0f1a2b3',
				name: 'Dublin Core Template',
				fields: {DocumentType: 'MetadataTemplate', SchemaUri: dublinCore},
				content: template,
			},
			{
				apiId: '7a6b5c4d3e2f41008f9e8d7c6b5a4938',
				name: 'Dublin Core Index',
				fields: {DocumentType: 'CustomIndexDefinition', SchemaUri: 'http://www.preservica.com/customindex/v1'},
				content: index,
			},
		],
	],
	[
		'transforms',
		[
			{
				apiId: '9c8d7e6f5a4b43c2b1a0f9e8d7c6b5a4',
				name: 'Dublin Core View',
				fields: {FromSchemaUri: dublinCore, ToSchemaUri: cmis, Purpose: 'view'},
				content: view,
			},
		],
	],
];
