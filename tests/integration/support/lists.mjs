// Uploading, checking and running lists, and fetching files, through the gateway.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { until } from './system.mjs';

const mebibyte = 1 << 20;

/** Announces a file for a commune and sends it in pieces of a MiB; the import's name. */
export async function upload(system, token, commune, bytes, fileName = 'danh-sach.csv') {
  const announced = await system.http('POST', `/v1/areas/${commune}/imports`, {
    token,
    json: { fileName, sizeBytes: String(bytes.length), sha256: createHash('sha256').update(bytes).digest('hex') },
  });
  assert.equal(announced.status, 200, JSON.stringify(announced.body));
  const { name } = announced.body;
  let answer;
  for (let offset = 0; offset < bytes.length; offset += mebibyte) {
    const sent = await fetch(`${system.url}/v1/${name}:upload?offset=${offset}`, {
      method: 'POST',
      body: bytes.subarray(offset, offset + mebibyte),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
    });
    answer = await sent.json();
    assert.equal(sent.status, 200, JSON.stringify(answer));
  }
  assert.equal(answer.state, 'IMPORT_STATE_UPLOADED');
  return name;
}

/** Has an import checked (`check`) or run (`run`), and waits for its end. */
export async function ask(system, token, name, verb, json = {}) {
  const { status, body } = await system.http('POST', `/v1/${name}:${verb}`, { token, json });
  assert.equal(status, 200, JSON.stringify(body));
  return until(`${verb} ends`, 60, async () => {
    const { body: now } = await system.http('GET', `/v1/${name}`, { token });
    return /CHECKING|RUNNING/.test(now.state) ? undefined : now;
  });
}

/** A file that the gateway answers with: its bytes and what it is called. */
export async function download(system, token, target) {
  const answer = await fetch(`${system.url}${target}`, { headers: { authorization: `Bearer ${token}` } });
  const bytes = Buffer.from(await answer.arrayBuffer());
  assert.equal(answer.status, 200, bytes.toString());
  return { bytes, type: answer.headers.get('content-type'), disposition: answer.headers.get('content-disposition') };
}
