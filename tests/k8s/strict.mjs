// Strict schema check: node tests/k8s/strict.mjs RENDERED.yaml…
//
// Holds each object against the typed models of the Kubernetes client for
// JavaScript: an apiVersion and kind that this Kubernetes serves, no field it
// does not know, no value of another type. The models do not say which fields
// are required nor what values mean: only a server does.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { main, nameOf } from './manifests.mjs';

// By path: the package's own entry wants a newer Node than Debian's.
const generated = new URL('../node_modules/@kubernetes/client-node/dist/gen/', import.meta.url);
const models = await import(new URL('models/all.js', generated));

const capital = (word) => word[0].toUpperCase() + word.slice(1);

/** The model of an object, or undefined when no such kind is served: its group
 *  must have a call that creates it. */
function modelOf({ apiVersion, kind }) {
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !/^\w+$/.test(kind)) return undefined;
  const [version, group = ''] = apiVersion.split('/').reverse();
  if (!/^v\w+$/.test(version) || !/^[a-z.0-9]*$/.test(group)) return undefined;
  // networking.k8s.io is Networking, rbac.authorization.k8s.io RbacAuthorization.
  const words = (group || 'core').replace(/\.k8s\.io$/, '').split('.').map(capital).join('');
  const calls = new URL(`apis/${words}${capital(version)}Api.js`, generated);
  if (!fs.existsSync(calls)) return undefined;
  if (!new RegExp(`async create(Namespaced)?${kind}\\(`).test(fs.readFileSync(calls, 'utf8'))) return undefined;
  const name = capital(version) + kind;
  return [name, words + name].find((model) => models[model]?.getAttributeTypeMap);
}

const isMap = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const told = (value) => (Array.isArray(value) ? 'a list' : isMap(value) ? 'a map' : JSON.stringify(value));

function* compare(type, format, value, at) {
  if (value === null || value === undefined) {
    yield `${at}: has no value; leave the field out`;
    return;
  }
  const list = /^(?:Array|Set)<(.*)>$/.exec(type);
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(type);
  if (list) {
    if (!Array.isArray(value)) yield `${at}: must be a list, is ${told(value)}`;
    else for (const [i, item] of value.entries()) yield* compare(list[1], format, item, `${at}[${i}]`);
  } else if (map) {
    if (!isMap(value)) yield `${at}: must be a map, is ${told(value)}`;
    else for (const [key, item] of Object.entries(value)) yield* compare(map[1], format, item, `${at}.${key}`);
  } else if (type === 'IntOrString') {
    if (typeof value !== 'string' && !Number.isInteger(value)) yield `${at}: must be a whole number or a string, is ${told(value)}`;
  } else if (type === 'number') {
    const whole = /^int/.test(format ?? '');
    if (typeof value !== 'number' || (whole && !Number.isInteger(value))) {
      yield `${at}: must be a ${whole ? 'whole ' : ''}number, is ${told(value)}`;
    }
  } else if (type === 'string' || type === 'boolean') {
    if (typeof value !== type) yield `${at}: must be a ${type}, is ${told(value)}`;
  } else if (type === 'Date' || type === 'V1MicroTime') {
    if (typeof value !== 'string' || Number.isNaN(Date.parse(value))) yield `${at}: must be a time, is ${told(value)}`;
  } else if (type !== 'any' && type !== 'object') {
    yield* compareModel(type, value, at);
  }
}

function* compareModel(type, value, at) {
  const model = models[type];
  if (!model?.getAttributeTypeMap) yield `${at}: there is no model ${type} to compare with`;
  else if (!isMap(value)) yield `${at}: must be a map (${type}), is ${told(value)}`;
  else {
    const fields = new Map(model.getAttributeTypeMap().map((field) => [field.baseName, field]));
    for (const [key, item] of Object.entries(value)) {
      const field = fields.get(key);
      if (field) yield* compare(field.type, field.format, item, `${at}.${key}`);
      else yield `${at}: no field "${key}" in ${type}`;
    }
  }
}

/** The findings over `objects`. */
export function strict(objects) {
  const findings = [];
  const seen = new Set();
  for (const object of objects) {
    const type = isMap(object) ? modelOf(object) : undefined;
    if (!type) {
      findings.push(`${nameOf(object)}: ${object?.apiVersion} ${object?.kind} is not in the Kubernetes of the models`);
      continue;
    }
    if (typeof object.metadata?.name !== 'string') findings.push(`${nameOf(object)}: has no name`);
    const identity = `${nameOf(object)} in ${object.metadata?.namespace}`;
    if (seen.has(identity)) findings.push(`${identity}: stands twice`);
    seen.add(identity);
    findings.push(...compareModel(type, object, nameOf(object)));
  }
  return findings;
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) await main('strict', strict);
