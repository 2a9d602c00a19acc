// Writes the types of the API from the document that the server makes; with --check it only says
// whether the committed file is up to date.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const document = fileURLToPath(new URL('../../docs/openapi.json', import.meta.url));
const target = fileURLToPath(new URL('../src/api/schema.gen.ts', import.meta.url));
const tool = fileURLToPath(
  new URL('../node_modules/openapi-typescript/bin/cli.js', import.meta.url),
);

if (!existsSync(document)) {
  console.error('docs/openapi.json is missing: let the server write it first');
  process.exit(1);
}
const check = process.argv.includes('--check') ? ['--check'] : [];
const outcome = spawnSync(process.execPath, [tool, document, '--output', target, ...check], {
  stdio: 'inherit',
});
process.exit(outcome.status ?? 1);
