import { ApiError, type View } from './api.ts';
import type { Round } from './api_types.ts';
import { BulletinView } from './bulletin_view.ts';
import { h } from './dom.ts';
import { formatClock, isDay } from './format.ts';
import { watchProgress, type LiveState } from './live.ts';
import { ReportView } from './report_view.ts';
import type { Words } from './words.ts';

/** What the page needs from its owner. */
export interface ProgressOwner {
  words: Words;
  token: string;
  rounds: Round[];
  view: View;
  /** Said above the figures; empty for nothing. */
  notice: string;
  /** The person chose another round or day. */
  choose(view: View): void;
  /** The API says that nobody is signed in. */
  signedOut(): void;
}

/** Shows a view and follows it until `signal` aborts. */
export function progressView(owner: ProgressOwner, signal: AbortSignal): HTMLElement {
  const { words, view } = owner;
  const { texts } = words;
  const notice = h('p', { class: 'warning', role: 'alert', hidden: owner.notice === '' }, owner.notice);
  const again = h('button', { type: 'button', hidden: true }, texts.tryAgain);
  again.addEventListener('click', () => owner.choose(view));
  const loading = h('p', { class: 'quiet' }, texts.loading);
  const state = h('span', { id: 'live', role: 'status', 'data-state': 'connecting' }, texts.connecting);
  const updated = h('span', { class: 'quiet' });
  const report = new ReportView(words);
  report.element.hidden = true;
  const tell = (error: unknown) => {
    if (error instanceof ApiError && error.status === 401) owner.signedOut();
  };
  const bulletin = new BulletinView(words, view, owner.token, signal, tell);
  bulletin.element.hidden = true;
  const title = owner.rounds.find((round) => round.name === view.round)?.title[words.language] ?? view.round;

  void watchProgress(view, owner.token, {
    report(figures) {
      loading.hidden = true;
      report.element.hidden = false;
      bulletin.element.hidden = false;
      updated.textContent = texts.updated(formatClock(figures.readTime));
      if (report.show(figures, title)) void bulletin.refresh();
    },
    state(now) {
      if (state.dataset['state'] === now) return;
      state.dataset['state'] = now;
      state.textContent = stateWords(now, words);
    },
    refused(error) {
      if (error.status === 401) {
        owner.signedOut();
        return;
      }
      loading.hidden = true;
      state.textContent = '';
      delete state.dataset['state'];
      notice.hidden = again.hidden = false;
      notice.textContent = words.failure(error);
    },
  }, signal);

  return h('main', {}, controls(owner), notice, again,
    h('p', { class: 'live-line screen-only' }, state, ' ', updated), loading, report.element, bulletin.element);
}

function stateWords(state: LiveState, words: Words): string {
  return words.texts[state];
}

function controls(owner: ProgressOwner): HTMLElement {
  const { words: { texts, language }, view } = owner;
  const round = h('select', { id: 'round' }, ...owner.rounds.map((one) => h('option', {
    value: one.name, selected: one.name === view.round,
  }, (one.title[language] || one.name) + (one.training ? ` (${texts.training})` : ''))));
  const day = h('input', { id: 'as-of', type: 'date', value: view.asOf, 'aria-describedby': 'as-of-hint' });
  const print = h('button', { type: 'button' }, texts.print);
  round.addEventListener('change', () => owner.choose({ ...view, round: round.value }));
  // Typing a year passes through years like 0002: only a day people mean counts.
  day.addEventListener('change', () => {
    if (day.value === '' || (isDay(day.value) && day.value >= '2000-01-01')) {
      if (day.value !== view.asOf) owner.choose({ ...view, asOf: day.value });
    }
  });
  print.addEventListener('click', () => window.print());
  const form = h('form', { class: 'controls screen-only' },
    h('div', {}, h('label', { for: 'round' }, texts.round), round),
    h('div', {}, h('label', { for: 'as-of' }, texts.asOf), day,
      h('span', { id: 'as-of-hint', class: 'quiet' }, texts.asOfHint)),
    print);
  form.addEventListener('submit', (event) => event.preventDefault());
  return form;
}
