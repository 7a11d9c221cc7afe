import { ApiError, call, errorFrom, viewPath, type View } from './api.ts';
import type { ProgressReport } from './api_types.ts';
import { tierBelow } from './figures.ts';
import { EventParser } from './sse.ts';

/** How it stands with the stream. */
export type LiveState = 'connecting' | 'live' | 'reconnecting';

/** What hears of a watch. */
export interface Listener {
  report(report: ProgressReport): void;
  state(state: LiveState): void;
  /** The watch has ended: nobody is signed in, or the question is refused. */
  refused(error: ApiError): void;
}

const firstPauseMs = 1_000;
const longestPauseMs = 30_000;
/** Longer than two heartbeats of the gateway (15 s): the line is dead. */
const silenceMs = 40_000;

/**
 * Milliseconds to wait before the attempt after `failures` failed ones: doubled
 * each time up to 30 s, of which `chance` (0 to 1) takes up to half off, so
 * that the browsers of a province do not come back all at once.
 */
export function pauseBefore(failures: number, chance: number): number {
  const whole = Math.min(firstPauseMs * 2 ** Math.max(failures - 1, 0), longestPauseMs);
  return whole * (1 - chance / 2);
}

/** Tells whether asking again can help. */
export function isPassing(error: ApiError): boolean {
  return error.status === 0 || error.status === 408 || error.status === 429 || error.status >= 500;
}

/** Watches the progress of a view until `signal` aborts, reconnecting for ever. */
export async function watchProgress(
  view: View, token: string, listener: Listener, signal: AbortSignal,
): Promise<void> {
  let failures = 0;
  listener.state('connecting');
  while (!signal.aborted) {
    try {
      await readStream(view, token, signal, (report) => {
        failures = 0;
        listener.report(report);
        listener.state('live');
      });
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ApiError && !isPassing(error)) {
        listener.refused(error);
        return;
      }
    }
    if (signal.aborted) return;
    listener.state('reconnecting');
    failures += 1;
    await pause(pauseBefore(failures, Math.random()), signal);
  }
}

/** Reads one stream to its end; throws on an `error` event or a broken line. */
async function readStream(
  view: View, token: string, signal: AbortSignal, heard: (report: ProgressReport) => void,
): Promise<void> {
  const attempt = new AbortController();
  const stop = () => attempt.abort();
  signal.addEventListener('abort', stop);
  let silence = setTimeout(stop, silenceMs);
  try {
    const tier = tierBelow(view.area);
    const path = viewPath(view, 'progress:watch', tier === '' ? {} : { group_by: tier });
    const init = { headers: { Accept: 'text/event-stream' }, signal: attempt.signal };
    const { body } = await call(path, init, token);
    if (body === null) return;
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    const parser = new EventParser();
    for (;;) {
      const { done, value } = await reader.read();
      clearTimeout(silence);
      silence = setTimeout(stop, silenceMs);
      if (done) return;
      for (const event of parser.push(value)) {
        if (event.type === 'error') throw errorFrom(500, event.data);
        if (event.type === 'message') heard(JSON.parse(event.data) as ProgressReport);
      }
    }
  } finally {
    clearTimeout(silence);
    signal.removeEventListener('abort', stop);
    attempt.abort();
  }
}

/** Waits, at most until `signal` aborts or the network comes back. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener('online', end);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    window.addEventListener('online', end);
    signal.addEventListener('abort', end);
  });
}
