import type { ProgressRow } from './api_types.ts';
import { h, svg } from './dom.ts';
import { standings, type Standing } from './figures.ts';
import type { Words } from './words.ts';

const barWidth = 1000;

/** A legend with the total's figures, then one stacked bar a row. Each bar is its own whole. */
export function standingBars(total: ProgressRow, rows: ProgressRow[], words: Words): Node[] {
  const parts = standings(total);
  const lastStep = Math.max(0, ...total.steps.map((step) => step.step));
  // Only the places where somebody stands, so that few colours do.
  const shown = parts.flatMap((part, at) => part.villages > 0 ? [at] : []);
  const colour = new Map(shown.map((at, nth) => [at, `place${Math.min(nth + 1, 8)}`]));

  const legend = h('ul', { class: 'legend' }, ...shown.map((at) => {
    const part = parts[at]!;
    return h('li', {}, swatch(colour.get(at)!), `${nameOf(part, lastStep, words)}: `,
      h('strong', {}, words.number(part.villages)));
  }));
  const bars = h('ul', { class: 'bars' }, ...rows.map((row) => {
    const own = standings(row);
    const said = own.filter((part) => part.villages > 0)
      .map((part) => `${nameOf(part, lastStep, words)}: ${words.number(part.villages)}`).join('; ');
    return h('li', {}, h('span', { class: 'name' }, row.displayName),
      bar(row, own, colour, said),
      h('span', { class: 'count' }, words.number(row.villages)));
  }));
  return [legend, bars];
}

function nameOf(part: Standing, lastStep: number, words: Words): string {
  const { texts } = words;
  if (part.kind === 'none') return texts.standingNone;
  return part.kind === 'in' ? texts.standingIn(part.step) : texts.standingAfter(part.step, part.step === lastStep);
}

function swatch(colour: string): SVGElement {
  return svg('svg', { class: 'swatch', viewBox: '0 0 10 10', 'aria-hidden': 'true' },
    svg('rect', { class: colour, width: 10, height: 10 }));
}

function bar(row: ProgressRow, parts: Standing[], colour: Map<number, string>, said: string): SVGElement {
  const picture = svg('svg', {
    class: 'bar', viewBox: `0 0 ${barWidth} 20`, preserveAspectRatio: 'none', role: 'img',
    'aria-label': `${row.displayName}: ${said}`,
  }, svg('title', {}, said));
  let before = 0;
  parts.forEach((part, at) => {
    if (part.villages <= 0 || row.villages <= 0) return;
    const x = (before * barWidth) / row.villages;
    before += part.villages;
    picture.append(svg('rect', {
      class: colour.get(at) ?? 'place8', x, y: 0, height: 20,
      width: (before * barWidth) / row.villages - x, 'data-villages': part.villages,
    }));
  });
  return picture;
}
