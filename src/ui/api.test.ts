import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { route } from '../platform/open/room.ts';
import { fileUrl, requestOf } from './api.ts';

const openLedger = route({
  id: 'test.ledger',
  method: 'GET',
  path: '/people/:id/ledgers/:period',
  title: '看清单',
  ability: 'ledger.read',
  params: z.object({ id: z.string(), period: z.string() }),
  query: z.object({ on: z.string().optional(), kind: z.array(z.string()).optional() }),
});
const comment = route({
  id: 'test.comment',
  method: 'POST',
  path: '/comments',
  title: '批注',
  ability: 'ledger.check',
  body: z.object({ words: z.string() }),
});

describe('a request made from a route', () => {
  it('fills parameters into the path and leaves out queries that are not given', () => {
    expect(requestOf(openLedger, { params: { id: '7', period: '2017-06' }, query: { on: undefined } })).toEqual({
      method: 'GET',
      url: '/api/people/7/ledgers/2017-06',
    });
  });

  it('escapes what would change the path, and repeats a query that has several values', () => {
    const url = fileUrl(openLedger, { params: { id: '7/8', period: 'a b' }, query: { kind: ['支委会', '党课'] } });
    expect(url).toBe(
      `/api/people/7%2F8/ledgers/a%20b?kind=${encodeURIComponent('支委会')}&kind=${encodeURIComponent('党课')}`,
    );
  });

  it('carries the body as it is', () => {
    expect(requestOf(comment, { body: { words: '请写明来源' } }).body).toEqual({ words: '请写明来源' });
  });

  it('is refused when a parameter is empty, because it would ask for something else', () => {
    expect(() => requestOf(openLedger, { params: { id: '', period: '2017-06' } })).toThrow('test.ledger needs id');
  });
});
