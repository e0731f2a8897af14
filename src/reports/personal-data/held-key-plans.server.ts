/** One's own key-work plans and what was said about their items. Runs in the area `own`. */
import { dayName } from '../../core/time/room.ts';
import { may } from '../../platform/access/room.ts';
import type { Call } from '../../platform/open/handler.server.ts';
import { readPlans, readProgress, yearsOf } from '../../registry/responsibility/key-plan-reading.server.ts';
import { type HeldItem, item } from './held.logic.ts';

/** Every year's plan in its last version, each followed by the progress that stands. */
export async function heldKeyPlans({ tx, actor }: Call, id: number): Promise<HeldItem[]> {
  const items: HeldItem[] = [];
  for (const year of await yearsOf(tx, id)) {
    const plan = (await readPlans(tx, [id], year)).get(id);
    if (!plan) continue;
    const to = may(actor, 'keyPlan.own') ? `/key-work?year=${year}` : null;
    const [last] = plan.versions;
    const works = new Map(plan.body.items.map(({ key, work }) => [key, work]));
    items.push(
      item(`plan/${year}`, `${year}年重点工作计划`, plan.body.items.map(({ work }) => work).join('；'), {
        note: `第${last!.version}版`,
        source: { author: last!.author, act: '保存', at: last!.at },
        to,
        data: { ...plan.body },
      }),
      ...((await readProgress(tx, [plan.id])).get(plan.id) ?? []).map((said) =>
        item(
          `progress/${said.id}`,
          `${works.get(said.itemKey) ?? '已不在计划里的一项'}，${dayName(said.on)}的进展`,
          [said.percent === null ? '' : `完成${said.percent}%`, said.words].filter(Boolean).join('，'),
          { from: said.on, to, data: { ...said } },
        ),
      ),
    );
  }
  return items;
}
