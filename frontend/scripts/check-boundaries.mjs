// Holds the import rule of the frontend: layers know only what lies below them,
// features never know each other, nothing but tests knows src/testing, and no file
// exists merely to re-export others.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../src', import.meta.url));

/** What each layer may import, besides itself. */
const allowed = {
  lib: [],
  i18n: ['lib'],
  ui: ['lib', 'i18n'],
  api: ['lib', 'i18n'],
  features: ['lib', 'i18n', 'ui', 'api'],
  app: ['lib', 'i18n', 'ui', 'api', 'styles'],
  routes: ['lib', 'i18n', 'ui', 'api', 'features', 'app'],
  root: ['lib', 'i18n', 'ui', 'api', 'app', 'routes', 'root', 'styles'],
};

const importPattern = /(?:from\s+|import\s*\(\s*|import\s+)'([^']+)'/g;
const faults = [];

for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !/\.tsx?$/.test(entry.name) || entry.name.endsWith('.gen.ts')) continue;
  const file = relative(source, join(entry.parentPath, entry.name));
  const text = readFileSync(join(source, file), 'utf8');
  checkBarrel(file, text);
  if (file.startsWith('testing/') || /\.test\.tsx?$/.test(file)) continue;
  for (const [, target] of text.matchAll(importPattern)) checkImport(file, target);
}

function checkBarrel(file, text) {
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').trim();
  const statements = code.split(';').filter((part) => part.trim() !== '');
  const onlyReexports = statements.every((part) => /^\s*export\s[\s\S]*from\s/.test(part));
  if (statements.length > 0 && onlyReexports) faults.push(`${file}: only re-exports other files`);
}

function checkImport(file, target) {
  if (target.startsWith('../')) {
    faults.push(`${file}: import '${target}' through '~/' instead`);
    return;
  }
  if (!target.startsWith('~/')) return;
  const from = place(file);
  const to = place(target.slice(2));
  if (from.layer === to.layer) {
    if (from.layer === 'features' && from.area !== to.area)
      faults.push(`${file}: feature '${from.area}' imports feature '${to.area}'`);
  } else if (!allowed[from.layer]?.includes(to.layer)) {
    faults.push(`${file}: ${from.layer} must not import ${to.layer} ('${target}')`);
  }
}

function place(path) {
  const parts = path.split('/');
  if (parts.length === 1) return { layer: 'root' };
  return { layer: parts[0], area: parts[1] };
}

if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
console.log('import boundaries hold');
