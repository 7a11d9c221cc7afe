import type { ProgressReport, ProgressRow } from './api_types.ts';
import { standingBars } from './bars_view.ts';
import { h, svg } from './dom.ts';
import { begunSteps, changesBehind, partsSumToWhole, tierBelow } from './figures.ts';
import { formatDay, formatRate, wholePercent } from './format.ts';
import { progressTable } from './table_view.ts';
import type { Words } from './words.ts';

/** The sections of the report; they stay in place while their content follows the figures. */
export class ReportView {
  readonly element = h('div', { class: 'report' });
  readonly #head = h('header', { class: 'report-head' });
  readonly #steps = h('section', { 'aria-labelledby': 'steps-title' });
  readonly #bars = h('section', { 'aria-labelledby': 'bars-title' });
  readonly #tableTitle = h('h2', { id: 'table-title' });
  // Scrolls sideways on a narrow screen, so the keyboard must reach it.
  readonly #table = h('div', { class: 'scroll', role: 'region', tabindex: 0, 'aria-labelledby': 'table-title' });
  readonly #tableNotes = h('p', { class: 'quiet' });
  readonly #aside = h('div', { class: 'pair' });
  #shown = '';

  constructor(readonly words: Words) {
    this.element.append(this.#head, this.#steps, this.#bars,
      h('section', {}, this.#tableTitle, this.#table, this.#tableNotes), this.#aside);
  }

  /** Shows a report; does nothing when its figures are the ones shown. */
  show(report: ProgressReport, roundTitle: string): boolean {
    const figures = JSON.stringify({ ...report, readTime: '', roundTitle });
    if (figures === this.#shown) return false;
    this.#shown = figures;
    const { words } = this;
    const { texts } = words;
    const tier = tierBelow(report.total.area);

    this.#head.replaceChildren(...head(report, roundTitle, words));
    this.#steps.replaceChildren(h('h2', { id: 'steps-title' }, texts.steps), stepCards(report.total, words));
    const rows = report.rows.length > 0 ? report.rows : [report.total];
    this.#bars.replaceChildren(h('h2', { id: 'bars-title' }, texts.standingOf[tier]),
      ...standingBars(report.total, rows, words));
    this.#tableTitle.textContent = texts.table[tier];
    this.#table.replaceChildren(progressTable(report, tier, words));
    const waiting = report.total.steps.filter((step) => step.started === 0).map((step) => step.step);
    this.#tableNotes.textContent = waiting.length > 0 ? texts.notBegun(waiting.join(', ')) : '';
    this.#aside.replaceChildren(preparation(report.total, words), training(report.total, words),
      households(report.total, words));
    return true;
  }
}

function head(report: ProgressReport, roundTitle: string, words: Words): Node[] {
  const { texts } = words;
  const parts: Node[] = [];
  if (report.trainingRound) {
    parts.push(h('p', { class: 'training-round' }, h('strong', {}, texts.training), ` – ${texts.trainingMeans}`));
  }
  if (report.completeness?.upToDate !== true) {
    parts.push(h('p', { class: 'warning', id: 'incomplete' }, h('strong', {}, texts.incomplete),
      `: ${texts.incompleteMeans(changesBehind(report))}`));
  }
  if (!partsSumToWhole(report)) parts.push(h('p', { class: 'warning' }, texts.notSumming));
  parts.push(h('h1', {}, report.total.displayName, ' ', h('span', {}, texts.upTo(formatDay(report.asOf)))));
  parts.push(h('p', { class: 'quiet' }, roundTitle));
  return parts;
}

function stepCards(total: ProgressRow, words: Words): HTMLElement {
  const { texts } = words;
  return h('ol', { class: 'cards' }, ...begunSteps(total).map((step) => {
    const percent = wholePercent(step.completed, total.villages);
    const meter = stepMeter(step.completed, step.inProgress, total.villages);
    const big = step.completed > 0 || step.inProgress === 0
      ? [h('p', { class: 'big' }, `${words.number(step.completed)}/${words.number(total.villages)}`),
        h('p', {}, `${texts.villagesDone} (${percent}%)`)]
      : [h('p', { class: 'big' }, words.number(step.inProgress)),
        h('p', {}, texts.villagesIn)];
    const rest = step.completed > 0 && step.inProgress > 0
      ? [h('p', { class: 'quiet' }, `${words.number(step.inProgress)} ${texts.villagesIn}`)] : [];
    return h('li', { 'data-step': step.step },
      h('h3', {}, texts.step(step.step)), h('p', { class: 'quiet label' }, words.label(step)), ...big, meter, ...rest);
  }));
}

/** A bar of what is done and, paler, what is being done; the words beside it say the same. */
function stepMeter(done: number, doing: number, of: number): SVGElement {
  const width = (part: number) => of > 0 ? (part * 1000) / of : 0;
  return svg('svg', { class: 'bar meter', viewBox: '0 0 1000 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg('rect', { class: 'place1', width: width(done), height: 10 }),
    svg('rect', { class: 'place3', x: width(done), width: width(doing), height: 10 }));
}

function preparation(total: ProgressRow, words: Words): HTMLElement {
  const { texts } = words;
  const title = h('h2', {}, texts.preparation);
  if (total.milestones.length === 0) return h('section', {}, title, h('p', {}, texts.noPreparation));
  return h('section', { class: 'wide' }, title, h('table', { id: 'preparation' },
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, texts.milestone),
      h('th', { scope: 'col', class: 'number' }, texts.reached), h('th', { scope: 'col', class: 'number' }, texts.lastDay))),
    h('tbody', {}, ...total.milestones.map((one) => h('tr', {},
      h('th', { scope: 'row' }, words.label(one)),
      h('td', { class: 'number' }, `${words.number(one.reached)}/${words.number(one.expected)}`),
      h('td', { class: 'number' }, formatDay(one.lastDate)))))));
}

function training(total: ProgressRow, words: Words): HTMLElement {
  const { texts } = words;
  const t = total.training;
  const span = t?.ownFirstDate ? texts.between(formatDay(t.ownFirstDate), formatDay(t.ownLastDate)) : '';
  const until = t?.personsLastDate ? texts.upTo(formatDay(t.personsLastDate)) : '';
  return h('section', {}, h('h2', {}, texts.trainingOf), figures('training', [
    [texts.classes, words.number(t?.ownClasses ?? 0), span],
    [texts.delegates, words.number(t?.ownDelegates ?? 0), ''],
    [texts.persons, words.number(t?.personsTrained ?? 0), until],
  ]));
}

function households(total: ProgressRow, words: Words): HTMLElement {
  const { texts } = words;
  const counted = total.households;
  const share = (part: number) => formatRate(part, counted?.assessed ?? 0, words.language);
  return h('section', {}, h('h2', {}, texts.households), figures('households', [
    [texts.registered, words.number(counted?.registered ?? 0), ''],
    [texts.assessed, words.number(counted?.assessed ?? 0), ''],
    [texts.poor, words.number(counted?.poor ?? 0), share(counted?.poor ?? 0)],
    [texts.nearPoor, words.number(counted?.nearPoor ?? 0), share(counted?.nearPoor ?? 0)],
    [texts.notPoor, words.number(counted?.notPoor ?? 0), share(counted?.notPoor ?? 0)],
  ]), h('p', { class: 'quiet' }, texts.householdsAsOf));
}

function figures(id: string, lines: [string, string, string][]): HTMLElement {
  return h('dl', { id }, ...lines.map(([name, value, note]) => h('div', {},
    h('dt', {}, name),
    h('dd', {}, h('strong', {}, value), ...(note === '' ? [] : [' ', h('span', { class: 'quiet' }, note)])))));
}
