// Do the manifests mean what the architecture says?
// node tests/k8s/arrows.mjs RENDERED.yaml…
//
// - each port of a Service, and of a probe, is one of the pods behind it;
// - each edge that the NetworkPolicies open, in and out, is an arrow of the
//   architecture, and each arrow is opened; so are the addresses in settings;
// - each variable is one that the program reads, and each that it requires is
//   set;
// - each Secret is one that k8s/README.md documents, and none is in the tree.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { main, nameOf } from './manifests.mjs';
import { matches, openEdges } from './policies.mjs';
import { documentedSecrets, services, settingsOf, variablesOf } from './settings.mjs';

const here = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Who calls whom. */
export const architecture = {
  gateway: ['registry', 'scoring', 'workflow', 'reporting'],
  registry: ['mariadb'],
  scoring: ['registry', 'mariadb'],
  workflow: ['registry', 'scoring', 'mariadb'],
  reporting: ['registry', 'scoring', 'workflow', 'mariadb'],
};
const arrows = new Set(Object.entries(architecture).flatMap(([from, all]) => all.map((to) => `${from} → ${to}`)));

/** What makes pods, as the checks see it. */
function workloadsOf(objects) {
  return objects.filter((o) => o.spec?.template?.spec).map((o) => ({
    name: o.metadata.name,
    at: nameOf(o),
    labels: o.spec.template.metadata?.labels ?? {},
    containers: o.spec.template.spec.containers ?? [],
    initContainers: o.spec.template.spec.initContainers ?? [],
  }));
}

/** The number of a port told by name or number; undefined when none has it. */
function portOf(workload, told) {
  return workload.containers.flatMap((c) => c.ports ?? [])
    .find((port) => port.name === told || port.containerPort === told)?.containerPort;
}

function* checkServices(objects, workloads) {
  for (const service of objects.filter((o) => o.kind === 'Service')) {
    const behind = workloads.filter((w) => matches({ matchLabels: service.spec.selector }, w.labels));
    if (!behind.length) yield `${nameOf(service)}: selects no pods`;
    for (const port of service.spec.ports ?? []) {
      for (const workload of behind) {
        if (portOf(workload, port.targetPort ?? port.port) === undefined) {
          yield `${nameOf(service)}: port ${port.port} leads to ${port.targetPort ?? port.port}, which ${workload.at} does not have`;
        }
      }
    }
  }
}

function* checkProbes(workloads) {
  for (const workload of workloads) {
    for (const container of workload.containers) {
      for (const kind of ['startupProbe', 'readinessProbe', 'livenessProbe']) {
        const probe = container[kind];
        if (!probe) yield `${workload.at}: ${container.name} has no ${kind}`;
        const port = (probe?.grpc ?? probe?.httpGet ?? probe?.tcpSocket)?.port;
        if (port !== undefined && portOf(workload, port) === undefined) {
          yield `${workload.at}: ${kind} asks port ${port}, which it does not have`;
        }
      }
    }
  }
}

/** The number at which a Service's port of `host` arrives in its pods. */
function arrival(objects, workloads, host, port) {
  const service = objects.find((o) => o.kind === 'Service' && o.metadata.name === host);
  const told = service?.spec.ports?.find((p) => p.port === port);
  const workload = told && workloads.find((w) => matches({ matchLabels: service.spec.selector }, w.labels));
  return workload && { to: workload.name, port: portOf(workload, told.targetPort ?? told.port) };
}

function* checkPolicies(objects, workloads) {
  const served = new Map();
  for (const service of objects.filter((o) => o.kind === 'Service')) {
    for (const port of service.spec.ports ?? []) {
      const end = arrival(objects, workloads, service.metadata.name, port.port);
      if (end) served.set(end.to, [...(served.get(end.to) ?? []), end.port]);
    }
  }
  const { edges, findings } = openEdges(objects, workloads, portOf);
  yield* findings;
  for (const direction of ['ingress', 'egress']) {
    const wanted = new Set([...arrows, ...(direction === 'ingress' ? ['anyone → gateway'] : [])]);
    const open = new Set();
    for (const edge of edges.filter((e) => e.direction === direction)) {
      const arrow = `${edge.from} → ${edge.to}`;
      open.add(arrow);
      if (!wanted.has(arrow)) yield `${edge.at}: ${direction} opens ${arrow}, which is no arrow of the architecture`;
      else if (!served.get(edge.to)?.includes(edge.port)) {
        yield `${edge.at}: ${direction} opens ${arrow} on port ${edge.port}, which no Service serves`;
      }
    }
    for (const arrow of wanted) if (!open.has(arrow)) yield `no NetworkPolicy opens ${arrow} (${direction})`;
  }
}

/** Map name → value, or undefined where a Secret holds it; findings by the way. */
function environmentOf(container, at, objects, documented, findings) {
  const all = new Map();
  const inside = (name) => objects.find((o) => o.kind === 'ConfigMap' && o.metadata.name === name);
  for (const { configMapRef, secretRef } of container.envFrom ?? []) {
    if (secretRef) findings.push(`${at}: takes a whole Secret; name each key it needs`);
    const map = configMapRef && inside(configMapRef.name);
    if (configMapRef && !map) findings.push(`${at}: ConfigMap ${configMapRef.name} is not there`);
    for (const [name, value] of Object.entries(map?.data ?? {})) all.set(name, value);
  }
  for (const { name, value, valueFrom } of container.env ?? []) {
    all.set(name, value);
    const ref = valueFrom?.secretKeyRef ?? valueFrom?.configMapKeyRef;
    if (ref && !documented.get(ref.name)?.includes(ref.key) && inside(ref.name)?.data?.[ref.key] === undefined) {
      findings.push(`${at}: ${name} is ${ref.name}/${ref.key}, which k8s/README.md does not document`);
    }
    if (/PASSWORD|SEED/.test(name) && !valueFrom?.secretKeyRef) findings.push(`${at}: ${name} must come from a Secret`);
  }
  return all;
}

/** Which program an image holds: `localhost/registryd:1` → `registry`. */
function programOf(container) {
  const image = container.image.replace(/@.*$/, '').split('/').pop().replace(/:.*$/, '');
  return [...services, 'gateway'].find((name) => image === `${name}d`) ?? image;
}

function* checkSettings(objects, workloads, root) {
  const documented = documentedSecrets(fs.readFileSync(path.join(root, 'k8s/README.md'), 'utf8'));
  const script = objects.filter((o) => o.kind === 'ConfigMap').map((o) => o.data?.['start.sh']).find((s) => s) ?? '';
  const called = new Set();
  for (const workload of workloads) {
    for (const container of [...workload.initContainers, ...workload.containers]) {
      const at = `${workload.at}: ${container.name}`;
      const program = programOf(container);
      let settings;
      if (program === 'rasoat-mariadb') settings = variablesOf(script);
      else if (services.includes(program) || program === 'gateway') settings = settingsOf(root, program);
      else {
        yield `${at}: image ${container.image} is none of ours`;
        continue;
      }
      const findings = [];
      const environment = environmentOf(container, at, objects, documented, findings);
      yield* findings;
      for (const name of environment.keys()) {
        if (!settings.read.has(name)) yield `${at}: sets ${name}, which ${program} does not read`;
      }
      if (workload.initContainers.includes(container)) continue;
      for (const name of settings.required) {
        if (!environment.has(name)) yield `${at}: does not set ${name}, which ${program} requires`;
      }
      for (const [name, value] of environment) {
        if (!/_(ADDRESS|MYSQL_URL)$/.test(name)) continue;
        const told = /^(?:dns:\/\/\/|tcp:\/\/)([\w-]+):(\d+)$/.exec(value ?? '');
        const end = told && arrival(objects, workloads, told[1], Number(told[2]));
        if (!end) yield `${at}: ${name}=${value} is no port of a Service`;
        else called.add(`${workload.name} → ${end.to}`);
      }
    }
  }
  for (const arrow of called) if (!arrows.has(arrow)) yield `the settings call ${arrow}, which is no arrow of the architecture`;
  for (const arrow of arrows) if (!called.has(arrow)) yield `no setting tells the address of ${arrow}`;
}

/** The findings over `objects`, against the sources under `root`. */
export function check(objects, root = here) {
  const workloads = workloadsOf(objects);
  const secrets = objects.filter((o) => o.kind === 'Secret').map((o) => `${nameOf(o)}: a Secret in the repository`);
  return [...secrets, ...checkServices(objects, workloads), ...checkProbes(workloads),
    ...checkPolicies(objects, workloads), ...checkSettings(objects, workloads, root)];
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) await main('arrows', check);
