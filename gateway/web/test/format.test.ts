import { describe, expect, it } from 'vitest';
import { formatDay, formatNumber, formatRate, isDay, wholePercent } from '../src/format.ts';

describe('formatNumber', () => {
  it.each([
    [0, '0', '0'],
    [999, '999', '999'],
    [1_000, '1.000', '1,000'],
    [1_982, '1.982', '1,982'],
    [467_535, '467.535', '467,535'],
    [27_000_000, '27.000.000', '27,000,000'],
    [-1_982, '-1.982', '-1,982'],
  ])('groups %d', (value, vi, en) => {
    expect(formatNumber(value, 'vi')).toBe(vi);
    expect(formatNumber(value, 'en')).toBe(en);
  });
});

describe('wholePercent', () => {
  it.each([
    ['the committee’s figure', 1982, 2127, 93],
    ['a half, up', 1, 8, 13],
    ['just below a half, down', 1244, 10000, 12],
    ['nothing', 0, 2127, 0],
    ['all', 2127, 2127, 100],
    ['all but one as not all', 2126, 2127, 99],
    ['nothing expected', 0, 0, 0],
  ])('rounds %s', (_name, done, of, percent) => {
    expect(wholePercent(done, of)).toBe(percent);
  });
});

describe('formatRate', () => {
  it.each([
    [2_190, 39_640, '5,52%', '5.52%'],
    [1, 3, '33,33%', '33.33%'],
    [2, 3, '66,67%', '66.67%'],
    [1, 20_000, '0,01%', '0.01%'],
    [3, 3, '100,00%', '100.00%'],
    [0, 0, '', ''],
  ])('gives %d of %d', (part, of, vi, en) => {
    expect(formatRate(part, of, 'vi')).toBe(vi);
    expect(formatRate(part, of, 'en')).toBe(en);
  });
});

describe('days', () => {
  it('are written day first', () => {
    expect(formatDay('2021-10-10')).toBe('10/10/2021');
    expect(formatDay('')).toBe('');
  });

  it.each([
    ['2021-10-10', true], ['2024-02-29', true], ['2021-02-29', false], ['2021-13-01', false],
    ['10/10/2021', false], ['2021-10-10T00:00', false], ['', false],
  ])('%s: %s', (text, good) => {
    expect(isDay(text)).toBe(good);
  });
});
