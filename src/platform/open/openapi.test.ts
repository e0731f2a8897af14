import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { daySchema, monthSchema } from '../../core/time/room.ts';
import { openApi, routeFaults } from './openapi.logic.ts';
import { type Route, route, WORKBOOK_TYPE } from './route.logic.ts';

const open = route({
  id: 'letters.open',
  method: 'GET',
  path: '/letters/:id',
  title: '打开一封信',
  ability: 'record.read',
  params: z.object({ id: z.coerce.number().int().positive() }),
  query: z.object({ on: daySchema.optional() }),
  answer: z.object({ writtenOn: daySchema, month: monthSchema.nullable(), lines: z.array(z.string()).default([]) }),
});
const write = route({
  id: 'letters.write',
  method: 'POST',
  path: '/letters',
  title: '写一封信',
  ability: 'record.write',
  body: z.object({ text: z.string().max(20), lines: z.array(z.string()).default([]) }),
});

const operationOf = (one: Route): Record<string, unknown> =>
  Object.values(Object.values(openApi([one], '1').paths)[0]!)[0]!;

describe('a route in the OpenAPI document', () => {
  test('has its id, its parameters in place and what it answers', () => {
    const document = openApi([open], '1');
    expect(document.paths['/letters/{id}']?.get).toMatchObject({
      operationId: 'letters.open',
      summary: '打开一封信',
      'x-ability': 'record.read',
      security: [{ session: [] }, { token: [] }],
      parameters: [
        { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
        { name: 'on', in: 'query', required: false, schema: { type: 'string', format: 'date' } },
      ],
      responses: {
        200: {
          content: {
            'application/json': {
              schema: {
                properties: {
                  writtenOn: { type: 'string', format: 'date' },
                  month: { anyOf: [{ type: 'string', pattern: '^\\d{4}-\\d{2}$' }, { type: 'null' }] },
                },
                required: ['writtenOn', 'month', 'lines'],
              },
            },
          },
        },
        403: { $ref: '#/components/responses/403' },
      },
    });
  });

  test('takes its body as sent: what has a default may be left out', () => {
    expect(operationOf(write)).toMatchObject({
      parameters: [{ $ref: '#/components/parameters/OwnPage' }],
      requestBody: { content: { 'application/json': { schema: { required: ['text'] } } } },
    });
  });

  test('tells of a number only what its declaration says', () => {
    const answer = z.object({ id: z.int(), share: z.int().min(0).max(100) });
    const text = JSON.stringify(operationOf({ ...open, answer }).responses);
    expect(text).toContain('"id":{"type":"integer"}');
    expect(text).toContain('"share":{"type":"integer","minimum":0,"maximum":100}');
  });

  test('that takes nothing has no body, one that takes files has a form', () => {
    expect(operationOf({ ...write, body: z.object({}) })).not.toHaveProperty('requestBody');
    expect(operationOf({ ...write, upload: true })).toMatchObject({
      requestBody: { content: { 'multipart/form-data': {} } },
    });
  });

  test('that answers a workbook says so', () => {
    expect(operationOf({ ...open, file: true })).toMatchObject({
      responses: { 200: { content: { [WORKBOOK_TYPE]: {} } } },
    });
  });

  test('open to all asks for no session', () => {
    expect(operationOf({ ...open, ability: 'open' })).toMatchObject({ security: [] });
    expect(operationOf({ ...open, ability: 'open' }).responses).not.toHaveProperty('401');
  });

  test('tells who may use it', () => {
    expect(operationOf(write).description).toContain('支部书记（unit）');
  });

  test.each([
    ['a date', z.date()],
    ['a transformation', z.string().transform(Number)],
    ['a big number', z.bigint()],
  ])('that answers %s is refused by name', (_, answer) => {
    expect(() => openApi([{ ...open, answer: z.object({ answer }) }], '1')).toThrow('letters.open answer:');
  });
});

describe('a set of routes', () => {
  test('with one id twice, or one place twice, or a parameter that is not in the path, is told', () => {
    expect(routeFaults([open, { ...write, id: 'letters.open' }])).toEqual(['letters.open: two routes have this id']);
    const same = { ...open, id: 'letters.show', path: '/letters/:letter', params: z.object({ letter: z.string() }) };
    expect(routeFaults([open, same])).toEqual(['letters.show: GET /letters/:letter is already letters.open']);
    expect(routeFaults([{ ...open, path: '/letters/:name' }])).toEqual([
      'letters.open: its path names name, its params id',
    ]);
    expect(routeFaults([open, write])).toEqual([]);
  });
});
