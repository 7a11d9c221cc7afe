import { describe, expect, it } from 'vitest';
import type { ProgressReport, ProgressRow } from '../src/api_types.ts';
import { begunSteps, changesBehind, partsSumToWhole, standings, sumRows, tierBelow } from '../src/figures.ts';

/** A row of steps [started, completed], the first being step 1. */
function row(villages: number, steps: [number, number][]): ProgressRow {
  return {
    area: '24', displayName: '', villages, milestones: [],
    steps: steps.map(([started, completed], at) =>
      ({ step: at + 1, labelVi: '', labelEn: '', started, completed, inProgress: started - completed })),
  };
}

function report(total: ProgressRow, rows: ProgressRow[]): ProgressReport {
  return { round: 'rounds/r', trainingRound: true, asOf: '2021-10-10', total, rows, readTime: '' };
}

const bacGiang = row(2127, [[2127, 2127], [2127, 1982], [1982, 1019], [408, 0], [0, 0], [0, 0]]);

describe('standings', () => {
  it('places every village once, the furthest first', () => {
    expect(standings(bacGiang).filter((part) => part.villages > 0)).toEqual([
      { kind: 'in', step: 4, villages: 408 },
      { kind: 'after', step: 3, villages: 611 },
      { kind: 'in', step: 3, villages: 963 },
      { kind: 'in', step: 2, villages: 145 },
    ]);
  });

  it.each([
    ['before the start', row(5, [[0, 0], [0, 0]])],
    ['half begun', row(5, [[3, 1], [1, 0]])],
    ['finished', row(5, [[5, 5], [5, 5]])],
    ['without villages', row(0, [[0, 0]])],
    ['without steps', row(5, [])],
    ['in the example', bacGiang],
  ])('sums to the whole %s', (_name, one) => {
    expect(standings(one).reduce((sum, part) => sum + part.villages, 0)).toBe(one.villages);
  });
});

describe('partsSumToWhole', () => {
  const total = row(3, [[3, 2], [2, 1]]);
  const parts = [row(1, [[1, 1], [1, 1]]), row(2, [[2, 1], [1, 0]])];

  it('holds when every figure sums', () => {
    expect(partsSumToWhole(report(total, parts))).toBe(true);
    expect(sumRows(parts, (one) => one.villages)).toBe(3);
  });

  it('holds without rows', () => expect(partsSumToWhole(report(total, []))).toBe(true));

  it('fails when a village or a step is missing', () => {
    expect(partsSumToWhole(report(total, parts.slice(1)))).toBe(false);
    expect(partsSumToWhole(report(total, [parts[0]!, row(2, [[2, 1]])]))).toBe(false);
  });
});

it('begunSteps leaves out what nobody has begun', () => {
  expect(begunSteps(bacGiang).map((step) => step.step)).toEqual([1, 2, 3, 4]);
});

it('changesBehind sums the feeds, whose positions are text', () => {
  const late = report(bacGiang, []);
  late.completeness = {
    upToDate: false,
    feeds: [{ service: 'registry', positionsBehind: '1200' }, { service: 'workflow', positionsBehind: '40' }],
  };
  expect(changesBehind(late)).toBe(1240);
  expect(changesBehind(report(bacGiang, []))).toBe(0);
});

it.each([['24', 'district'], ['areas/24', 'district'], ['213', 'commune'], ['07207', 'village'], ['07207001', '']])(
  'tierBelow %s is %s', (area, tier) => expect(tierBelow(area)).toBe(tier));
