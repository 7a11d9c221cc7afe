// The public API as its protos tell it: messages, and every method with its
// HTTP binding and its access rule. Nothing here is listed by hand.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import loader from '@grpc/proto-loader';

const root = fileURLToPath(new URL('../../../protos', import.meta.url));

function protoFiles() {
  return fs.readdirSync(path.join(root, 'rasoat'), { recursive: true })
    .filter((file) => file.endsWith('.proto'))
    .map((file) => path.join('rasoat', file))
    .concat('google/rpc/status.proto', 'google/rpc/error_details.proto');
}

/** Everything by full name. Field names are lowerCamelCase, as in JSON. */
export const definitions = loader.loadSync(protoFiles(), {
  includeDirs: [root, path.join(root, 'node_modules/google-proto-files')],
  enums: String,
  longs: String,
  defaults: true,
  oneofs: true,
});

const verbs = ['get', 'post', 'put', 'patch', 'delete'];

function httpRule(rule) {
  if (rule === undefined) return undefined;
  const verb = verbs.find((name) => rule[name] !== undefined);
  return { verb: verb.toUpperCase(), template: rule[verb], body: rule.body ?? '' };
}

function isService(definition) {
  return Object.values(definition).every((method) => method?.path?.startsWith('/rasoat.'));
}

/**
 * Every method: `name` (`Areas.GetArea`), `path` for gRPC, `owner` (the
 * service that serves it), `http`, `access`, and how to encode it.
 */
export const methods = Object.entries(definitions)
  .filter(([fullName, definition]) => fullName.startsWith('rasoat.') && isService(definition))
  .flatMap(([fullName, service]) => Object.entries(service).map(([name, method]) => ({
    ...method,
    name: `${fullName.split('.').at(-1)}.${name}`,
    owner: fullName.split('.')[1],
    http: httpRule(method.options['(google.api.http)']),
    access: method.options['(rasoat.api.v1.access)'],
  })));

/** The message that a field of a message in `scope` calls `typeName`. */
function messageNamed(typeName, scope) {
  for (let steps = scope.split('.'); ; steps.pop()) {
    const found = definitions[[...steps, typeName].join('.')];
    if (found !== undefined) return found.type;
    if (steps.length === 0) throw new Error(`no message ${typeName} in ${scope}`);
  }
}

/**
 * A request of `method` with `value` at the field path, and nothing else; one
 * element where a step of the path is repeated.
 */
export function requestWith(method, fieldPath, value) {
  const request = {};
  const scope = method.path.slice(1).split('.').slice(0, -1).join('.');
  let at = request;
  let { type } = method.requestType;
  const steps = camel(fieldPath).split('.');
  steps.forEach((step, i) => {
    const field = type.field.find((one) => one.name === step);
    if (field === undefined) throw new Error(`${method.name}: no field ${step} in ${type.name}`);
    const last = i + 1 === steps.length;
    const inner = last ? value : {};
    at[step] = field.label === 'LABEL_REPEATED' ? [inner] : inner;
    at = inner;
    if (!last) type = messageNamed(field.typeName, scope);
  });
  return request;
}

export function methodNamed(name) {
  const found = methods.find((method) => method.name === name);
  if (found === undefined) throw new Error(`no method ${name} in the protos`);
  return found;
}

/** The roles of api/v1/access.proto that a person can hold. */
export const personRoles = definitions['rasoat.api.v1.Role'].type.value
  .map((value) => value.name)
  .filter((name) => !['ROLE_UNSPECIFIED', 'ROLE_SERVICE'].includes(name));

/** `training_class.organizer` → `trainingClass.organizer`. */
export function camel(fieldPath) {
  return fieldPath.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}
