// Holds the size budget: the gzipped script that the first page of each role needs, counted over
// the manifest of the last build. Scripts that come only when something is opened do not count.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const budget = 220_000;
const chunkBudget = 60_000;
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
const source = new URL('../src/', import.meta.url);

const sizes = new Map();
function gzipped(file) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(new URL(file, dist))).length);
  return sizes.get(file);
}

/** A chunk and everything that it imports at once. */
function collect(key, files = new Set()) {
  const chunk = manifest[key];
  if (chunk === undefined) throw new Error(`the build has no ${key}`);
  if (files.has(chunk.file)) return files;
  files.add(chunk.file);
  for (const next of chunk.imports ?? []) collect(next, files);
  return files;
}

/** What a route brings: its split parts and the texts that its loader asks for. */
function partsOf(route) {
  const split = Object.keys(manifest).filter((key) => key.startsWith(`src/routes/${route}.tsx?`));
  const code = readFileSync(new URL(`routes/${route}.tsx`, source), 'utf8');
  const areas = [...code.matchAll(/loadTexts\(([^)]*)\)/g)].flatMap(([, names]) =>
    [...names.matchAll(/'(\w+)'/g)].map(([, name]) => `src/i18n/en/${name}.json`),
  );
  return [...split, ...areas];
}

const shared = ['index.html', 'src/i18n/en/common.json', 'src/i18n/en/shell.json'];
const pages = {
  '/login': ['_public', '_public/login'],
  ...Object.fromEntries(
    [
      'admin',
      'principal',
      'coordinator',
      'registrar',
      'accounting',
      'guidance',
      'teacher',
      'student',
      'parent',
    ].map((home) => [`/${home}`, ['_app', `_app/${home}`]]),
  ),
};

let failed = false;
for (const [page, routes] of Object.entries(pages)) {
  const files = new Set();
  for (const key of [...shared, ...routes.flatMap(partsOf)]) collect(key, files);
  const scripts = [...files].filter((file) => file.endsWith('.js'));
  const total = scripts.reduce((sum, file) => sum + gzipped(file), 0);
  const over = total > budget;
  failed ||= over;
  console.log(
    `${page.padEnd(14)}${kilobytes(total)} of ${kilobytes(budget)} in ${scripts.length} files${over ? '  TOO LARGE' : ''}`,
  );
}

for (const file of readdirSync(new URL('assets/', dist)).filter((name) => name.endsWith('.js'))) {
  const size = gzipped(`assets/${file}`);
  if (!file.startsWith('libraries-') && size > chunkBudget) {
    console.log(`${file}: ${kilobytes(size)}, more than ${kilobytes(chunkBudget)} for one part`);
    failed = true;
  }
}

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

if (failed) process.exit(1);
