/** Standing facts about oneself, each with the act that said it. Runs in the area `own`. */
import { type RawBuilder, sql } from 'kysely';
import { addDays, type Day, dayName } from '../../core/time/room.ts';
import type { Call } from '../../platform/open/handler.server.ts';
import { MEMBER_CATEGORIES, ORG_RELATIONS, RANKS, SITUATIONS } from '../../registry/organizations/room.ts';
import { type HeldItem, item } from './held.logic.ts';

interface Spanned {
  valid_from: Day;
  valid_to: Day | 'infinity';
  author: string | null;
  summary: string | null;
  said_at: Date | null;
}

/** The latest assertion that begins a span, and its act. */
const saidBy = (table: string, match: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  left join lateral (select a.author, a.summary, f.recorded_at as said_at
    from ${sql.table(table)} f left join act a on a.id = f.act_id
    where ${match} and f.valid_from = s.valid_from and not exists (select from act_taken_back b where b.act_id = f.act_id)
    order by f.seq desc limit 1) said on true`;

const org = (of: RawBuilder<unknown>): RawBuilder<unknown> => sql`(select coalesce(short_names[1], name) from org_span o
  where o.org_id = ${of} and o.valid_from < s.valid_to order by o.valid_from desc limit 1)`;

const held = (row: Spanned): Pick<HeldItem, 'from' | 'until' | 'source' | 'correctable'> => ({
  from: row.valid_from,
  until: row.valid_to === 'infinity' ? null : addDays(row.valid_to, -1),
  source: row.said_at && { author: row.author, act: row.summary, at: row.said_at.toISOString() },
  correctable: true,
});

interface PersonRow extends Spanned {
  name: string;
  sex: 'male' | 'female' | null;
  joined_on: Day | null;
  joined_precision: 'day' | 'month' | null;
  born_month: Day | null;
}

const joinedWords = ({ joined_on: on, joined_precision: precision }: PersonRow): string =>
  on === null ? '没有登记' : precision === 'month' ? dayName(on).replace(/\d+日$/, '') : dayName(on);

function personItems(row: PersonRow): HeldItem[] {
  const sex = row.sex === null ? '没有登记' : row.sex === 'male' ? '男' : '女';
  const own = held(row);
  return [
    item(`name/${row.valid_from}`, '姓名', row.name, { ...own, data: { name: row.name } }),
    item(`sex/${row.valid_from}`, '性别', sex, { ...own, data: { sex: row.sex } }),
    item(`joined/${row.valid_from}`, '入党时间', joinedWords(row), {
      ...own,
      data: { joinedOn: row.joined_on, precision: row.joined_precision },
    }),
    ...(row.born_month === null
      ? []
      : [
          item(`born/${row.valid_from}`, '出生年月', dayName(row.born_month).replace(/\d+日$/, ''), {
            ...own,
            data: { bornMonth: row.born_month },
          }),
        ]),
  ];
}

/** What the registry says of a person, what holds first. */
export async function heldInRegistry({ tx }: Call, id: number): Promise<HeldItem[]> {
  const { rows: persons } = await sql<PersonRow>`
    select s.valid_from, s.valid_to, s.name, s.sex, s.joined_on, s.joined_precision, s.born_month, said.* from person_span s
    ${saidBy('person_fact', sql`f.person_id = s.person_id`)}
    where s.person_id = ${id} order by s.valid_from desc`.execute(tx);
  const { rows: memberships } = await sql<
    Spanned & { org_id: number; org: string | null; category: string; situation: string | null }
  >`
    select s.org_id, ${org(sql`s.org_id`)} as org, s.category, s.situation, s.valid_from, s.valid_to, said.* from membership_span s
    ${saidBy('membership_fact', sql`f.person_id = s.person_id and f.org_id = s.org_id`)}
    where s.person_id = ${id} order by s.valid_to desc, s.valid_from desc, s.org_id`.execute(tx);
  const { rows: posts } = await sql<
    Spanned & { org_id: number; org: string | null; post: string; title: string; rank: string | null }
  >`
    select s.org_id, ${org(sql`s.org_id`)} as org, s.post, s.title, s.rank, s.valid_from, s.valid_to, said.* from post_span s
    ${saidBy('post_fact', sql`f.person_id = s.person_id and f.org_id = s.org_id and f.post = s.post`)}
    where s.person_id = ${id} order by s.valid_to desc, s.valid_from desc, s.org_id`.execute(tx);
  const { rows: charges } = await sql<Spanned & { leader_id: number; person_id: number; other: string | null }>`
    select s.leader_id, s.person_id, s.valid_from, s.valid_to, (select name from person_span n
        where n.person_id = case when s.leader_id = ${id} then s.person_id else s.leader_id end
        order by n.valid_from desc limit 1) as other, said.*
    from charge_span s
    ${saidBy('charge_fact', sql`f.leader_id = s.leader_id and f.person_id = s.person_id`)}
    where s.leader_id = ${id} or s.person_id = ${id} order by s.valid_to desc, s.valid_from desc, s.leader_id, s.person_id`.execute(
    tx,
  );
  const { rows: orgCharges } = await sql<Spanned & { org_id: number; org: string | null; relation: string }>`
    select s.org_id, ${org(sql`s.org_id`)} as org, s.relation, s.valid_from, s.valid_to, said.* from org_charge_span s
    ${saidBy('org_charge_fact', sql`f.leader_id = s.leader_id and f.org_id = s.org_id and f.relation = s.relation`)}
    where s.leader_id = ${id} order by s.valid_to desc, s.valid_from desc, s.org_id, s.relation`.execute(tx);
  const { rows: itemCharges } = await sql<Spanned & { org_id: number; org: string | null; item_id: string }>`
    select s.org_id, ${org(sql`s.org_id`)} as org, s.item_id, s.valid_from, s.valid_to, said.* from item_charge_span s
    ${saidBy('item_charge_fact', sql`f.leader_id = s.leader_id and f.org_id = s.org_id and f.item_id = s.item_id`)}
    where s.leader_id = ${id} order by s.valid_to desc, s.valid_from desc, s.org_id, s.item_id`.execute(tx);
  return [
    ...persons.flatMap(personItems),
    ...orgCharges.map((row) => {
      const relation = ORG_RELATIONS.find((one) => one.id === row.relation)?.name ?? row.relation;
      return item(`org-charge/${row.org_id}/${row.relation}/${row.valid_from}`, relation, row.org ?? '', {
        ...held(row),
        data: { orgId: row.org_id, relation: row.relation },
      });
    }),
    ...itemCharges.map((row) =>
      item(
        `item-charge/${row.org_id}/${row.item_id}/${row.valid_from}`,
        '分管工作',
        `${row.org ?? ''}，${row.item_id}`,
        {
          ...held(row),
          data: { orgId: row.org_id, itemId: row.item_id },
        },
      ),
    ),
    ...memberships.map((row) => {
      const category = MEMBER_CATEGORIES.find((one) => one.id === row.category)?.name ?? row.category;
      const situation = SITUATIONS.find((one) => one.id === row.situation)?.name;
      return item(
        `membership/${row.org_id}/${row.valid_from}`,
        '组织关系',
        `${row.org ?? ''}，${category}${situation ? `，${situation}` : ''}`,
        {
          ...held(row),
          data: { orgId: row.org_id, category: row.category, situation: row.situation },
        },
      );
    }),
    ...posts.map((row) => {
      const rank = RANKS.find((one) => one.id === row.rank)?.name;
      return item(`post/${row.org_id}/${row.post}/${row.valid_from}`, '职务', `${row.org ?? ''}${row.title}`, {
        ...held(row),
        note: rank === undefined ? null : `职级：${rank}`,
        data: { orgId: row.org_id, post: row.post, title: row.title, rank: row.rank },
      });
    }),
    ...charges.map((row) => {
      const leads = row.leader_id === id;
      const says = leads ? `分管${row.other ?? '一人'}` : `由${row.other ?? '一位领导'}分管`;
      return item(`charge/${row.leader_id}/${row.person_id}/${row.valid_from}`, '分管关系', says, {
        ...held(row),
        data: { leaderId: row.leader_id, personId: row.person_id },
      });
    }),
  ];
}
