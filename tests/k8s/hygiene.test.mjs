// What the manifests, the images and the secrets promise besides.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from './manifests.mjs';
import { documentedSecrets } from './settings.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const text = (name) => fs.readFileSync(path.join(root, name), 'utf8');
const rendered = parse(process.env.RASOAT_RENDERED
  ? fs.readFileSync(path.join(process.env.RASOAT_RENDERED, 'local.yaml'), 'utf8')
  : execFileSync('kubectl', ['kustomize', path.join(root, 'k8s/overlays/local')], { encoding: 'utf8' }));
const workloads = rendered.filter((o) => o.spec?.template?.spec);

test('there are the five processes and the database', () => {
  assert.deepEqual(workloads.map((w) => w.metadata.name).sort(), ['gateway', 'mariadb', 'registry', 'reporting', 'scoring', 'workflow']);
});

for (const workload of workloads) {
  test(`${workload.metadata.name} is restricted, bounded and has time to drain`, () => {
    const pod = workload.spec.template.spec;
    assert.equal(pod.automountServiceAccountToken, false);
    assert.equal(pod.enableServiceLinks, false);
    assert.equal(pod.serviceAccountName, workload.metadata.name);
    assert.equal(pod.securityContext.runAsNonRoot, true);
    assert.equal(pod.securityContext.runAsUser, 10001);
    assert.equal(pod.securityContext.seccompProfile.type, 'RuntimeDefault');
    for (const container of [...pod.containers, ...(pod.initContainers ?? [])]) {
      assert.equal(container.securityContext.readOnlyRootFilesystem, true);
      assert.equal(container.securityContext.allowPrivilegeEscalation, false);
      assert.deepEqual(container.securityContext.capabilities.drop, ['ALL']);
      for (const bound of ['requests', 'limits']) {
        assert.deepEqual(Object.keys(container.resources[bound]).sort(), ['cpu', 'memory']);
      }
    }
    const slept = pod.containers[0].lifecycle?.preStop?.sleep?.seconds ?? 0;
    assert.ok(pod.terminationGracePeriodSeconds > slept + 10);
    const account = rendered.find((o) => o.kind === 'ServiceAccount' && o.metadata.name === workload.metadata.name);
    assert.equal(account.automountServiceAccountToken, false);
    assert.ok(rendered.some((o) => o.kind === 'PodDisruptionBudget' && o.metadata.name === workload.metadata.name));
  });
}

test('secrets.sh makes what README.md documents, and the keys fit together', () => {
  const made = parse(execFileSync(path.join(root, 'k8s/secrets.sh'), { encoding: 'utf8' }));
  const keys = (object) => Object.keys(object.stringData ?? object.data);
  assert.deepEqual(new Map(made.map((o) => [o.metadata.name, keys(o)])), documentedSecrets(text('k8s/README.md')));
  const trust = Object.fromEntries(made.find((o) => o.kind === 'ConfigMap').data.keys.split(',').map((entry) => entry.split(':')));
  const head = Buffer.from('302e020100300506032b657004220420', 'hex');  // PKCS #8 before an Ed25519 seed
  const seeds = made.filter((o) => o.stringData?.['signing-seed'])
    .map((o) => [o.metadata.name.replace('rasoat-', ''), o.stringData['signing-seed']]);
  seeds.push(['people', made.find((o) => o.metadata.name === 'rasoat-workflow').stringData['people-seed']]);
  assert.equal(seeds.length, Object.keys(trust).length);
  for (const [issuer, seed] of seeds) {
    const key = crypto.createPrivateKey({ key: Buffer.concat([head, Buffer.from(seed, 'base64')]), format: 'der', type: 'pkcs8' });
    const open = crypto.createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
    assert.equal(open.toString('base64'), trust[issuer], issuer);
  }
});

test('each image of the manifests is a target that runs as 10001, without a health check', () => {
  const containerfile = text('k8s/images/Containerfile');
  assert.doesNotMatch(containerfile, /^HEALTHCHECK/m);
  const stages = containerfile.split(/^FROM /m).slice(1);
  const images = new Set(workloads.map((w) => w.spec.template.spec.containers[0].image.replace(/^localhost\/|:1$/g, '')));
  assert.equal(images.size, 6);
  for (const image of images) {
    const stage = stages.find((s) => s.split('\n')[0].endsWith(` AS ${image}`));
    assert.match(stage ?? '', /^USER 10001:10001$/m, image);
  }
});

test('the Containerfile copies what is there, and the context lets it in', () => {
  const let_in = [...text('.containerignore').matchAll(/^!(.*)$/gm)].map(([, name]) => name);
  for (const [, words] of text('k8s/images/Containerfile').matchAll(/^COPY (?!--from)(.*)$/gm)) {
    for (const source of words.split(' ').slice(0, -1)) {
      assert.ok(fs.existsSync(path.join(root, source)), source);
      assert.ok(let_in.includes(source.split('/')[0]), `${source} is kept out by .containerignore`);
    }
  }
});

test('folders in the settings are folders that the image gets', () => {
  const stages = text('k8s/images/Containerfile').split(/^FROM /m);
  for (const settings of rendered.filter((o) => o.kind === 'ConfigMap' && /-settings-/.test(o.metadata.name))) {
    const process = settings.metadata.name.replace(/-settings-.*/, '');
    const stage = stages.find((s) => s.split('\n')[0].endsWith(` AS ${process}d`)) ?? '';
    for (const [name, value] of Object.entries(settings.data)) {
      if (value.startsWith('/opt/')) assert.match(stage, new RegExp(`^COPY .* ${value.replaceAll('.', '\\.')}$`, 'm'), name);
    }
  }
});
