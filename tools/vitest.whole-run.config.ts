import {defineConfig} from 'vitest/config';

// What several packages do together, on a sandbox that listens. Sources, as Node resolves them.
export default defineConfig({
	ssr: {resolve: {conditions: ['@fonds/source', 'node', 'import', 'default']}},
	test: {dir: 'tools/whole-run', include: ['**/*.node.test.ts'], testTimeout: 30_000, hookTimeout: 30_000},
});
