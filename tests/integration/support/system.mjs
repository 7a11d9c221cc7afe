// The system under test: where it listens, and how to call it.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import grpc from '@grpc/grpc-js';
import { fromBody, fromCall } from './errors.mjs';
import { methodNamed } from './protos.mjs';

export const checkout = fileURLToPath(new URL('../../..', import.meta.url));
const callSeconds = 30;

/** Runs `./rasoat words…` to its end, with changes to the environment. */
export function rasoat(words, changes = {}) {
  const run = spawnSync(path.join(checkout, 'rasoat'), words, {
    env: { ...process.env, ...changes }, encoding: 'utf8',
  });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

/** Asks until `look` gives something other than undefined; fails after `seconds`. */
export async function until(what, seconds, look) {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (performance.now() > end) throw new Error(`waited ${seconds} s in vain: ${what}`);
    await pause(20);
  }
}

/** A running system, found by what `./rasoat status --json` says of it. */
export class System {
  #clients = new Map();
  #tokens = new Map();

  constructor(changes = {}) {
    const told = rasoat(['status', '--json'], changes);
    if (told.out === '') throw new Error(`rasoat status: ${told.err}`);
    const { home, url, parts } = JSON.parse(told.out);
    this.home = home;
    this.url = url;
    this.parts = Object.fromEntries(parts.map((part) => [part.name, part]));
  }

  adminPassword() {
    return fs.readFileSync(path.join(this.home, 'keys/admin-password'), 'utf8').trim();
  }

  /** The gRPC addresses, as the services and the census player want them. */
  addresses() {
    return Object.fromEntries(['registry', 'scoring', 'workflow', 'reporting']
      .map((name) => [`${name.toUpperCase()}_ADDRESS`, this.parts[name].address]));
  }

  close() {
    for (const client of this.#clients.values()) client.close();
    this.#clients.clear();
  }

  /** The token of an account; signs in once. */
  async token(account, password = 'ra-soat-2021') {
    if (!this.#tokens.has(account)) {
      const secret = account === 'admin' ? this.adminPassword() : password;
      const session = await this.call('Accounts.SignIn', { account, password: secret });
      this.#tokens.set(account, session.token);
    }
    return this.#tokens.get(account);
  }

  #client(owner) {
    if (!this.#clients.has(owner)) {
      this.#clients.set(owner, new grpc.Client(this.parts[owner].address,
        grpc.credentials.createInsecure()));
    }
    return this.#clients.get(owner);
  }

  #metadata(token) {
    const metadata = new grpc.Metadata();
    if (token) metadata.set('authorization', `Bearer ${token}`);
    return metadata;
  }

  #options(seconds = callSeconds) {
    return { deadline: Date.now() + seconds * 1000 };
  }

  /**
   * One gRPC call, straight to the service. Of a stream, its first message.
   * Throws a Refusal.
   */
  call(name, request, token) {
    const method = methodNamed(name);
    if (method.responseStream) return this.first(name, request, token);
    return new Promise((resolve, reject) => {
      this.#client(method.owner).makeUnaryRequest(method.path, method.requestSerialize,
        method.responseDeserialize, request, this.#metadata(token), this.#options(),
        (error, response) => (error ? reject(fromCall(error)) : resolve(response)));
    });
  }

  /** The first message of a stream, which is then left. Throws a Refusal. */
  first(name, request, token) {
    const method = methodNamed(name);
    return new Promise((resolve, reject) => {
      const stream = this.#client(method.owner).makeServerStreamRequest(method.path,
        method.requestSerialize, method.responseDeserialize, request, this.#metadata(token),
        this.#options());
      stream.once('data', (message) => {
        resolve(message);
        stream.cancel();
      });
      stream.on('error', (error) => reject(fromCall(error)));
      stream.on('end', () => reject(new Error(`${name} ended without a message`)));
    });
  }

  /** Every message of a stream that ends by itself. Throws a Refusal. */
  all(name, request, token) {
    const method = methodNamed(name);
    return new Promise((resolve, reject) => {
      const messages = [];
      const stream = this.#client(method.owner).makeServerStreamRequest(method.path,
        method.requestSerialize, method.responseDeserialize, request, this.#metadata(token),
        this.#options());
      stream.on('data', (message) => messages.push(message));
      stream.on('error', (error) => reject(fromCall(error)));
      stream.on('end', () => resolve(messages));
    });
  }

  /** One HTTP request: `{status, headers, body, refusal}`; `json` is sent as it is. */
  async http(verb, target, { token, json, headers = {} } = {}) {
    const response = await fetch(this.url + target, {
      method: verb,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: typeof json === 'object' ? JSON.stringify(json) : json,
      signal: AbortSignal.timeout(callSeconds * 1000),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    const body = isJson ? JSON.parse(text) : text;
    return {
      status: response.status, headers: response.headers, body,
      refusal: response.ok ? undefined : fromBody(response.status, body),
    };
  }

  /** The newest position of a service's feed: it moves with every fact stored. */
  async newestPosition(service) {
    const feed = `${service[0].toUpperCase()}${service.slice(1)}Feed.Watch`;
    const batch = await this.first(feed, { untilNow: true }, await this.token('admin'));
    return Number(batch.newestPosition);
  }
}
