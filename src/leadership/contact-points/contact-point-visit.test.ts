import { describe, expect, test } from 'vitest';
import { bodySchema } from '../../core/record/room.ts';
import { contactPointVisit } from './room.ts';

describe('a visit to a contact point', () => {
  test('is recorded with its occasion alone; what came of it is told line by line', () => {
    expect(bodySchema(contactPointVisit).parse({ topic: '商定助学安排' })).toEqual({ topic: '商定助学安排' });
    const told = {
      topic: '商定助学安排',
      suggestions: ['修缮教室'],
      solvedOnSite: ['课桌'],
      assigned: ['道路'],
      exemplars: ['王老师'],
    };
    expect(bodySchema(contactPointVisit).parse(told)).toEqual(told);
  });

  test('counts nobody as due, and is held by the organization that was visited', () => {
    expect(contactPointVisit.due).toBe('none');
    expect(contactPointVisit.heldBy).toContain('branch');
    expect(contactPointVisit.heldBy).not.toContain('municipalCommittee');
  });

  test('names at least one visitor from among the cadres', () => {
    expect(contactPointVisit.parts.find(({ key }) => key === 'visitor')).toMatchObject({
      required: true,
      offer: 'cadres',
    });
  });
});
