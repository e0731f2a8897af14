/** Changing one's plan: an item a block, kept on this machine until it is saved as a further version. */
import { useState } from 'react';
import { ActionBar } from '../../ui/action-bar.tsx';
import { DayField } from '../../ui/day-field.tsx';
import { useDraft } from '../../ui/drafts.ts';
import { useFrame } from '../../ui/frame.ts';
import { newId, useIdFor } from '../../ui/new-id.ts';
import { notice } from '../../ui/notices.tsx';
import { useAct } from '../../ui/query.ts';
import { Loading, Refused } from '../../ui/states.tsx';
import { type KeyPlanPage, keyPlanSave } from './key-plan.contract.ts';
import { type KeyPlanItem, MOST_PLAN_ITEMS } from './key-plan.logic.ts';

const blank = (): KeyPlanItem => ({ key: newId(), work: '', measures: '', dueOn: null, dueWords: '', itemId: null });
const plain = ({ key, work, measures, dueOn, dueWords, itemId }: KeyPlanItem): KeyPlanItem => ({
  key,
  work,
  measures,
  dueOn,
  dueWords,
  itemId,
});

interface Props {
  page: KeyPlanPage;
  onEnd: () => void;
}

export function KeyPlanEdit({ page, onEnd }: Props) {
  const draft = useDraft<KeyPlanItem[]>(`key-plan/${page.year}/${page.version}`, () =>
    page.items.length > 0 ? page.items.map(plain) : [blank()],
  );
  const { value } = draft;
  return value === undefined ? <Loading /> : <Form page={page} onEnd={onEnd} draft={draft} items={value} />;
}

interface FormProps extends Props {
  draft: Pick<ReturnType<typeof useDraft<KeyPlanItem[]>>, 'set' | 'discard'>;
  items: readonly KeyPlanItem[];
}

function Form({ page, onEnd, draft, items }: FormProps) {
  const { today } = useFrame();
  const [last, setLast] = useState<string>();
  const idFor = useIdFor();
  const change = (key: string, part: Partial<KeyPlanItem>): void =>
    draft.set(items.map((item) => (item.key === key ? { ...item, ...part } : item)));
  const save = useAct(keyPlanSave, ({ version }) => {
    draft.discard();
    notice(`已保存，第${version}版`);
    onEnd();
  });
  const written = items.filter(({ work }) => work.trim() !== '');
  const near = Number(today.slice(0, 4)) === page.year ? today : (`${page.year}-06-30` as typeof today);
  return (
    <form className="plan-edit" onSubmit={(event) => event.preventDefault()}>
      <header>
        <h1>{page.year}年重点工作计划</h1>
        <p className="ink2">每项写清做什么、怎样算完成、什么时候完成；党建方面的选上所属事项。</p>
      </header>
      <ol>
        {items.map((item, at) => (
          <li key={item.key}>
            <div className="plan-edit-head">
              <b>第{at + 1}项</b>
              <button
                type="button"
                className="btn txt"
                aria-label={`删去第${at + 1}项`}
                onClick={() => {
                  const before = [...items];
                  draft.set(items.filter(({ key }) => key !== item.key));
                  notice('已删去一项', () => draft.set(before));
                }}
              >
                删去
              </button>
            </div>
            <label className="field">
              <span className="k note">重点工作</span>
              <textarea
                className="in"
                rows={2}
                maxLength={200}
                data-autofocus={item.key === last || undefined}
                value={item.work}
                onChange={(event) => change(item.key, { work: event.target.value })}
              />
            </label>
            <label className="field">
              <span className="k note">目标和措施</span>
              <textarea
                className="in"
                rows={2}
                maxLength={1000}
                value={item.measures}
                onChange={(event) => change(item.key, { measures: event.target.value })}
              />
            </label>
            <div className="plan-edit-row">
              <DayField
                label="完成时限"
                value={item.dueOn ?? ''}
                near={near}
                placeholder="长期坚持的不填"
                onChange={(day) => change(item.key, { dueOn: day === '' ? null : day, dueWords: '' })}
              />
              <label className="field">
                <span className="k note">时限怎么写（可以不写）</span>
                <input
                  className="in"
                  maxLength={40}
                  placeholder="如：长期坚持"
                  value={item.dueWords}
                  onChange={(event) => change(item.key, { dueWords: event.target.value })}
                />
              </label>
              <label className="field">
                <span className="k note">所属党建事项</span>
                <select
                  className="in"
                  value={item.itemId ?? ''}
                  onChange={(event) => change(item.key, { itemId: event.target.value || null })}
                >
                  <option value="">不属于十二项</option>
                  {page.catalog.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </select>
              </label>
            </div>
          </li>
        ))}
      </ol>
      {items.length < MOST_PLAN_ITEMS && (
        <button
          type="button"
          className="btn"
          onClick={() => {
            const next = blank();
            setLast(next.key);
            draft.set([...items, next]);
          }}
        >
          ＋ 加一项
        </button>
      )}
      <Refused error={save.error} />
      <ActionBar says={`${written.length}项；保存后原来的版本留着`}>
        <button type="button" className="btn" onClick={onEnd}>
          先不保存
        </button>
        <button
          type="button"
          className="btn pri big"
          disabled={save.isPending || (written.length === 0 && page.version === 0)}
          onClick={() =>
            save.mutate({
              params: { year: page.year },
              body: { actId: idFor([page.version, written]), base: page.version, items: written },
            })
          }
        >
          {save.isPending ? '正在保存' : '保存'}
        </button>
      </ActionBar>
    </form>
  );
}
