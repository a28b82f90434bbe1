/** One of the systems that the project has a client for. */
export interface System {
	/** Of its package, and of the file with its façade. */
	readonly name: 'preservica' | 'archivematica';
	readonly title: string;
	/** What the identifiers of its operations begin with, in the order of the page. */
	readonly apis: readonly string[];
	/** What the table cannot say. */
	readonly remark: string;
}

export const systems: readonly System[] = [
	{
		name: 'preservica',
		title: 'Preservica',
		apis: 'TOK USR CON UPL ENT ADM RET HLD WFL PRC HOOK AUT MDG MON PAR SET REN OAI'.split(' '),
		remark: `Analytics, authentication management (\`/api/auth\`), reporting and the configuration of preservation policies are named by the maker, but nothing public says what they take and answer.
\`preservica.request\` sends what you write and reads the answer with a schema of yours, signed in, repeated and failing like everything else.`,
	},
	{
		name: 'archivematica',
		title: 'Archivematica',
		apis: ['AM', 'SS', 'SW'],
		remark: `Neither server has an API to cancel a unit, to answer any decision but approvals, to upload content or configurations, or to edit and delete spaces, locations and pipelines: the web interfaces do that.`,
	},
];
