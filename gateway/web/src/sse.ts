/** One server-sent event. */
export interface ServerEvent {
  /** Its type; `message` where the server gives none. */
  type: string;
  /** Its data, the lines joined by newlines. */
  data: string;
}

/**
 * Cuts a stream of text into server-sent events.
 *
 * Text may arrive cut anywhere, even between the two characters of a line end.
 * An event counts only once its empty line has come: the rest of a broken
 * stream is dropped. Comments (the server's heartbeats) and the fields `id`
 * and `retry` are passed over: a report is whole, nothing is resumed.
 */
export class EventParser {
  #rest = '';
  #endedByReturn = false;
  #type = '';
  #data: string[] = [];

  /** Takes the next piece and returns the events it completes. */
  push(piece: string): ServerEvent[] {
    if (piece === '') return [];
    const text = this.#endedByReturn && piece.startsWith('\n') ? piece.slice(1) : piece;
    this.#endedByReturn = piece.endsWith('\r');
    const lines = (this.#rest + text).split(/\r\n|\n|\r/);
    this.#rest = lines.pop() ?? '';
    const events: ServerEvent[] = [];
    for (const line of lines) {
      if (line !== '') {
        this.#field(line);
        continue;
      }
      if (this.#data.length > 0) {
        events.push({ type: this.#type || 'message', data: this.#data.join('\n') });
      }
      this.#type = '';
      this.#data = [];
    }
    return events;
  }

  #field(line: string): void {
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'event') this.#type = value;
    if (name === 'data') this.#data.push(value);
  }
}
