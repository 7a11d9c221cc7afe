// Which settings the programs read, said by their sources.
import fs from 'node:fs';
import path from 'node:path';

export const services = ['registry', 'scoring', 'workflow', 'reporting'];

function* sources(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory() && !['web', 'node_modules', 'migrations'].includes(entry.name)) yield* sources(at);
    else if (/\.(cc|h)$/.test(entry.name)) yield at;
  }
}

/** The text of the program's own folder and of what it takes from the shelf. */
function textOf(root, process) {
  const folder = process === 'gateway' ? 'gateway' : `services/${process}`;
  const files = [...sources(path.join(root, folder))];
  const known = new Set(files);
  let text = '';
  for (let i = 0; i < files.length; ++i) {
    const code = fs.readFileSync(files[i], 'utf8');
    text += `${code}\n`;
    for (const [, header] of code.matchAll(/#include "(services\/common\/[\w/]+)\.h"/g)) {
      for (const file of [`${header}.h`, `${header}.cc`].map((name) => path.join(root, name))) {
        if (!known.has(file) && fs.existsSync(file)) {
          known.add(file);
          files.push(file);
        }
      }
    }
  }
  return text;
}

/** {read, required}: names of the settings of `registry`, … or `gateway`. */
export function settingsOf(root, process) {
  const text = textOf(root, process);
  const name = (whole, part) => whole ?? `${process.toUpperCase()}_${part}`;
  // "NAME" in full, or Setting…(service, "REST").
  const told = '(?:"([A-Z][A-Z0-9_]*)"|Setting\\w*\\(\\s*[\\w.]+,\\s*"([A-Z0-9_]+)"\\s*\\))';
  const find = (before) =>
    [...text.matchAll(new RegExp(`${before}\\s*${told}`, 'g'))].map(([, whole, part]) => name(whole, part));
  const required = new Set(find('env\\.Require\\('));
  const read = new Set([...required, ...find('env\\.(?:Get|Int)\\('), ...find('FileOf\\(\\s*env,')]);
  if (process === 'gateway') {
    // One for each upstream that the descriptors name: gateway.h, AddressSettings.
    for (const service of services) required.add(`${service.toUpperCase()}_ADDRESS`);
  } else {
    // Followers keep the names of theirs in a table.
    for (const [, address] of text.matchAll(/"([A-Z]+_ADDRESS)"/g)) required.add(address);
  }
  return { read: new Set([...read, ...required]), required };
}

/** The variables that a shell script reads: ${NAME:-}. */
export function variablesOf(script) {
  const read = new Set([...script.matchAll(/\$\{([A-Z][A-Z0-9_]*):-\}/g)].map(([, variable]) => variable));
  return { read, required: read };
}

/** Map of Secret or ConfigMap → its keys, from the table of README.md:
 *  | `name` | `key`, `key` | … |, under the heading "Secrets". */
export function documentedSecrets(readme) {
  const part = /^## Secrets\n([^]*?)(?=^## |$(?![^]))/m.exec(readme)?.[1] ?? '';
  const ticked = (text) => [...text.matchAll(/`([^`]+)`/g)].map(([, word]) => word);
  return new Map([...part.matchAll(/^\| (`rasoat-[^|]+)\|([^|]+)\|/gm)]
    .map(([, name, keys]) => [ticked(name)[0], ticked(keys)]));
}
