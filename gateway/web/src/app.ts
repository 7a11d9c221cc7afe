import { readAddress, writeAddress } from './address.ts';
import { ApiError, listRounds, signIn, type View } from './api.ts';
import type { Round } from './api_types.ts';
import { h } from './dom.ts';
import { areaCode } from './figures.ts';
import { progressView } from './progress_view.ts';
import { forgetSession, keepLanguage, keepSession, keptLanguage, keptSession, type Kept } from './session.ts';
import { signInView } from './sign_in_view.ts';
import { Words } from './words.ts';

/** The page: somebody signs in, a round is chosen, its progress is followed. */
export class App {
  #words = new Words(keptLanguage());
  #kept: Kept | null = keptSession();
  #rounds: Round[] | null = null;
  /** Said on the sign-in form, in the words of the moment. */
  #farewell: (words: Words) => string = () => '';
  #showing = new AbortController();

  constructor(readonly root: HTMLElement) {
    window.addEventListener('popstate', () => void this.show());
  }

  /** Shows what the state and the address ask for; ends what was shown. */
  async show(): Promise<void> {
    this.#showing.abort();
    const showing = this.#showing = new AbortController();
    document.documentElement.lang = this.#words.language;
    document.title = this.#words.texts.title;
    if (this.#kept === null) {
      this.#frame(signInView(this.#words, this.#farewell(this.#words),
        (account, password) => this.#signIn(account, password), (error) => this.#explain(error)));
      return;
    }
    // Nobody has opened a round yet: the next look may find one.
    if (this.#rounds === null || this.#rounds.length === 0) {
      this.#frame(h('main', {}, h('p', { class: 'quiet' }, this.#words.texts.loading)));
      try {
        this.#rounds = await listRounds(this.#kept.token);
      } catch (error) {
        if (!showing.signal.aborted) this.#failed(error);
        return;
      }
      if (showing.signal.aborted) return;
    }
    this.#frame(this.#progress(this.#kept, this.#rounds, showing.signal));
  }

  #progress(kept: Kept, rounds: Round[], signal: AbortSignal): HTMLElement {
    const { texts } = this.#words;
    const asked = readAddress(location.search);
    const round = rounds.find((one) => one.name === `rounds/${asked.round}`) ?? rounds[0];
    if (round === undefined) return this.#notice(texts.noRound);
    const own = kept.area === '*' ? areaCode(round.area) : kept.area;
    const area = asked.area || own;
    if (area === '') return this.#notice(texts.noArea);
    const unknown = asked.round !== '' && round.name !== `rounds/${asked.round}`;
    return progressView({
      words: this.#words, token: kept.token, rounds,
      view: { round: round.name, area, asOf: asked.asOf },
      notice: unknown ? texts.roundUnknown(asked.round) : '',
      choose: (view) => this.#choose(view, asked.area),
      signedOut: () => this.#signOut((words) => words.texts.expired),
    }, signal);
  }

  #choose(view: View, area: string): void {
    const query = writeAddress({ round: view.round.replace(/^rounds\//, ''), asOf: view.asOf, area });
    const focused = document.activeElement?.id ?? '';
    history.pushState(null, '', location.pathname + query);
    void this.show().then(() => document.getElementById(focused)?.focus());
  }

  async #signIn(account: string, password: string): Promise<void> {
    this.#kept = keepSession(await signIn(account, password));
    this.#farewell = () => '';
    void this.show();
  }

  #signOut(farewell: (words: Words) => string): void {
    forgetSession();
    this.#kept = null;
    this.#rounds = null;
    this.#farewell = farewell;
    void this.show();
  }

  #explain(error: unknown): string {
    const wrong = error instanceof ApiError && error.status === 401;
    const own = wrong && error.words[this.#words.language] === '';
    return own ? this.#words.texts.wrongPassword : this.#words.failure(error);
  }

  #failed(error: unknown): void {
    if (error instanceof ApiError && error.status === 401) {
      this.#signOut((words) => words.texts.expired);
      return;
    }
    this.#frame(this.#notice(this.#words.failure(error)));
  }

  /** What stands in the way of the figures, with a button to look again. */
  #notice(text: string): HTMLElement {
    const again = h('button', { type: 'button' }, this.#words.texts.tryAgain);
    again.addEventListener('click', () => void this.show());
    return h('main', {}, h('p', { class: 'warning', role: 'alert' }, text), again);
  }

  /** Puts the page's head above its content. */
  #frame(content: HTMLElement): void {
    const { texts, language } = this.#words;
    const other = language === 'vi' ? 'en' : 'vi';
    const toggle = h('button', { type: 'button', id: 'language', lang: other }, texts.otherLanguage);
    toggle.addEventListener('click', () => {
      this.#words = new Words(other);
      keepLanguage(other);
      void this.show().then(() => document.getElementById('language')?.focus());
    });
    const tools = h('div', { class: 'tools' }, toggle);
    if (this.#kept !== null) {
      const out = h('button', { type: 'button', id: 'sign-out' }, texts.signOut);
      out.addEventListener('click', () => this.#signOut((words) => words.texts.signedOut));
      tools.prepend(h('span', { class: 'who' }, this.#kept.fullName));
      tools.append(out);
    }
    this.root.replaceChildren(h('header', { class: 'page-head screen-only' },
      h('span', { class: 'brand', lang: 'vi' }, texts.product), tools), content);
  }
}
