import type { Bulletin, Round, Session, Text } from './api_types.ts';

/** A refusal of the API, or `UNREACHABLE` where no answer came. */
export class ApiError extends Error {
  constructor(
    /** HTTP status; 0 without an answer. */
    readonly status: number,
    /** ErrorInfo's reason. */
    readonly reason: string,
    /** What to tell the person; empty where the API gives nothing. */
    readonly words: Text,
  ) {
    super(`${status} ${reason}`);
  }
}

interface Detail {
  reason?: string;
  locale?: string;
  message?: string;
}

/** Reads an error body: `{"error":{"code", "status", "details":[ErrorInfo, LocalizedMessage…]}}`. */
export function errorFrom(status: number, body: string): ApiError {
  const words: Text = { vi: '', en: '' };
  let reason = '';
  let code = status;
  try {
    const { error } = JSON.parse(body) as { error?: { code?: number; status?: string; details?: Detail[] } };
    code = error?.code ?? status;
    reason = error?.status ?? '';
    for (const detail of error?.details ?? []) {
      if (detail.reason) reason = detail.reason;
      if (detail.locale?.startsWith('vi')) words.vi = detail.message ?? '';
      if (detail.locale?.startsWith('en')) words.en = detail.message ?? '';
    }
  } catch {
    // Not ours, for example a proxy's page: its status must do.
  }
  return new ApiError(code, reason, words);
}

/** Calls and refuses what is not 2xx. Throws ApiError; an abort passes as it is. */
export async function call(path: string, init: RequestInit, token: string | null): Promise<Response> {
  const headers = new Headers(init.headers);
  if (token !== null) headers.set('Authorization', `Bearer ${token}`);
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers, cache: 'no-store' });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError(0, 'UNREACHABLE', { vi: '', en: '' });
  }
  if (!response.ok) throw errorFrom(response.status, await response.text().catch(() => ''));
  return response;
}

/** Signs in. Throws ApiError 401 for a wrong account or password. */
export async function signIn(account: string, password: string): Promise<Session> {
  const body = JSON.stringify({ account, password });
  const headers = { 'Content-Type': 'application/json' };
  return (await call('/v1/sessions', { method: 'POST', headers, body }, null)).json() as Promise<Session>;
}

/** Reads the rounds, newest first. */
export async function listRounds(token: string): Promise<Round[]> {
  const rounds: Round[] = [];
  let page = '';
  do {
    const query = page === '' ? '' : `?page_token=${encodeURIComponent(page)}`;
    const answer = await (await call(`/v1/rounds${query}`, {}, token)).json() as { rounds: Round[]; nextPageToken: string };
    rounds.push(...answer.rounds);
    page = answer.nextPageToken;
  } while (page !== '');
  return rounds;
}

/** What is looked at. */
export interface View {
  /** `rounds/{id}`. */
  round: string;
  /** Code of the area. */
  area: string;
  /** `YYYY-MM-DD`; empty for today. */
  asOf: string;
}

/** Reads the bulletin. */
export async function getBulletin(view: View, token: string): Promise<Bulletin> {
  return (await call(viewPath(view, 'bulletin', {}), {}, token)).json() as Promise<Bulletin>;
}

/** The path of a method of a round, with the view in its query. */
export function viewPath(view: View, method: string, more: Record<string, string>): string {
  const query = new URLSearchParams({ area: view.area, ...more });
  if (view.asOf !== '') query.set('as_of', view.asOf);
  const round = view.round.split('/').map(encodeURIComponent).join('/');
  return `/v1/${round}/${method}?${query}`;
}
