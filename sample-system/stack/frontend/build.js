// Builds src/ into dist/: the release's number is put in, assets are named for what is in them.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const release = process.argv[2];
const source = (name) => readFileSync(`src/${name}`, 'utf8').replaceAll('RELEASE', release);

mkdirSync('dist/assets', { recursive: true });
let page = source('index.html');
for (const name of ['app.js', 'app.css']) {
  const text = source(name);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 10);
  const hashed = name.replace('.', `-${hash}.`);
  writeFileSync(`dist/assets/${hashed}`, text);
  page = page.replace(`/assets/${name}`, `/assets/${hashed}`);
}
writeFileSync('dist/index.html', page);
