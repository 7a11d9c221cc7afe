// What the checks of k8s/ share: reading rendered manifests.
import fs from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../package.json', import.meta.url));
const yaml = require('js-yaml');

/** The objects of a stream of YAML. Throws on what is not YAML, and on a key
 *  that stands twice. */
export function parse(text) {
  return yaml.loadAll(text, undefined, { schema: yaml.JSON_SCHEMA }).filter((object) => object);
}

export const read = (file) => parse(fs.readFileSync(file, 'utf8'));

/** `Deployment/registry`, as findings name an object. */
export const nameOf = (object) => `${object?.kind}/${object?.metadata?.name}`;

/** Runs check(objects) over each file of the command line, prints the findings
 *  and one line of what was seen, and ends with 1 if there is any. */
export async function main(what, check) {
  let objects = 0;
  let findings = 0;
  for (const file of process.argv.slice(2)) {
    const read_ = read(file);
    objects += read_.length;
    for (const finding of await check(read_)) {
      findings += 1;
      console.log(`${file.split('/').pop().replace(/\.yaml$/, '')}: ${finding}`);
    }
  }
  console.log(`${what}: ${objects} objects, ${findings} findings`);
  if (findings || !objects) process.exitCode = 1;
}
