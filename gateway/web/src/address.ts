import { isDay } from './format.ts';

/** What the page's address asks for; empty where it does not say. */
export interface Asked {
  /** Id of the round, without `rounds/`. */
  round: string;
  /** `YYYY-MM-DD`. */
  asOf: string;
  /** Code of the area. */
  area: string;
}

/** Reads `?round=…&as_of=…&area=…`; a malformed day counts as none. */
export function readAddress(search: string): Asked {
  const query = new URLSearchParams(search);
  const asOf = query.get('as_of') ?? '';
  return {
    round: (query.get('round') ?? '').replace(/^rounds\//, ''),
    asOf: isDay(asOf) ? asOf : '',
    area: (query.get('area') ?? '').replace(/^areas\//, ''),
  };
}

/** Writes what is asked for as a query; empty parts are left out. */
export function writeAddress(asked: Asked): string {
  const query = new URLSearchParams();
  if (asked.round !== '') query.set('round', asked.round);
  if (asked.asOf !== '') query.set('as_of', asked.asOf);
  if (asked.area !== '') query.set('area', asked.area);
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}
