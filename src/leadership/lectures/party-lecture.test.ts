import { describe, expect, test } from 'vitest';
import { bodySchema } from '../../core/record/room.ts';
import { partyLecture } from './room.ts';

const accepts = (body: object): boolean => bodySchema(partyLecture).safeParse(body).success;

describe('a Party lecture', () => {
  test('needs its topic; how many heard it may be left out', () => {
    expect(accepts({ topic: '坚守教育初心' })).toBe(true);
    expect(accepts({ topic: '坚守教育初心', listeners: 63 })).toBe(true);
    expect(accepts({ listeners: 63 })).toBe(false);
    expect(accepts({ topic: '坚守教育初心', listeners: -1 })).toBe(false);
  });

  test('may have more than one lecturer, and the branch’s members are due', () => {
    const lecturer = partyLecture.parts.find(({ key }) => key === 'lecturer');
    expect(lecturer).toMatchObject({ required: true });
    expect(lecturer?.single).toBeUndefined();
    expect(partyLecture.due).toBe('members');
  });

  test('asks for no photograph: evidence is one line and optional', () => {
    expect(partyLecture.fields.find(({ key }) => key === 'evidence')).toMatchObject({ type: 'text' });
    expect(partyLecture.fields.filter(({ required }) => required).map(({ key }) => key)).toEqual(['topic']);
  });
});
