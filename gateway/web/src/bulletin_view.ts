import { getBulletin, type View } from './api.ts';
import type { Bulletin } from './api_types.ts';
import { h } from './dom.ts';
import type { Words } from './words.ts';

const leastPauseMs = 3_000;

/** The bulletin with its copy button. Reads it anew when told that the figures moved. */
export class BulletinView {
  readonly element: HTMLElement;
  readonly #text = h('div', { class: 'bulletin', id: 'bulletin', tabindex: 0 });
  readonly #said = h('span', { role: 'status', class: 'quiet' });
  #bulletin: Bulletin | null = null;
  #reading = false;
  #again = false;

  constructor(
    readonly words: Words, readonly view: View, readonly token: string,
    readonly signal: AbortSignal, readonly failed: (error: unknown) => void,
  ) {
    const copy = h('button', { type: 'button', class: 'screen-only' }, words.texts.copy);
    copy.addEventListener('click', () => void this.#copy());
    this.element = h('section', { 'aria-labelledby': 'bulletin-title' },
      h('h2', { id: 'bulletin-title' }, words.texts.bulletin), this.#text,
      h('p', { class: 'actions screen-only' }, copy, this.#said));
  }

  /** Reads the bulletin, at most once in three seconds however often it is told. */
  async refresh(): Promise<void> {
    this.#again = true;
    if (this.#reading) return;
    this.#reading = true;
    while (this.#again && !this.signal.aborted) {
      this.#again = false;
      try {
        this.#show(await getBulletin(this.view, this.token));
      } catch (error) {
        if (!this.signal.aborted) this.failed(error);
        // The next change of the figures asks again; an old text must not
        // stand beside newer figures.
        this.#text.textContent = this.words.failure(error);
        this.#bulletin = null;
      }
      await new Promise((resolve) => setTimeout(resolve, leastPauseMs));
    }
    this.#reading = false;
  }

  #show(bulletin: Bulletin): void {
    const text = this.#of(bulletin);
    if (this.#bulletin !== null && this.#of(this.#bulletin) === text) return;
    this.#bulletin = bulletin;
    this.#said.textContent = '';
    this.#text.replaceChildren(...text.trimEnd().split('\n').map((line) => h('p', {}, line)));
  }

  #of(bulletin: Bulletin): string {
    return this.words.language === 'vi' ? bulletin.textVi : bulletin.textEn;
  }

  async #copy(): Promise<void> {
    if (this.#bulletin === null) return;
    try {
      // Only a secure page (https, localhost) has a clipboard.
      await navigator.clipboard.writeText(this.#of(this.#bulletin));
      this.#said.textContent = this.words.texts.copied;
    } catch {
      getSelection()?.selectAllChildren(this.#text);
      this.#said.textContent = this.words.texts.copyFailed;
    }
  }
}
