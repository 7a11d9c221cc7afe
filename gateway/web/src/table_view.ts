import type { ProgressReport, ProgressRow } from './api_types.ts';
import { h } from './dom.ts';
import { begunSteps, stepOf, type tierBelow } from './figures.ts';
import type { Words } from './words.ts';

/** The table of villages by unit and step, with the total as its foot. */
export function progressTable(
  report: ProgressReport, tier: ReturnType<typeof tierBelow>, words: Words,
): HTMLTableElement {
  const { texts } = words;
  const steps = begunSteps(report.total);
  const numbers = (row: ProgressRow) => {
    const cells = [row.villages];
    for (const { step } of steps) {
      const { completed, inProgress } = stepOf(row, step);
      cells.push(completed, inProgress);
    }
    return cells;
  };
  const line = (row: ProgressRow, name: string) => h('tr', {}, h('th', { scope: 'row' }, name),
    ...numbers(row).map((value) => h('td', { class: value === 0 ? 'number zero' : 'number' }, words.number(value))));

  const body = report.rows.length > 0
    ? report.rows.map((row) => line(row, row.displayName))
    : [h('tr', {}, h('td', { colspan: 2 + steps.length * 2 }, texts.noUnits))];
  return h('table', { id: 'progress' },
    h('thead', {},
      h('tr', {},
        h('th', { scope: 'col', rowspan: 2 }, texts.unit[tier]),
        h('th', { scope: 'col', rowspan: 2, class: 'number' }, texts.villages),
        ...steps.map((step) => h('th', { scope: 'colgroup', colspan: 2, class: 'group' }, texts.step(step.step)))),
      h('tr', {}, ...steps.flatMap(() => [
        h('th', { scope: 'col', class: 'number' }, texts.done),
        h('th', { scope: 'col', class: 'number' }, texts.inIt)]))),
    h('tbody', {}, ...body),
    h('tfoot', {}, line(report.total, texts.total)));
}
