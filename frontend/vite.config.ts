import { fileURLToPath } from 'node:url';

import tailwindcss from '@tailwindcss/vite';
import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type PluginOption } from 'vite';

const serverAddress = process.env['HOMEROOM_URL'] ?? 'http://localhost:5000';

/** In mode `mock` the pages run against an invented school instead of a server. */
async function mockSchool(mode: string): Promise<PluginOption> {
  if (mode !== 'mock') return null;
  const { mockSchoolPlugin } = await import('./src/testing/mock-plugin.ts');
  return mockSchoolPlugin();
}

export default defineConfig(async ({ mode }) => ({
  plugins: [
    tanstackRouter({ target: 'react', autoCodeSplitting: true, quoteStyle: 'single' }),
    react(),
    tailwindcss(),
    await mockSchool(mode),
  ],
  resolve: {
    alias: { '~': fileURLToPath(new URL('./src', import.meta.url)) },
  },
  server: {
    proxy:
      mode === 'mock'
        ? undefined
        : {
            '/api': { target: serverAddress, ws: true },
            '/healthz': serverAddress,
            '/readyz': serverAddress,
          },
  },
  build: {
    target: 'es2023',
    // The content security policy refuses data: addresses, so nothing is inlined.
    assetsInlineLimit: 0,
    manifest: true,
  },
}));
