// Paths in the manifest name what is published: dist/*.js, not src/*.ts.
const published = path => path.replace(/^\/?src\/(.*)\.ts$/u, 'dist/$1.js');

const rewritePaths = value => {
	if (Array.isArray(value)) value.forEach(rewritePaths);
	else if (value !== null && typeof value === 'object') {
		for (const [key, inner] of Object.entries(value)) {
			if ((key === 'path' || key === 'module') && typeof inner === 'string') value[key] = published(inner);
			else rewritePaths(inner);
		}
	}
};

export default {
	globs: ['src/**/*.ts'],
	exclude: ['src/**/*.test.ts', 'src/**/fixtures/**'],
	outdir: '.',
	litelement: true,
	plugins: [
		{
			name: 'published-paths',
			packageLinkPhase({customElementsManifest}) {
				rewritePaths(customElementsManifest.modules);
				// The analyzer invents events after the variables that are dispatched; ours are described.
				for (const declaration of customElementsManifest.modules.flatMap(module => module.declarations ?? [])) {
					if (declaration.events !== undefined) declaration.events = declaration.events.filter(event => event.description);
				}
			},
		},
	],
};
