import { describe, expect, it } from 'vitest';
import { readAddress, writeAddress } from '../src/address.ts';
import { ApiError, errorFrom, viewPath } from '../src/api.ts';
import { isPassing, pauseBefore } from '../src/live.ts';
import { Words } from '../src/words.ts';

const refusal = JSON.stringify({
  error: {
    code: 404, status: 'NOT_FOUND', message: 'no such round',
    details: [
      { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'ROUND_NOT_FOUND', domain: 'rasoat' },
      { '@type': 'type.googleapis.com/google.rpc.LocalizedMessage', locale: 'vi', message: 'Không có đợt này.' },
      { '@type': 'type.googleapis.com/google.rpc.LocalizedMessage', locale: 'en', message: 'No such round.' },
    ],
  },
});

describe('errorFrom', () => {
  it('reads the reason and the words of both languages', () => {
    const error = errorFrom(500, refusal);
    expect([error.status, error.reason]).toEqual([404, 'ROUND_NOT_FOUND']);
    expect(new Words('vi').failure(error)).toBe('Không có đợt này.');
    expect(new Words('en').failure(error)).toBe('No such round.');
  });

  it('lets the status do where the body is not ours', () => {
    const error = errorFrom(502, '<html>');
    expect(error.status).toBe(502);
    expect(new Words('vi').failure(error)).toMatch(/^Hệ thống gặp lỗi/);
  });
});

describe('reconnecting', () => {
  it.each([[0, true], [408, true], [429, true], [500, true], [503, true], [400, false], [401, false], [403, false], [404, false]])(
    'after %d: %s', (status, again) => expect(isPassing(new ApiError(status, '', { vi: '', en: '' }))).toBe(again));

  it('waits longer each time, up to half a minute, and never all alike', () => {
    expect([1, 2, 3, 4, 5, 6, 60].map((failures) => pauseBefore(failures, 0)))
      .toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(pauseBefore(1, 1)).toBe(500);
  });
});

describe('addresses', () => {
  it('asks the API for the view', () => {
    const view = { round: 'rounds/bac-giang-2021', area: '24', asOf: '2021-10-10' };
    expect(viewPath(view, 'progress:watch', { group_by: 'district' }))
      .toBe('/v1/rounds/bac-giang-2021/progress:watch?area=24&group_by=district&as_of=2021-10-10');
    expect(viewPath({ ...view, asOf: '' }, 'bulletin', {})).toBe('/v1/rounds/bac-giang-2021/bulletin?area=24');
  });

  it.each([
    ['?round=bac-giang-2021&as_of=2021-10-10', { round: 'bac-giang-2021', asOf: '2021-10-10', area: '' }],
    ['?area=213', { round: '', asOf: '', area: '213' }],
    ['', { round: '', asOf: '', area: '' }],
  ])('reads and writes %s', (search, asked) => {
    expect(readAddress(search)).toEqual(asked);
    expect(writeAddress(asked)).toBe(search);
  });

  it('passes over a malformed day and takes whole names', () => {
    expect(readAddress('?round=rounds/r&as_of=10/10/2021&area=areas/24')).toEqual({ round: 'r', asOf: '', area: '24' });
  });
});
