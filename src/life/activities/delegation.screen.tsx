/** Having somebody type for one: who, until when, what he typed; taken back at once. */
import { useDeferredValue, useId, useState } from 'react';
import { addDays, type Day, dayName } from '../../core/time/room.ts';
import type { Answer } from '../../ui/api.ts';
import { DayField } from '../../ui/day-field.tsx';
import { useFrame } from '../../ui/frame.ts';
import { Go } from '../../ui/go.tsx';
import { Mark } from '../../ui/mark.tsx';
import { newId } from '../../ui/new-id.ts';
import { notice } from '../../ui/notices.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useAct, useRoute } from '../../ui/query.ts';
import { Refused, Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { dayAndClock } from '../../ui/words.ts';
import {
  type Delegation,
  delegationEnd,
  delegationFindPerson,
  delegationGive,
  delegations,
} from './delegation.contract.ts';
import './delegation.css';

type Mine = Answer<typeof delegations>;

export function Screen() {
  useTitle('请人代录');
  const query = useRoute(delegations, {});
  return (
    <article className="delegation sheet">
      <PhoneBar title="请人代录" />
      <header>
        <h1>请人代录</h1>
        <p className="ink2">
          代录的人替您把活动记进系统，记录上写明谁录入、由您负责，您随时可以更正。他看不到谈话内容，也看不到个人档案；您离任当天，代录同时停止。
        </p>
      </header>
      <Shown query={query}>
        {(mine) => (
          <>
            <Given mine={mine} />
            <Give organizations={mine.organizations} />
            <Typed typed={mine.typed} />
          </>
        )}
      </Shown>
    </article>
  );
}

const STATES: Readonly<Record<Delegation['state'], { mark: 'ok' | 'next' | 'none' | 'soon'; word: string }>> = {
  running: { mark: 'ok', word: '正在代录' },
  later: { mark: 'next', word: '还没有开始' },
  paused: { mark: 'soon', word: '已停：您现在不负责这个组织' },
  over: { mark: 'none', word: '已到期' },
  ended: { mark: 'none', word: '已收回' },
};

function Given({ mine: { given } }: { mine: Mine }) {
  const end = useAct(delegationEnd, () => notice('已收回，立即生效；他代您记下的都还在'));
  return (
    <section>
      <h2>我请的代录</h2>
      <ul className="delegation-list">
        {given.map(({ id, to, organization, from, until, reason, state }) => (
          <li key={id}>
            <span>
              <b>{to}</b>　{organization.name}
              <small>
                <span className="nb">{dayName(from)}</span>至<span className="nb">{dayName(until)}</span>　{reason}
              </small>
              <small>
                <Mark kind={STATES[state].mark}>{STATES[state].word}</Mark>
              </small>
            </span>
            {state !== 'over' && state !== 'ended' && (
              <button
                type="button"
                className="btn"
                disabled={end.isPending}
                onClick={() => end.mutate({ params: { id } })}
              >
                收回
              </button>
            )}
          </li>
        ))}
        {given.length === 0 && <li className="ink3">没有请过人代录。</li>}
      </ul>
      <Refused error={end.error} />
    </section>
  );
}

interface Found {
  id: number;
  name: string;
  detail: string;
}

function Give({ organizations }: Pick<Mine, 'organizations'>) {
  const { today } = useFrame();
  const [orgId, setOrgId] = useState(organizations[0]?.orgId);
  const [person, setPerson] = useState<Found | undefined>();
  const [from, setFrom] = useState<Day | ''>(today);
  const [until, setUntil] = useState<Day | ''>('');
  const [reason, setReason] = useState('');
  // The same id until it is taken, so that pressing twice gives one.
  const [id, setId] = useState(newId);
  const give = useAct(delegationGive, () => {
    notice(`已请${person?.name ?? ''}代录，立即生效`);
    setId(newId());
    setPerson(undefined);
    setUntil('');
    setReason('');
  });
  if (orgId === undefined) return null;
  const missing = [
    ...(person === undefined ? ['选人'] : []),
    ...(from === '' || until === '' ? ['写到哪天'] : []),
    ...(reason.trim().length < 2 ? ['写原因'] : []),
  ];
  return (
    <section>
      <h2>请一位</h2>
      <div className="delegation-form">
        {organizations.length > 1 && (
          <label className="field">
            <span className="k">代录哪个组织的活动</span>
            <select
              className="in"
              value={orgId}
              onChange={(event) => {
                setOrgId(Number(event.target.value));
                setPerson(undefined);
              }}
            >
              {organizations.map((one) => (
                <option key={one.orgId} value={one.orgId}>
                  {one.name}
                </option>
              ))}
            </select>
          </label>
        )}
        <PersonFinder key={`${orgId}/${id}`} orgId={orgId} chosen={person} onChoose={setPerson} />
        <div className="delegation-days">
          <DayField label="从" value={from} onChange={setFrom} near={today} min={today} required />
          <DayField
            label="到（含这一天）"
            value={until}
            onChange={setUntil}
            near={today}
            min={from || today}
            max={addDays(from || today, 365)}
            placeholder="最多一年"
          />
        </div>
        <label className="field">
          <span className="k">为什么</span>
          <input
            className="in"
            value={reason}
            maxLength={100}
            placeholder="如：外出学习，由组织委员代录"
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <div className="do">
          <button
            type="button"
            className="btn pri"
            disabled={missing.length > 0 || give.isPending}
            onClick={() => {
              if (person === undefined || from === '' || until === '') return;
              give.mutate({ body: { id, personId: person.id, orgId, from, until, reason: reason.trim() } });
            }}
          >
            请他代录
          </button>
          {missing.length > 0 && <span className="note">还要{missing.join('、')}</span>}
        </div>
        <Refused error={give.error} />
      </div>
    </section>
  );
}

function PersonFinder({
  orgId,
  chosen,
  onChoose,
}: {
  orgId: number;
  chosen: Found | undefined;
  onChoose: (person: Found | undefined) => void;
}) {
  const [words, setWords] = useState('');
  const list = useId();
  const q = useDeferredValue(words.trim());
  const query = useRoute(delegationFindPerson, { query: { orgId, q } }, { enabled: q !== '' && !chosen, hold: true });
  const found = q === '' || chosen ? undefined : query.data?.people;
  return (
    <div className="field">
      <label>
        <span className="k">请谁代录</span>
        <input
          className="in"
          type="search"
          aria-controls={found === undefined ? undefined : list}
          placeholder="姓名里的字；本组织和下级组织里的人"
          value={chosen ? `${chosen.name}　${chosen.detail}` : words}
          onChange={(event) => {
            onChoose(undefined);
            setWords(chosen ? '' : event.target.value);
          }}
        />
      </label>
      {found !== undefined && (
        <div id={list} className="delegation-found">
          {found.map((person) => (
            <button key={person.id} type="button" disabled={!person.hasAccount} onClick={() => onChoose(person)}>
              {person.name}
              {!person.hasAccount && '（还没有账号）'}
              <small>{person.detail}</small>
            </button>
          ))}
          {found.length === 0 && <p className="note">本组织和下级组织里没有这个姓名。</p>}
        </div>
      )}
    </div>
  );
}

function Typed({ typed }: Pick<Mine, 'typed'>) {
  return (
    <section>
      <h2>代我记下的</h2>
      <ul className="delegation-list typed">
        {typed.map((one) => (
          <li key={one.recordId}>
            <Go to={`/records/${one.recordId}`}>
              {dayName(one.heldOn)}
              {one.kindName}
            </Go>
            <span className="note">
              {one.organization}　{one.author}录入于<span className="nb">{dayAndClock(one.recordedAt)}</span>
            </span>
          </li>
        ))}
        {typed.length === 0 && <li className="ink3">还没有。</li>}
      </ul>
    </section>
  );
}
