import type { ProgressReport, ProgressRow, StepCount } from './api_types.ts';

/** Where a village may stand: in a step, or past it and waiting for the next. */
export interface Standing {
  /** `none` before the first step, `in` a step, `after` it. */
  kind: 'none' | 'in' | 'after';
  /** Number of the step; 0 for `none`. */
  step: number;
  /** Villages that stand there. */
  villages: number;
}

/**
 * Parts the villages of a row by where they stand, the furthest first.
 *
 * A village takes its steps in order, so each stands in exactly one place and
 * the parts sum to the row's villages. Every place is returned, empty or not,
 * so that rows of one report can be laid side by side.
 */
export function standings(row: ProgressRow): Standing[] {
  const steps = [...row.steps].sort((a, b) => a.step - b.step);
  const parts: Standing[] = [
    { kind: 'none', step: 0, villages: row.villages - (steps[0]?.started ?? 0) },
  ];
  steps.forEach((step, at) => {
    parts.push({ kind: 'in', step: step.step, villages: step.inProgress });
    const next = steps[at + 1]?.started ?? 0;
    parts.push({ kind: 'after', step: step.step, villages: step.completed - next });
  });
  return parts.reverse();
}

/** The steps that a village of the row has begun, by number. */
export function begunSteps(row: ProgressRow): StepCount[] {
  return row.steps.filter((step) => step.started > 0).sort((a, b) => a.step - b.step);
}

/** The entry of a step in a row; of zeros where the row has none. */
export function stepOf(row: ProgressRow, step: number): StepCount {
  return row.steps.find((one) => one.step === step) ??
    { step, labelVi: '', labelEn: '', started: 0, completed: 0, inProgress: 0 };
}

/** Sums one figure over rows. */
export function sumRows(rows: ProgressRow[], figure: (row: ProgressRow) => number): number {
  return rows.reduce((sum, row) => sum + figure(row), 0);
}

/** Tells whether the rows of a report sum to its total; true without rows. */
export function partsSumToWhole(report: ProgressReport): boolean {
  if (report.rows.length === 0) return true;
  const agrees = (figure: (row: ProgressRow) => number) =>
    sumRows(report.rows, figure) === figure(report.total);
  return agrees((row) => row.villages) && report.total.steps.every(({ step }) =>
    agrees((row) => stepOf(row, step).started) &&
    agrees((row) => stepOf(row, step).completed) &&
    agrees((row) => stepOf(row, step).inProgress));
}

/** Changes that the feeds have told and the figures do not hold yet. */
export function changesBehind(report: ProgressReport): number {
  return (report.completeness?.feeds ?? [])
    .reduce((sum, feed) => sum + Number(feed.positionsBehind), 0);
}

/** The code in `areas/24` or `24`. */
export function areaCode(area: string): string {
  return area.replace(/^areas\//, '');
}

/**
 * The tier of the rows below an area, by the length of its code (2 province,
 * 3 district, 5 commune); empty for a village, which has none below.
 */
export function tierBelow(area: string): 'district' | 'commune' | 'village' | '' {
  const tiers: Record<number, 'district' | 'commune' | 'village'> = { 2: 'district', 3: 'commune', 5: 'village' };
  return tiers[areaCode(area).length] ?? '';
}
