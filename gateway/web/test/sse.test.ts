import { describe, expect, it } from 'vitest';
import { EventParser, type ServerEvent } from '../src/sse.ts';

function parse(...pieces: string[]): ServerEvent[] {
  const parser = new EventParser();
  return pieces.flatMap((piece) => parser.push(piece));
}

describe('EventParser', () => {
  it.each([
    ['one event', 'data: {"a":1}\n\n', [{ type: 'message', data: '{"a":1}' }]],
    ['a typed event', 'event: error\ndata: {}\n\n', [{ type: 'error', data: '{}' }]],
    ['the type of one event only', 'event: end\ndata: 1\n\ndata: 2\n\n', [{ type: 'end', data: '1' }, { type: 'message', data: '2' }]],
    ['several lines of data', 'data: a\ndata: b\n\n', [{ type: 'message', data: 'a\nb' }]],
    ['data without a blank', 'data:a\n\n', [{ type: 'message', data: 'a' }]],
    ['only one blank taken off', 'data:  a\n\n', [{ type: 'message', data: ' a' }]],
    ['colons in the data', 'data: a:b\n\n', [{ type: 'message', data: 'a:b' }]],
    ['line ends of all kinds', 'data: a\r\n\r\ndata: b\r\rdata: c\n\n', [
      { type: 'message', data: 'a' }, { type: 'message', data: 'b' }, { type: 'message', data: 'c' }]],
    ['no heartbeat', ':\n\n: words\n\n', []],
    ['no id, no retry, no unknown field', 'id: 7\nretry: 1\nother: x\n\n', []],
    ['no event without data', 'event: end\n\n', []],
    ['no unfinished event', 'data: {"a":1}\n', []],
  ])('takes %s', (_name, text, events) => {
    expect(parse(text)).toEqual(events);
  });

  it('takes a stream cut anywhere for the same stream', () => {
    const stream = ':\n\nevent: error\r\ndata: tháng\r\n\r\ndata: a\n\n';
    const whole = parse(stream);
    expect(whole).toHaveLength(2);
    for (let at = 0; at <= stream.length; at += 1) {
      expect(parse(stream.slice(0, at), stream.slice(at))).toEqual(whole);
    }
    expect(parse(...stream)).toEqual(whole);
  });
});
