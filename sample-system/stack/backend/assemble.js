// Makes a tree of one release: node assemble.js RELEASE. Called by the Dockerfile; releases.json says what is in each.
// A bad release is 1.1.0 with src/fault.js from faults/, and with one more migration where that is what is bad.
import { copyFileSync, existsSync, readFileSync, rmSync, readdirSync, writeFileSync } from 'node:fs';

const release = process.argv[2];
const { good, bad } = JSON.parse(readFileSync('releases.json', 'utf8'));
const isBad = release in bad;
if (!isBad && !(release in good)) {
  console.error(`No release "${release}". There are: ${[...Object.keys(good), ...Object.keys(bad)].join(', ')}`);
  process.exit(2);
}

const versions = Object.keys(good);
const version = isBad ? '1.1.0' : release;
const migrations = versions.slice(0, versions.indexOf(version) + 1).flatMap((v) => good[v].adds);
if (release === 'bad-migration') migrations.push('0003-stops-half-way');
const columns = ['id', 'document_number', 'title', 'status', ...good[version].columns, 'created_at'];

writeFileSync('release.json', JSON.stringify({ release, migrations, columns }));
for (const file of readdirSync('migrations')) {
  if (!migrations.some((name) => file.startsWith(`${name}.`))) rmSync(`migrations/${file}`);
}
const fault = `faults/${release}.js`;
if (isBad && existsSync(fault)) copyFileSync(fault, 'src/fault.js');
else writeFileSync('src/fault.js', 'export default {};\n');
rmSync('faults', { recursive: true });
