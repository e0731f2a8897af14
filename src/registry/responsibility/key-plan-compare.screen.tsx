/** Two versions of a key-work plan side by side: what was changed first, what stayed the same named below. */
import { dayName, dayOf } from '../../core/time/room.ts';
import { Mark } from '../../ui/mark.tsx';
import { useUrlChange, useUrlState } from '../../ui/url-state.ts';
import type { KeyPlanPage } from './key-plan.contract.ts';
import type { KeyPlanItem } from './key-plan.logic.ts';
import { changeWords, PLAN_FIELDS, type PlanChange, type PlanField, planChanges } from './key-plan-compare.logic.ts';
import { dueWords } from './key-plan-lines.screen.tsx';

type Version = KeyPlanPage['versions'][number];

export const versionWords = ({ version, at, author, reason }: Version): string =>
  `第${version}版　${dayName(dayOf(new Date(at)))}，${author}${reason ? `，${reason}` : ''}`;

/** A plan in two or more versions, the latest two compared unless others are named in the address. */
export function KeyPlanCompare({ page, onEnd }: { page: KeyPlanPage; onEnd: () => void }) {
  const change = useUrlChange();
  const [first] = useUrlState('first');
  const [second] = useUrlState('second');
  const { versions } = page;
  const [last, former] = versions;
  const pick = (written: string | undefined, or: Version): Version =>
    versions.find(({ version }) => String(version) === written) ?? or;
  if (!last || !former) return null;
  // The earlier one stands at the left, whichever of the two was chosen first.
  const [before, after] = [pick(first, former), pick(second, last)].sort((a, b) => a.version - b.version) as [
    Version,
    Version,
  ];
  const changes = planChanges(before.items, after.items);
  const same = changes.filter(({ kind }) => kind === 'same');
  return (
    <>
      <header className="plan-compare-head">
        <div>
          <h1>{page.year}年重点工作计划　各版对照</h1>
          <p className="ink2">
            {page.person.name}，{page.person.unit}　{page.person.title}
          </p>
        </div>
        <div className="key-work-tools screen-only">
          <button type="button" className="btn" onClick={onEnd}>
            回到计划
          </button>
          <button type="button" className="btn desk-only" onClick={() => window.print()}>
            打印
          </button>
        </div>
      </header>
      <div className="plan-compare">
        <p className="plan-compare-which screen-only">
          <Which label="前一版" of={before} versions={versions} onChoose={(to) => change({ first: to })} />
          <Which label="后一版" of={after} versions={versions} onChoose={(to) => change({ second: to })} />
        </p>
        <p role="status">{changeWords(changes)}。</p>
        {changes.length > same.length && (
          <table>
            <thead>
              <tr>
                <th scope="col">变动</th>
                <th scope="col">{versionWords(before)}</th>
                <th scope="col">{versionWords(after)}</th>
              </tr>
            </thead>
            <tbody>
              {changes
                .filter(({ kind }) => kind !== 'same')
                .map((one) => (
                  <Row key={one.key} change={one} page={page} versions={[before, after]} />
                ))}
            </tbody>
          </table>
        )}
        {same.length > 0 && <p className="note">没有变的：{same.map(({ after: item }) => item?.work).join('；')}。</p>}
      </div>
    </>
  );
}

interface WhichProps {
  label: string;
  of: Version;
  versions: readonly Version[];
  onChoose: (version: string) => void;
}

function Which({ label, of, versions, onChoose }: WhichProps) {
  return (
    <label>
      <span className="note">{label}</span>
      <select className="in" value={of.version} onChange={(event) => onChoose(event.target.value)}>
        {versions.map((one) => (
          <option key={one.version} value={one.version}>
            {versionWords(one)}
          </option>
        ))}
      </select>
    </label>
  );
}

const KINDS: Readonly<Record<PlanChange['kind'], string>> = {
  added: '增加',
  removed: '去掉',
  changed: '修改',
  same: '没有变',
};
const FIELD_NAMES: Readonly<Record<PlanField, string>> = {
  work: '重点工作',
  measures: '目标和措施',
  due: '完成时限',
  item: '党建事项',
};

function Row({ change, page, versions }: { change: PlanChange; page: KeyPlanPage; versions: [Version, Version] }) {
  const { kind, before, after, fields } = change;
  return (
    <tr>
      <th scope="row">
        {KINDS[kind]}
        {fields.length > 0 && <small>{fields.map((field) => FIELD_NAMES[field]).join('、')}</small>}
      </th>
      {[before, after].map((item, at) => (
        <td key={at === 0 ? 'before' : 'after'} data-title={`第${versions[at]!.version}版`}>
          {item ? (
            <Item item={item} unlike={fields} page={page} />
          ) : (
            <Mark kind="none">{at === 0 ? '还没有这一项' : '不再列入'}</Mark>
          )}
        </td>
      ))}
    </tr>
  );
}

/** What differs is set off by weight and ground, and its field is named at the head of the row. */
function Item({ item, unlike, page }: { item: KeyPlanItem; unlike: readonly PlanField[]; page: KeyPlanPage }) {
  const text: Readonly<Record<PlanField, string>> = {
    work: item.work,
    measures: item.measures,
    due: dueWords(item),
    item: item.itemId === null ? '' : (page.catalog.find(({ id }) => id === item.itemId)?.name ?? ''),
  };
  return PLAN_FIELDS.filter((field) => text[field] !== '' || unlike.includes(field)).map((field) => (
    <p key={field} className={field === 'work' ? 'plan-compare-work' : undefined}>
      {field !== 'work' && <span className="note">{FIELD_NAMES[field]}　</span>}
      {unlike.includes(field) ? <mark>{text[field] || '没有写'}</mark> : text[field]}
    </p>
  ));
}
