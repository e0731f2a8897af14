import { describe, expect, it } from 'vitest';
import { consequence, nextToSend, type Waiting, waitBefore } from './outbox-order.ts';

const row = (id: string, madeAt: number, subject = id, refused = false): Waiting => ({ id, subject, madeAt, refused });

describe('the outbox', () => {
  it('sends the oldest write first, whatever order it is handed them in', () => {
    expect(nextToSend([row('b', 20), row('a', 10), row('c', 30)])?.id).toBe('a');
  });

  it('sends two writes of one instant in the order of their ids', () => {
    expect(nextToSend([row('b', 10), row('a', 10)])?.id).toBe('a');
  });

  it('holds a correction back while the record that it corrects stands refused', () => {
    const rows = [row('first', 10, 'meeting', true), row('correction', 20, 'meeting'), row('other', 30)];
    expect(nextToSend(rows)?.id).toBe('other');
  });

  it('has nothing to send when everything was refused', () => {
    expect(nextToSend([row('a', 10, 'a', true)])).toBeUndefined();
  });

  it('keeps a write when no answer came, when the server is busy and when it is broken', () => {
    for (const outcome of ['lost', 408, 429, 500, 503] as const) expect(consequence(outcome)).toBe('later');
  });

  it('waits for its owner when the session has ended, instead of taking it for a refusal', () => {
    expect(consequence(401)).toBe('signIn');
  });

  it('asks somebody to look when the server says no', () => {
    for (const outcome of [400, 403, 404, 409, 422]) expect(consequence(outcome)).toBe('refused');
  });

  it('waits longer after each failure, but never longer than a minute', () => {
    expect([1, 2, 3, 10].map(waitBefore)).toEqual([2_000, 4_000, 8_000, 60_000]);
  });
});
