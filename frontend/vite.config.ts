import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import tailwindcss from '@tailwindcss/vite';
import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, type PluginOption, type Rolldown } from 'vite';

import frontend from './package.json' with { type: 'json' };

type CodeSplittingGroup = Rolldown.CodeSplittingGroup;

const serverAddress = process.env['HOMEROOM_URL'] ?? 'http://localhost:5000';

const overlays = /@base-ui|@floating-ui|ui\/(dialog|confirm-dialog|form-dialog|combobox|unsaved)/;
const forms =
  /react-hook-form|@hookform|i18n\/rules|api\/(form-errors|idempotency|use-submission)|move-form|span-schema/;
const lists =
  /ui\/(data-table|pagination|search-field|filter-select|use-hidden)|api\/(list-view|export)/;

const isKit = (id: string) =>
  /src\/ui\/|src\/lib\/|api\/error-text|lucide-react/.test(id) &&
  !overlays.test(id) &&
  !lists.test(id);

/** Few files instead of many: each is a request, and a phone's requests are slow. */
const chunkGroups: CodeSplittingGroup[] = [
  // Libraries change seldom: browsers keep them over releases.
  { name: 'libraries', test: /node_modules/, tags: ['$initial'], priority: 9 },
  {
    name: 'start',
    test: (id) => !/main\.tsx|index\.html/.test(id),
    tags: ['$initial'],
    priority: 8,
  },
  // Only whoever opens a PDF needs what shows it.
  { name: 'libraries-pdf', test: /pdfjs-dist/, priority: 7 },
  // Only the calendar in boxes needs it, and it is the largest. After what it is built on, or it
  // would take that along.
  { name: 'libraries-calendar', test: /@fullcalendar|@full-ui|temporal-/, priority: 7 },
  // Before those that are built from it, or they would take it along.
  { name: 'kit', test: isKit, minShareCount: 3, priority: 7 },
  {
    name: 'overlays',
    test: overlays,
    entriesAware: true,
    entriesAwareMergeThreshold: 8000,
    priority: 6,
  },
  { name: 'forms', test: forms, priority: 5 },
  { name: 'lists', test: lists, priority: 4 },
  // Only the pages of conversations need it; the badge beside their name does not.
  { name: 'chat', test: /api\/(chat(?!-unread)|presence)/, minShareCount: 2, priority: 2 },
  {
    name: 'shared',
    test: (id) => !/features\/.*-(page|dialog)\.|modules\/openings/.test(id),
    minShareCount: 2,
    entriesAware: true,
    entriesAwareMergeThreshold: 3000,
    priority: 1,
  },
];

/** In mode `mock` the pages run against an invented school instead of a server. */
async function mockSchool(mode: string): Promise<PluginOption> {
  if (mode !== 'mock') return null;
  const { mockSchoolPlugin } = await import('./src/testing/mock-plugin.ts');
  return mockSchoolPlugin();
}

const pdfDecoders = `assets/pdf-${frontend.dependencies['pdfjs-dist']}/`;
const pdfDecoder = 'openjpeg_nowasm_fallback.js';
const pdfLibrary = fileURLToPath(new URL('./node_modules/pdfjs-dist/', import.meta.url));

/** The worker of PDFs looks for what reads their JPEG 2000 pictures under a name of its own choice. */
function pdfDecoderPlugin(): Plugin {
  return {
    name: 'pdf-decoder',
    apply: 'build',
    generateBundle() {
      this.emitFile({
        type: 'asset',
        fileName: pdfDecoders + pdfDecoder,
        source: readFileSync(`${pdfLibrary}wasm/${pdfDecoder}`),
      });
    },
  };
}

export default defineConfig(async ({ mode, command }) => ({
  plugins: [
    tanstackRouter({ target: 'react', autoCodeSplitting: true, quoteStyle: 'single' }),
    react(),
    tailwindcss(),
    pdfDecoderPlugin(),
    await mockSchool(mode),
  ],
  define: {
    PDF_DECODERS: JSON.stringify(
      command === 'build' ? `/${pdfDecoders}` : '/node_modules/pdfjs-dist/wasm/',
    ),
  },
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
    rolldownOptions: {
      output: {
        chunkFileNames: (chunk: Rolldown.PreRenderedChunk) =>
          `assets/${chunk.name.replace(/~.*/, '')}-[hash].js`,
        codeSplitting: { groups: chunkGroups },
      },
    },
  },
}));
