import type { Session } from './api_types.ts';
import type { Language } from './format.ts';

const sessionKey = 'rasoat.session';
const languageKey = 'rasoat.language';

/** Who is signed in, kept for this tab only. */
export interface Kept {
  token: string;
  fullName: string;
  /** Code of the first granted area; `*` for the whole, empty for none. */
  area: string;
}

/** Keeps a session. */
export function keepSession(session: Session): Kept {
  const kept: Kept = {
    token: session.token,
    fullName: session.staff.fullName,
    area: (session.staff.grants[0]?.area ?? '').replace(/^areas\//, ''),
  };
  sessionStorage.setItem(sessionKey, JSON.stringify(kept));
  return kept;
}

/** Returns the session kept in this tab, or null. */
export function keptSession(): Kept | null {
  const text = sessionStorage.getItem(sessionKey);
  return text === null ? null : JSON.parse(text) as Kept;
}

/** Forgets it. */
export function forgetSession(): void {
  sessionStorage.removeItem(sessionKey);
}

/** The language chosen in this browser; Vietnamese unless English was. */
export function keptLanguage(): Language {
  return localStorage.getItem(languageKey) === 'en' ? 'en' : 'vi';
}

/** Keeps a language. */
export function keepLanguage(language: Language): void {
  localStorage.setItem(languageKey, language);
}
