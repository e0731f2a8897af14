import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestHouse, type TestCity, type TestHouse } from '../../scenarios/harness.ts';
import { day } from '../core/time/room.ts';
import type { RegistryFact } from '../registry/organizations/room.ts';

const named = (name: string, validFrom: string, ended = false): RegistryFact => ({
  fact: 'organization',
  orgId: 1,
  validFrom: day(validFrom),
  ended,
  name,
  shortNames: [],
  kind: 'branch',
  sector: 'organ',
  parentId: null,
  termExpiresOn: null,
});

describe('registry facts as spans', () => {
  let house: TestHouse;
  let city: TestCity;
  beforeAll(async () => {
    house = await startTestHouse();
    city = await house.makeCity('spans');
  });
  afterAll(() => house.close());
  const spans = () => city.asOwner(`select name, valid_from::text, valid_to::text from org_span order by valid_from`);

  test('a later assertion ends the earlier one on its first day', async () => {
    await city.arrange({ facts: [named('第一支部', '2010-01-01'), named('机关支部', '2015-03-01')] });
    expect(await spans()).toEqual([
      { name: '第一支部', valid_from: '2010-01-01', valid_to: '2015-03-01' },
      { name: '机关支部', valid_from: '2015-03-01', valid_to: 'infinity' },
    ]);
  });

  test('of two with the same first day the one recorded later holds', async () => {
    await city.arrange({ facts: [named('机关第一支部', '2015-03-01')] });
    expect((await spans()).at(-1)).toMatchObject({ name: '机关第一支部' });
  });

  test('an act taken back is as if unsaid, and an ended key has no later span', async () => {
    const act = await city.arrange({ facts: [named('机关第一支部', '2017-01-01', true)] });
    expect((await spans()).at(-1)).toMatchObject({ valid_to: '2017-01-01' });
    await city.takeBack(act);
    expect((await spans()).at(-1)).toMatchObject({ valid_to: 'infinity' });
  });
});
