import { describe, expect, test } from 'vitest';
import { day } from '../../core/time/room.ts';
import { ACTS, adjustmentInput } from './acts.logic.ts';
import { aboutOrganization, emptyForm, formOf, inputOf, type Known, missingIn, namesIn } from './form.logic.ts';

const BRANCH: Known = {
  id: 4,
  name: '机关第一党支部',
  shortNames: ['一支部'],
  kind: 'branch',
  sector: 'organ',
  parentId: 2,
  secondParentId: null,
  termExpiresOn: day('2019-06-30'),
  covers: [],
};
const TODAY = day('2017-03-10');

describe('the form of an adjustment', () => {
  test.each(ACTS.map(({ id }) => id))('of %s begins with the organization as it is and says what is missing', (act) => {
    const form = aboutOrganization(emptyForm(act, TODAY), BRANCH);
    const written = {
      ...form,
      basis: '批复',
      others: [5],
      intoId: 5,
      organization: { ...form.organization, name: '新支部' },
      parts: form.parts.map((part) => ({
        ...part,
        organization: { ...part.organization, name: '新支部' },
        members: [1],
      })),
    };
    expect(missingIn(written)).toEqual([]);
    const input = inputOf(written)!;
    expect(adjustmentInput.safeParse(input).success).toBe(true);
    // A correction begins from the same words.
    expect(inputOf(formOf(input))).toEqual(input);
  });

  test('names what is missing', () => {
    expect(missingIn(emptyForm('merge', TODAY))).toEqual(['选组织', '选要合并的其他组织', '选并入哪一个']);
    expect(missingIn({ ...emptyForm('setUp', TODAY), effectiveOn: '' })).toEqual(['写新组织的名称', '写生效日期']);
  });

  test('reads several names out of one field', () => {
    expect(namesIn('一支部、 机关一支部,甲')).toEqual(['一支部', '机关一支部', '甲']);
  });
});
