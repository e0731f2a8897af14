/** Merging two entries: which is kept, what differs is chosen, what moves is shown, and then it is done. */
import { useId, useState } from 'react';
import { dayName } from '../../core/time/room.ts';
import type { Answer } from '../../ui/api.ts';
import { Go } from '../../ui/go.tsx';
import { newId, useIdFor } from '../../ui/new-id.ts';
import { notice } from '../../ui/notices.tsx';
import { useAct, useRoute } from '../../ui/query.ts';
import { SideSheet } from '../../ui/side-sheet.tsx';
import { Signal } from '../../ui/signal.tsx';
import { Refused, Shown } from '../../ui/states.tsx';
import {
  type DuplicateEntry,
  type MergeChoices,
  type MergeField,
  mergeDo,
  mergePreview,
  pairTakeBack,
  UNCHOSEN,
} from './duplicates.contract.ts';

type Preview = Answer<typeof mergePreview>;
type Overlap = Preview['overlaps'][number];
type Which = 'keep' | 'gone';

const called = ({ personId, units }: DuplicateEntry): string =>
  units.length > 0 ? `编号${personId}（${units[0]}）` : `编号${personId}`;

interface Props {
  one: DuplicateEntry;
  other: DuplicateEntry;
  onClose: () => void;
}

export function MergeSheet({ one, other, onClose }: Props) {
  const [keepId, setKeepId] = useState(one.personId);
  const [choices, setChoices] = useState<MergeChoices>(UNCHOSEN);
  const [satTogether, setSatTogether] = useState(false);
  const [ground, setGround] = useState({ basis: '', documentNumber: '' });
  const idFor = useIdFor();
  const [keep, gone] = keepId === one.personId ? [one, other] : [other, one];
  const preview = useRoute(
    mergePreview,
    { query: { keep: keep.personId, gone: gone.personId, choices: JSON.stringify(choices) } },
    { hold: true },
  );
  const takeBack = useAct(pairTakeBack, () => notice('已收回，两个条目恢复原样'));
  const merge = useAct(mergeDo, (_, { body }) => {
    const { actId: id } = body as { actId: string };
    notice(`已合并到${called(keep)}`, () => takeBack.mutate({ params: { id }, body: { actId: newId() } }));
    onClose();
  });
  // What was chosen was chosen between the two this way round.
  const turn = (id: number): void => {
    setKeepId(id);
    setChoices(UNCHOSEN);
  };
  const missing = preview.data ? leftOpen(preview.data, choices, satTogether) : '正在看会有哪些变动';
  return (
    <SideSheet
      title={`合并两个${one.name}`}
      note="并入的条目以后不再单独出现，它的组织关系、职务、分管和参加记录都归到保留的条目；随时可以收回。"
      onClose={onClose}
      acts={
        <>
          <button
            type="button"
            className="btn pri"
            disabled={missing !== undefined || merge.isPending}
            onClick={() => {
              const order = { keepId: keep.personId, goneId: gone.personId, choices, satTogether, ...ground };
              merge.mutate({ body: { actId: idFor(order), ...order } });
            }}
          >
            合并
          </button>
          {missing !== undefined && <span className="ink2">{missing}</span>}
        </>
      }
    >
      <div className="merge-people">
        <Ask
          label="保留哪一个条目"
          options={[one, other].map((entry) => ({ value: String(entry.personId), name: called(entry) }))}
          value={String(keepId)}
          onChange={(id) => turn(Number(id))}
        />
        <Shown query={preview}>
          {(data) => (
            <Body
              data={data}
              choices={choices}
              onChoose={setChoices}
              satTogether={satTogether}
              onSatTogether={setSatTogether}
              onTurn={() => turn(gone.personId)}
            />
          )}
        </Shown>
        <label className="field">
          <span className="k">依据（可不填）</span>
          <input
            className="in"
            maxLength={200}
            value={ground.basis}
            onChange={(event) => setGround({ ...ground, basis: event.target.value })}
          />
        </label>
        <label className="field">
          <span className="k">文号（可不填）</span>
          <input
            className="in"
            maxLength={60}
            value={ground.documentNumber}
            onChange={(event) => setGround({ ...ground, documentNumber: event.target.value })}
          />
        </label>
        <Refused error={merge.error} />
      </div>
    </SideSheet>
  );
}

const choiceOf = (choices: MergeChoices, overlap: Overlap) =>
  choices.memberships.find(
    (one) => one.keptOrgId === overlap.keptOrgId && one.goneOrgId === overlap.goneOrgId && one.from === overlap.from,
  )?.holds;

/** What is still to be settled, in words; undefined when nothing is. */
function leftOpen(data: Preview, choices: MergeChoices, satTogether: boolean): string | undefined {
  const open =
    data.differences.filter(({ field }) => choices.fields[field as MergeField] === undefined).length +
    data.overlaps.filter((overlap) => choiceOf(choices, overlap) === undefined).length;
  if (data.problems.length > 0) return '现在还不能这样合并';
  if (open > 0) return `还有${open}项没有选定`;
  return data.togetherCount > 0 && !satTogether ? '请先确认是同一人' : undefined;
}

interface AskProps<V extends string> {
  label: string;
  options: readonly { value: V; name: string }[];
  value: V | undefined;
  onChange: (value: V) => void;
}

/** One of two answers, in words as long as they are. */
function Ask<V extends string>({ label, options, value, onChange }: AskProps<V>) {
  const name = useId();
  return (
    <fieldset className="merge-ask">
      <legend>{label}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
          {option.name}
        </label>
      ))}
    </fieldset>
  );
}

interface BodyProps {
  data: Preview;
  choices: MergeChoices;
  onChoose: (choices: MergeChoices) => void;
  satTogether: boolean;
  onSatTogether: (sat: boolean) => void;
  onTurn: () => void;
}

function Body({ data, choices, onChoose, satTogether, onSatTogether, onTurn }: BodyProps) {
  const chooseField = (field: MergeField, which: Which): void =>
    onChoose({ ...choices, fields: { ...choices.fields, [field]: which } });
  const chooseBranch = (overlap: Overlap, holds: Which): void => {
    const { keptOrgId, goneOrgId, from } = overlap;
    const others = choices.memberships.filter(
      (one) => choiceOf({ ...choices, memberships: [one] }, overlap) === undefined,
    );
    onChoose({ ...choices, memberships: [...others, { keptOrgId, goneOrgId, from, holds }] });
  };
  return (
    <>
      {data.problems.map((problem) => (
        <div key={problem.code} className="merge-problem" role="alert">
          <b>{problem.what}</b>
          <p>{problem.now}</p>
          {problem.code === 'other-owns-ledgers' && (
            <button type="button" className="btn" onClick={onTurn}>
              换一下
            </button>
          )}
        </div>
      ))}
      {data.differences.map(({ field, name, keep, gone }) => (
        <Ask<Which>
          key={field}
          label={`${name}以哪一个为准`}
          options={[
            { value: 'keep', name: keep },
            { value: 'gone', name: gone },
          ]}
          value={choices.fields[field as MergeField]}
          onChange={(which) => chooseField(field as MergeField, which)}
        />
      ))}
      {data.overlaps.map((overlap) => (
        <Ask<Which>
          key={`${overlap.keptOrgId}/${overlap.goneOrgId}/${overlap.from}`}
          label={`${dayName(overlap.from)}${overlap.until === null ? '起' : `至${dayName(overlap.until)}`}，组织关系在哪个支部`}
          options={[
            { value: 'keep', name: overlap.keptOrg },
            { value: 'gone', name: overlap.goneOrg },
          ]}
          value={choiceOf(choices, overlap)}
          onChange={(which) => chooseBranch(overlap, which)}
        />
      ))}
      {data.togetherCount > 0 && (
        <Signal title={`两个条目同时到过${data.togetherCount}次会，很可能是两个人`}>
          <ul>
            {data.together.map(({ recordId, what }) => (
              <li key={recordId}>
                <Go to={`/records/${recordId}`}>{what}</Go>
              </li>
            ))}
          </ul>
          <label className="merge-confirm">
            <input type="checkbox" checked={satTogether} onChange={(event) => onSatTogether(event.target.checked)} />
            已核对，确是同一人重复登记
          </label>
        </Signal>
      )}
      <section aria-label="会有这些变动">
        <h3>会有这些变动</h3>
        <ul className="merge-changes">
          <li>保留的条目登记为：{data.identity}</li>
          {data.changes.map((change) => (
            <li key={change}>{change}</li>
          ))}
          {data.records > 0 && <li>参加记录{data.records}条，归到保留的条目；记录里写的姓名不变</li>}
          {data.accountMoves && <li>账号归到保留的条目；没有提交的清单草稿不随着走，要留草稿请改为保留有账号的条目</li>}
        </ul>
      </section>
    </>
  );
}
