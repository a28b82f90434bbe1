// Finds the browser that tests run in: CHROMIUM_PATH, the usual places, then the one inside @sparticuz/chromium (Linux x64).
import {existsSync, mkdirSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const usualPlaces: Readonly<Record<string, readonly string[]>> = {
	linux: ['/usr/bin/google-chrome', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/microsoft-edge'],
	darwin: [
		'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
		'/Applications/Chromium.app/Contents/MacOS/Chromium',
		'/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
	],
	win32: [
		'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
		'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
		'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
	],
};

async function bundled(): Promise<string | undefined> {
	if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
	const home = fileURLToPath(new URL('../.unpacked', import.meta.resolve('@sparticuz/chromium')));
	const {env} = process;
	env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs24.x'; // makes it bring its own nss libraries
	if (!existsSync(home)) {
		const {TMPDIR} = env;
		const fresh = `${home}-${process.pid}`;
		mkdirSync(fresh);
		env['TMPDIR'] = fresh; // it unpacks to the temporary folder and reuses what it finds there, whatever its version
		const {default: pack} = await import('@sparticuz/chromium');
		await pack.executablePath();
		if (TMPDIR === undefined) delete env['TMPDIR'];
		else env['TMPDIR'] = TMPDIR;
		if (existsSync(home)) rmSync(fresh, {recursive: true}); // another process was first
		else renameSync(fresh, home);
	}
	env['LD_LIBRARY_PATH'] = [join(home, 'al2023/lib'), env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
	// Its own fonts.conf looks for fonts in the temporary folder; without any font a page with a form field ends the browser.
	env['FONTCONFIG_FILE'] = join(home, 'fonts.conf');
	writeFileSync(env['FONTCONFIG_FILE'], `<fontconfig><dir>${home}/fonts</dir><dir>/usr/share/fonts</dir></fontconfig>\n`);
	return join(home, 'chromium');
}

const named = process.env['CHROMIUM_PATH'];

/** Path of the browser, or `undefined` where none was found. */
export const chromium: string | undefined =
	named ?? (usualPlaces[process.platform] ?? []).find(path => existsSync(path)) ?? (await bundled());

/** Only our own pages are opened: no sandbox (containers lack it), no GPU, no call home. */
export const flags: string[] = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-dev-shm-usage',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--no-first-run',
	'--no-default-browser-check',
	'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];
