// Broken manifests are named by what is wrong with them; ours pass.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { check } from './arrows.mjs';
import { parse } from './manifests.mjs';
import { strict } from './strict.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** What the overlay renders to: by ./check already, else by kubectl here. */
const rendered = process.env.RASOAT_RENDERED
  ? fs.readFileSync(path.join(process.env.RASOAT_RENDERED, 'local.yaml'), 'utf8')
  : execFileSync('kubectl', ['kustomize', path.join(root, 'k8s/overlays/local')], { encoding: 'utf8' });

/** The overlay after change(find), where find(kind, name) is an object of it. */
function changed(change) {
  const objects = parse(rendered);
  const find = (kind, name) => {
    const object = objects.find((o) => o.kind === kind && o.metadata.name.replace(/-[a-z0-9]{10}$/, '') === name);
    assert.ok(object, `${kind}/${name}`);
    return object;
  };
  change(find, objects);
  return objects;
}

const container = (find, kind, name) => find(kind, name).spec.template.spec.containers[0];

/** Each: what is done, the change, and what the one finding must say. */
function refuses(by, cases) {
  for (const [what, change, ...said] of cases) {
    test(`${by.name}: ${what}`, () => {
      const findings = by(changed(change));
      for (const pattern of said) {
        assert.ok(findings.some((finding) => pattern.test(finding)), `${pattern} in:\n${findings.join('\n')}`);
      }
      assert.ok(findings.length >= said.length);
    });
  }
}

test('the local overlay passes', () => {
  const objects = parse(rendered);
  assert.deepEqual(strict(objects), []);
  assert.deepEqual(check(objects), []);
});

test('a key that stands twice is no YAML', () => {
  assert.throws(() => parse('kind: Service\nkind: Pod\n'), /duplicated mapping key/);
});

refuses(strict, [
  ['an unknown field', (find) => { container(find, 'Deployment', 'registry').livenessprobe = {}; },
    /^Deployment\/registry\.spec\.template\.spec\.containers\[0\]: no field "livenessprobe" in V1Container$/],
  ['a string for a number', (find) => { find('Deployment', 'scoring').spec.replicas = '2'; },
    /^Deployment\/scoring\.spec\.replicas: must be a whole number, is "2"$/],
  ['half a pod', (find) => { find('Deployment', 'scoring').spec.replicas = 1.5; }, /replicas: must be a whole number, is 1\.5/],
  ['a number for a string', (find) => { container(find, 'Deployment', 'gateway').env = [{ name: 'A', value: 1 }]; },
    /env\[0\]\.value: must be a string, is 1/],
  ['a map for a list', (find) => { find('Service', 'registry').spec.ports = { port: 1 }; }, /ports: must be a list, is a map/],
  ['a field without a value', (find) => { find('Service', 'registry').spec.selector = null; }, /selector: has no value/],
  ['a version that is gone', (find) => { find('PodDisruptionBudget', 'registry').apiVersion = 'policy/v1beta1'; },
    /^PodDisruptionBudget\/registry: policy\/v1beta1 PodDisruptionBudget is not in the Kubernetes/],
  ['a kind of another group', (find) => { find('Deployment', 'registry').apiVersion = 'batch/v1'; }, /batch\/v1 Deployment is not in/],
  ['a kind that never was', (find) => { find('Service', 'gateway').kind = 'Servce'; }, /v1 Servce is not in/],
  ['an object twice', (find, objects) => { objects.push(find('Service', 'gateway')); }, /Service\/gateway in rasoat: stands twice/],
]);

const policy = (find, name) => find('NetworkPolicy', name).spec;
const to = (name, port) => ({
  to: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': name } } }], ports: [{ protocol: 'TCP', port }],
});

refuses(check, [
  ['a Service that selects nobody', (find) => { find('Service', 'scoring').spec.selector = { app: 'none' }; },
    /^Service\/scoring: selects no pods$/],
  ['a Service whose port nobody has', (find) => { find('Service', 'registry').spec.ports[0].targetPort = 9999; },
    /^Service\/registry: port 7101 leads to 9999, which Deployment\/registry does not have$/],
  ['a probe of a port nobody has', (find) => { container(find, 'Deployment', 'registry').readinessProbe.grpc.port = 7102; },
    /^Deployment\/registry: readinessProbe asks port 7102/],
  ['no liveness probe', (find) => { delete container(find, 'Deployment', 'gateway').livenessProbe; }, /serve has no livenessProbe/],
  ['an edge out that is no arrow', (find) => { policy(find, 'gateway').egress.push(to('mariadb', 3306)); },
    /^NetworkPolicy\/gateway: egress opens gateway → mariadb, which is no arrow/],
  ['an edge in that is no arrow', (find) => {
    policy(find, 'reporting').ingress[0].from.push({ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'registry' } } });
  }, /^NetworkPolicy\/reporting: ingress opens registry → reporting, which is no arrow/],
  ['everybody let in', (find) => { delete policy(find, 'mariadb').ingress[0].from; }, /ingress opens anyone → mariadb/],
  ['all addresses let out', (find) => { policy(find, 'scoring').egress[0].to = [{ ipBlock: { cidr: '0.0.0.0/0' } }]; },
    /egress opens scoring → anyone/, /no NetworkPolicy opens scoring → registry \(egress\)/],
  ['an arrow that is not opened', (find) => { policy(find, 'workflow').egress.splice(1, 1); },
    /^no NetworkPolicy opens workflow → scoring \(egress\)$/],
  ['a rule without ports', (find) => { delete policy(find, 'registry').ingress[0].ports; }, /ingress rule opens more than single ports/],
  ['a port that no Service serves', (find) => { policy(find, 'registry').ingress[0].ports = [{ protocol: 'TCP', port: 7201 }]; },
    /opens gateway → registry on port 7201, which no Service serves/],
  ['nothing denied', (find, objects) => {
    for (const name of ['deny-all', 'reporting']) objects.splice(objects.indexOf(find('NetworkPolicy', name)), 1);
  }, /^Deployment\/reporting: no NetworkPolicy limits its ingress$/],
  ['a variable that nobody reads', (find) => { find('ConfigMap', 'registry-settings').data.REGISTRY_WORKRES = '3'; },
    /^Deployment\/registry: serve: sets REGISTRY_WORKRES, which registry does not read$/],
  ['a setting that is missing', (find) => { delete find('ConfigMap', 'scoring-settings').data.SCORING_STANDARDS; },
    /^Deployment\/scoring: serve: does not set SCORING_STANDARDS, which scoring requires$/],
  ['an upstream that is missing', (find) => { delete find('ConfigMap', 'gateway-settings').data.REPORTING_ADDRESS; },
    /gateway requires$/, /no setting tells the address of gateway → reporting/],
  ['an address with the wrong port', (find) => { find('ConfigMap', 'reporting-settings').data.SCORING_ADDRESS = 'dns:///scoring:7101'; },
    /SCORING_ADDRESS=dns:\/\/\/scoring:7101 is no port of a Service/],
  ['a Secret nobody documents', (find) => { container(find, 'Deployment', 'scoring').env[1].valueFrom.secretKeyRef.name = 'other'; },
    /SCORING_MYSQL_PASSWORD is other\/mysql-password, which k8s\/README\.md does not document/],
  ['a password in plain text', (find) => {
    container(find, 'Deployment', 'scoring').env[1] = { name: 'SCORING_MYSQL_PASSWORD', value: 'x' };
  }, /SCORING_MYSQL_PASSWORD must come from a Secret/],
  ['a Secret in the tree', (find, objects) => { objects.push({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' } }); },
    /^Secret\/a: a Secret in the repository$/],
  ['an image of somebody else', (find) => { container(find, 'Deployment', 'gateway').image = 'docker.io/library/nginx:1'; },
    /image docker\.io\/library\/nginx:1 is none of ours/],
]);
