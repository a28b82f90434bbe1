#!/usr/bin/env node
import {parseArgs} from 'node:util';
import type {SandboxVersion} from './context.ts';
import {environmentOf} from './environment.ts';
import {readPlan} from './faults/read-plan.ts';
import {sandboxOperations} from './operations-list.ts';
import type {Sandbox} from './sandbox.ts';
import {createSandbox} from './sandbox.ts';

const usage = `fonds-sandbox: a stateful stand-in for Preservica and Archivematica

  fonds-sandbox [options]       starts it
  fonds-sandbox operations      lists what it can be asked to do, and how we know that the real systems do it that way
  fonds-sandbox record          notes what a real server's answers look like; has its own --help
  fonds-sandbox compare         says how two recordings differ; has its own --help

  --port <number>            where to listen (default 4400; 0: any free port)
  --host <name>              the address to listen on (default 127.0.0.1: this machine only)
  --folder <path>            keep the state in this folder (default: in memory)
  --version <number>         the Preservica version to be: 6.9.0, 7.7.0, 8.1.0 (default) or 9.1.0
  --step <milliseconds>      how long each step of a workflow takes (default 1500)
  --search-delay <milliseconds>  how long it takes until search knows of a change (default 0)
  --token-lifetime <seconds> how long a Preservica token is valid (default 900)
  --seed <path>              put this folder of files into a new archive, as folders and assets
  --no-samples               leave the sample collection out of a new archive
  --faults <path>            what is to go wrong from the start: a JSON file, see the README
  --allow-origin <origin>    let pages of this origin call the sandbox; may be repeated
  --public-url <address>     what Preservica's links are made of
  --webhook-host <name>      let this host subscribe to what happens, besides this machine; may be repeated
  --control                  serve the control API to other machines too
  --json                     say where it listens and who may sign in as one line of JSON
  --help                     show this
`;

const versions: readonly SandboxVersion[] = ['6.9.0', '7.7.0', '8.1.0', '9.1.0'];

async function main([command, ...args] = process.argv.slice(2)): Promise<void> {
	if (command === 'record') return record(args);
	if (command === 'compare') return compare(args);
	const {values, positionals} = parseArgs({
		allowPositionals: true,
		allowNegative: true,
		options: {
			port: {type: 'string', default: '4400'},
			host: {type: 'string', default: '127.0.0.1'},
			folder: {type: 'string'},
			version: {type: 'string', default: '8.1.0'},
			step: {type: 'string', default: '1500'},
			'search-delay': {type: 'string', default: '0'},
			'token-lifetime': {type: 'string', default: '900'},
			seed: {type: 'string'},
			samples: {type: 'boolean', default: true},
			faults: {type: 'string'},
			'allow-origin': {type: 'string', multiple: true},
			'public-url': {type: 'string'},
			'webhook-host': {type: 'string', multiple: true},
			control: {type: 'boolean', default: false},
			json: {type: 'boolean', default: false},
			help: {type: 'boolean', default: false},
		},
	});
	if (values.help) return void process.stdout.write(usage);
	if (positionals[0] === 'operations') return void process.stdout.write(operationsTable());
	if (positionals.length > 0) throw new Error(`There is no command ${positionals.join(' ')}. Try --help.`);
	const version = versions.find(known => known === values.version);
	if (!version) throw new Error(`--version must be one of ${versions.join(', ')}.`);

	const sandbox = await createSandbox({
		version,
		folder: values.folder,
		stepDuration: number('--step', values.step),
		searchDelay: number('--search-delay', values['search-delay']),
		seed: values.seed,
		samples: values.samples,
		faults: values.faults === undefined ? undefined : await readPlan(values.faults),
		tokenLifetime: number('--token-lifetime', values['token-lifetime']) * 1000,
		allowOrigins: values['allow-origin'],
		publicUrl: values['public-url'],
		webhookHosts: values['webhook-host'],
		control: values.control,
	});
	let stopping = false;
	const stop = (): void => {
		if (stopping) process.exit(1); // asked twice
		stopping = true;
		void sandbox.close().then(() => process.exit(0));
	};
	process.on('SIGINT', stop);
	process.on('SIGTERM', stop);
	try {
		const {url} = await sandbox.listen({port: number('--port', values.port), hostname: values.host});
		const {credentials} = sandbox;
		const greeting = {url, version, credentials, environment: environmentOf(url, credentials)};
		process.stdout.write(values.json ? `${JSON.stringify(greeting)}\n` : welcome(url, version, values.folder, sandbox));
	} catch (error) {
		await sandbox.close();
		throw error;
	}
}

async function record(args: readonly string[]): Promise<void> {
	const {recordCommand} = await import('./record/record-command.ts');
	const proxy = await recordCommand(args, text => process.stdout.write(text));
	for (const signal of ['SIGINT', 'SIGTERM']) if (proxy) process.once(signal, () => void proxy.close());
}

async function compare(args: readonly string[]): Promise<void> {
	const {compareCommand} = await import('./record/compare-command.ts');
	if (!compareCommand(args, text => process.stdout.write(text))) process.exitCode = 1;
}

function number(name: string, text: string): number {
	const value = Number(text);
	if (text.trim() === '' || !Number.isFinite(value) || value < 0) throw new Error(`${name} must be a number from 0 up.`);
	return value;
}

function welcome(url: string, version: string, folder: string | undefined, {credentials}: Sandbox): string {
	const {tenant, users} = credentials.preservica;
	const {dashboard, storage, storageUsers} = credentials.archivematica;
	return `Fonds sandbox at ${url}: Preservica ${version}, Archivematica dashboard and Storage Service. State ${folder === undefined ? 'in memory' : `in ${folder}`}.

  Preservica, tenant ${tenant}
    archivist     ${users.archivist.username}  ${users.archivist.password}
    second factor ${users.twoFactor.username}  ${users.twoFactor.password}  (one-time password secret ${users.twoFactor.twoFactorSecret})
    reader        ${users.reader.username}  ${users.reader.password}
    approver      ${users.approver.username}  ${users.approver.password}
    new users     start with the password ${users.firstPassword}
    shared secret ${users.sharedSecret}
  Archivematica
    dashboard     ${dashboard.username}  ${dashboard.apiKey}
    storage       ${storage.username}  ${storage.apiKey}
    more of it    ${Object.values(storageUsers)
			.map(({username, apiKey}) => `${username}  ${apiKey}`)
			.join('\n                  ')}

For a script:
${Object.entries(environmentOf(url, credentials))
	.map(([name, value]) => `  export ${name}=${value}`)
	.join('\n')}

Everybody's sandbox has these accounts; they protect nothing. Ctrl-C stops.
`;
}

function operationsTable(): string {
	const rows = sandboxOperations().map(
		({system, id, method, path, evidence, note}) => `| ${system} | ${id} | ${method} | \`${path}\` | ${evidence} | ${note ?? ''} |`,
	);
	return ['| System | Operation | Method | Path | Evidence | Note |', '|---|---|---|---|---|---|', ...rows, ''].join('\n');
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
