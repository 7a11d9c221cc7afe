/** A language of the page. */
export type Language = 'vi' | 'en';

/** Writes a whole number in groups of three: 1.982 in Vietnamese, 1,982 in English. */
export function formatNumber(value: number, language: Language): string {
  const digits = String(Math.abs(Math.trunc(value)));
  const grouped = digits.replace(/\B(?=(\d{3})+$)/g, language === 'vi' ? '.' : ',');
  return value < 0 ? `-${grouped}` : grouped;
}

/**
 * Returns the whole percent of `done` in `of`, a half rounded up.
 *
 * 100 only when all is done, as in the bulletin; 0 where nothing is expected.
 */
export function wholePercent(done: number, of: number): number {
  if (of <= 0) return 0;
  const percent = Math.floor((done * 200 + of) / (of * 2));
  return done < of ? Math.min(percent, 99) : percent;
}

/**
 * Writes the share of `part` in `of` with two decimals, as poverty rates are
 * given: 5,52% in Vietnamese, 5.52% in English; empty where there is nothing.
 */
export function formatRate(part: number, of: number, language: Language): string {
  if (of <= 0) return '';
  const hundredths = Math.floor((part * 20_000 + of) / (of * 2));
  const decimals = String(hundredths % 100).padStart(2, '0');
  return `${formatNumber(Math.floor(hundredths / 100), language)}${language === 'vi' ? ',' : '.'}${decimals}%`;
}

/** Writes a day `YYYY-MM-DD` as dd/mm/yyyy, both languages alike; anything else as it is. */
export function formatDay(day: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  return parts ? `${parts[3]}/${parts[2]}/${parts[1]}` : day;
}

/** Tells whether the text is a day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Writes the local time of day of a timestamp as hh:mm:ss; empty for none. */
export function formatClock(timestamp: string): string {
  const time = new Date(timestamp);
  if (Number.isNaN(time.getTime())) return '';
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}
