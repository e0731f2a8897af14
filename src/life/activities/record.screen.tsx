/** One record as a page of the minute book: to read, to print, to correct, to withdraw; every version stays. */
import { useParams, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import type { RecordKind } from '../../core/record/room.ts';
import { dayName, dayOf, timeOf, weekdayName } from '../../core/time/room.ts';
import type { Answer } from '../../ui/api.ts';
import { Go } from '../../ui/go.tsx';
import { Mark } from '../../ui/mark.tsx';
import { notice } from '../../ui/notices.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useAct, useRoute } from '../../ui/query.ts';
import { useSize } from '../../ui/screen-size.ts';
import { SideSheet } from '../../ui/side-sheet.tsx';
import { Refused, Shown } from '../../ui/states.tsx';
import { Thread } from '../../ui/thread.tsx';
import { useTitle } from '../../ui/title.ts';
import { useUrlState } from '../../ui/url-state.ts';
import { dayAndClock } from '../../ui/words.ts';
import { openRecord, withdrawRecord } from './activities.contract.ts';
import { byWords } from './by-words.logic.ts';
import { valueWords } from './record-field.screen.tsx';
import './record.css';

type Opened = Answer<typeof openRecord>;
type Version = Opened['versions'][number];

export function Screen() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useRoute(openRecord, { params: { id } }, { keep: true });
  return (
    <>
      <PhoneBar title={query.data?.kind.name ?? '活动记录'} back="/records" />
      <Shown query={query}>{(record) => <RecordPage record={record} />}</Shown>
    </>
  );
}

function RecordPage({ record }: { record: Opened }) {
  const { kind, organization, versions, state, may } = record;
  const [seen, setSeen] = useUrlState('version');
  const [withdrawing, setWithdrawing] = useState(false);
  const size = useSize();
  const latest = versions[0]!;
  const version = versions.find((one) => String(one.version) === seen) ?? latest;
  const title =
    typeof version.body[kind.titleField ?? ''] === 'string' ? String(version.body[kind.titleField ?? '']) : '';
  useTitle(`${dayName(version.heldOn)}${kind.name}`);
  return (
    <article className="record-page sheet">
      <header>
        <div>
          <h1>{kind.name}</h1>
          <p className="ink2">{organization.fullName || organization.name}</p>
        </div>
        <div className="do screen-only">
          {may.correct && version === latest && (
            <Go className="btn" to={`/record/${kind.id}?org=${organization.orgId}&correct=${record.recordId}`}>
              更正
            </Go>
          )}
          {may.withdraw && version === latest && (
            <button type="button" className="btn" onClick={() => setWithdrawing(true)}>
              收回
            </button>
          )}
          {size === 'desk' && (
            <button type="button" className="btn txt" onClick={() => window.print()}>
              打印
            </button>
          )}
        </div>
      </header>
      <Standing state={state} version={version} latest={latest} onLatest={() => setSeen(undefined)} />
      <Minute
        kind={kind}
        version={version}
        title={title}
        confidential={version === latest ? record.confidential : null}
      />
      <p className="by note">
        {byWords(version)}记录于<span className="nb">{dayAndClock(version.recordedAt)}</span>
        {version.version > 1 && `，第${version.version}版`}
        {version.reason !== null && `；${version.withdrawn ? '收回' : '更正'}原因：${version.reason}`}
      </p>
      {versions.length > 1 && (
        <section className="versions screen-only">
          <h2>各个版本</h2>
          <Thread
            steps={[...versions].reverse().map((one) => ({
              key: String(one.version),
              on: dayOf(new Date(one.recordedAt)),
              time: timeOf(new Date(one.recordedAt)),
              name: one.withdrawn ? '收回' : one.version === 1 ? '记录' : '更正',
              who: byWords(one),
              kind: 'done',
              children: (
                <>
                  {one.reason}
                  {one.reason !== null && '　'}
                  {one.version === version.version ? (
                    <span className="note nb">第{one.version}版，正在看</span>
                  ) : (
                    <button type="button" className="a nb" onClick={() => setSeen(String(one.version))}>
                      看第{one.version}版
                    </button>
                  )}
                </>
              ),
            }))}
          />
        </section>
      )}
      {withdrawing && <Withdraw record={record} onClose={() => setWithdrawing(false)} />}
    </article>
  );
}

function Standing({
  state,
  version,
  latest,
  onLatest,
}: {
  state: Opened['state'];
  version: Version;
  latest: Version;
  onLatest: () => void;
}) {
  if (version !== latest) {
    return (
      <p className="banner" role="status">
        这是第{version.version}版，不是现在的。
        <button type="button" className="a" onClick={onLatest}>
          看现在的
        </button>
      </p>
    );
  }
  if (state === 'withdrawn') {
    return (
      <p className="banner" role="status">
        <Mark kind="none">已收回</Mark>　{latest.reason}。不再计入任何人的参加记录。
      </p>
    );
  }
  if (state === 'changed') {
    return (
      <p className="banner" role="status">
        这条记录后来更正过，更正后的里面没有您。下面是更正前的。
      </p>
    );
  }
  return null;
}

const hours = ({ startsAt, endsAt }: Version): string =>
  startsAt && endsAt ? `${startsAt}—${endsAt}` : (startsAt ?? '');

function Minute({
  kind,
  version,
  title,
  confidential,
}: {
  kind: RecordKind;
  version: Version;
  title: string;
  confidential: Opened['confidential'];
}) {
  const { people } = version;
  const named = (key: string) => people.filter((person) => person.part === key);
  const titleName = kind.fields.find((field) => field.key === kind.titleField)?.name;
  const heads = version.due !== null || version.present !== null;
  return (
    <div className="minute">
      <dl>
        {title !== '' && (
          <>
            <dt>{titleName}</dt>
            <dd>
              <b>{title}</b>
            </dd>
          </>
        )}
        <dt>时间</dt>
        <dd>
          <span className="nb">{dayName(version.heldOn)}</span> {weekdayName(version.heldOn)} {hours(version)}
        </dd>
        {version.place !== '' && (
          <>
            <dt>地点</dt>
            <dd>{version.place}</dd>
          </>
        )}
        {kind.parts
          .filter((part) => part.key !== 'attendee' && part.key !== 'absent' && named(part.key).length > 0)
          .map((part) => (
            <Named key={part.key} name={part.name} people={named(part.key)} />
          ))}
        {heads && (
          <>
            <dt>到会</dt>
            <dd>
              {version.due !== null && <span className="nb">应到{version.due}人，</span>}
              {version.present !== null && <span className="nb">实到{version.present}人</span>}
            </dd>
          </>
        )}
        {named('attendee').length > 0 && (
          <Named
            name={heads ? '' : '到会'}
            people={named('attendee')}
            partly={named('attendee').length < (version.present ?? 0)}
          />
        )}
        {named('absent').length > 0 && <Named name="缺席" people={named('absent')} />}
        {kind.fields
          .filter((field) => field.key !== kind.titleField)
          .map((field) => {
            const value = field.confidential ? confidential?.[field.key] : version.body[field.key];
            const words = valueWords(field, value);
            if (words === undefined) return null;
            return (
              <Line key={field.key} name={field.name} secret={field.confidential ?? false}>
                {Array.isArray(value) ? (
                  <ol>
                    {value.map((line) => (
                      <li key={String(line)}>{String(line)}</li>
                    ))}
                  </ol>
                ) : (
                  <p className="paragraph">{words}</p>
                )}
              </Line>
            );
          })}
      </dl>
    </div>
  );
}

function Line({ name, secret, children }: { name: string; secret: boolean; children: React.ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {children}
        {secret && <p className="note screen-only">只有参加的人能看；您看过会留下记录。</p>}
      </dd>
    </>
  );
}

/** `partly`: the reader may see only some of them, mostly himself. */
function Named({ name, people, partly = false }: { name: string; people: Version['people']; partly?: boolean }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="names">
        {partly && <span>其中有</span>}
        {people.map((person) => (
          <span className="nb" key={person.personId}>
            {person.name}
            {person.reason && `（${person.reason}）`}
          </span>
        ))}
        {partly && <span className="note">全部名单由支部查看</span>}
      </dd>
    </>
  );
}

function Withdraw({ record, onClose }: { record: Opened; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const router = useRouter();
  const act = useAct(withdrawRecord, (answer) => {
    onClose();
    notice(answer.settled);
    void router.invalidate();
  });
  const latest = record.versions[0]!;
  const present = new Set(latest.people.filter((one) => one.part !== 'absent').map((one) => one.personId)).size;
  return (
    <SideSheet
      title="收回这条记录"
      note={`${dayName(latest.heldOn)}${record.kind.name}`}
      onClose={onClose}
      end={`收回后${present > 0 ? `${present}人的参加记录同时撤下` : '不再计入'}；各个版本仍然留着，能看到是谁、为什么收回。`}
      acts={
        <button
          type="button"
          className="btn pri big"
          disabled={act.isPending || reason.trim().length < 2}
          onClick={() =>
            act.mutate({
              params: { id: record.recordId },
              body: { version: latest.version + 1, reason: reason.trim() },
            })
          }
        >
          收回
        </button>
      }
    >
      <div className="withdraw-form">
        <label className="field">
          <span className="k">为什么收回</span>
          <textarea
            className="in"
            rows={3}
            maxLength={200}
            data-autofocus
            value={reason}
            placeholder="如：记到了别的支部"
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <Refused error={act.error} />
      </div>
    </SideSheet>
  );
}
