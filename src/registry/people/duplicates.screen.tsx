/** Entries that may be one person: pairs side by side, merged or said to be two; and what was said lately, to be taken back. */
import { useState } from 'react';
import { monthName } from '../../core/time/room.ts';
import type { Answer } from '../../ui/api.ts';
import { Go } from '../../ui/go.tsx';
import { Mark } from '../../ui/mark.tsx';
import { newId } from '../../ui/new-id.ts';
import { notice } from '../../ui/notices.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useAct, useRoute } from '../../ui/query.ts';
import { Empty, Refused, Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { useUrlChange, useUrlState } from '../../ui/url-state.ts';
import { dateAndClock } from '../../ui/words.ts';
import { joinedName, sexName } from './duplicate-words.logic.ts';
import { type DuplicateEntry, distinctDo, duplicatesList, pairTakeBack, type SaidPair } from './duplicates.contract.ts';
import { MergeSheet } from './merge-people.screen.tsx';
import './duplicates.css';

type List = Answer<typeof duplicatesList>;
type Pair = List['pairs'][number];

export function Screen() {
  const [q = ''] = useUrlState('q');
  const [page] = useUrlState('page');
  useTitle('疑似重复登记');
  const query = useRoute(duplicatesList, { query: { q, page: Number(page ?? 1) } }, { hold: true });
  return (
    <div className="duplicates sheet">
      <PhoneBar title="疑似重复登记" back="/organizations" />
      <header>
        <h1>疑似重复登记</h1>
        <p className="ink2">
          同名，并且单位、入党时间或出生年月也有相同之处的条目。请核对后合并，或说明不是同一人；两样都可以收回。
        </p>
      </header>
      <Search q={q} />
      <Shown query={query}>{(list) => <Pairs key={`${q}/${list.page}`} list={list} q={q} />}</Shown>
    </div>
  );
}

function Search({ q }: { q: string }) {
  const change = useUrlChange();
  const [typed, setTyped] = useState(q);
  return (
    <form
      className="duplicates-search"
      onSubmit={(event) => {
        event.preventDefault();
        change({ q: typed.trim() || undefined, page: undefined });
      }}
    >
      <label>
        <span className="k">姓名</span>
        <input
          className="in"
          type="search"
          value={typed}
          maxLength={40}
          placeholder="全名"
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      <button type="submit" className="btn">
        查找
      </button>
    </form>
  );
}

function Pairs({ list, q }: { list: List; q: string }) {
  const [merging, setMerging] = useState<Pair>();
  return (
    <>
      <section aria-labelledby="pairs-head">
        <h2 id="pairs-head">待核对的{list.total}对</h2>
        {list.pairs.length === 0 ? (
          <Empty>{q === '' ? '没有疑似重复的条目。' : `没有姓名为“${q}”的疑似重复条目。`}</Empty>
        ) : (
          list.pairs.map((pair) => (
            <PairSheet
              key={`${pair.one.personId}/${pair.other.personId}`}
              pair={pair}
              onMerge={() => setMerging(pair)}
            />
          ))
        )}
        <Pages list={list} />
      </section>
      {list.said.length > 0 && <Said lines={list.said} />}
      {merging && (
        <MergeSheet
          key={`${merging.one.personId}/${merging.other.personId}`}
          one={merging.one}
          other={merging.other}
          onClose={() => setMerging(undefined)}
        />
      )}
    </>
  );
}

function Pages({ list: { total, page, pageSize } }: { list: List }) {
  const change = useUrlChange();
  const last = Math.max(1, Math.ceil(total / pageSize));
  if (last === 1) return null;
  return (
    <nav className="duplicates-pages" aria-label="翻页">
      <button
        type="button"
        className="btn"
        disabled={page <= 1}
        onClick={() => change({ page: String(page - 1) }, true)}
      >
        上一页
      </button>
      <span className="ink2">
        第{page}页，共{last}页
      </span>
      <button
        type="button"
        className="btn"
        disabled={page >= last}
        onClick={() => change({ page: String(page + 1) }, true)}
      >
        下一页
      </button>
    </nav>
  );
}

/** What is laid side by side, line by line; empty where nothing is registered. */
const LINES: readonly { name: string; of: (entry: DuplicateEntry) => string }[] = [
  { name: '性别', of: ({ sex }) => (sex === null ? '' : sexName(sex)) },
  {
    name: '入党时间',
    of: ({ joinedOn, joinedPrecision }) => (joinedOn === null ? '' : joinedName(joinedOn, joinedPrecision)),
  },
  { name: '出生年月', of: ({ bornMonth }) => (bornMonth === null ? '' : monthName(bornMonth)) },
  { name: '单位', of: ({ units }) => units.join('、') },
  { name: '职务', of: ({ posts }) => posts.join('、') },
];

function Cell({ text }: { text: string }) {
  return <td>{text === '' ? <span className="ink3">没有登记</span> : text}</td>;
}

function PairSheet({ pair, onMerge }: { pair: Pair; onMerge: () => void }) {
  const { one, other, same, differs } = pair;
  const takeBack = useAct(pairTakeBack);
  const distinct = useAct(distinctDo, (_, { body }) =>
    notice(`已记下：两个${one.name}不是同一人`, () =>
      takeBack.mutate({ params: { id: body.actId }, body: { actId: newId() } }),
    ),
  );
  const title = one.name === other.name ? one.name : `${one.name}、${other.name}`;
  return (
    <article className="duplicates-pair" aria-label={`${title}：${same.join('、')}`}>
      <h3>
        {title}
        <small className="ink2">{same.join('、')}</small>
        {differs.length > 0 && <Mark kind="sig">{differs.join('、')}</Mark>}
      </h3>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">项目</span>
            </th>
            {[one, other].map((entry) => (
              <th key={entry.personId} scope="col">
                <Go to={`/people/${entry.personId}`}>编号{entry.personId}</Go>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {LINES.map(({ name, of }) => {
            const unlike = of(one) !== '' && of(other) !== '' && of(one) !== of(other);
            return (
              <tr key={name} className={unlike ? 'unlike' : undefined}>
                <th scope="row">
                  {name}
                  {unlike && <small>不同</small>}
                </th>
                <Cell text={of(one)} />
                <Cell text={of(other)} />
              </tr>
            );
          })}
        </tbody>
      </table>
      <Refused error={distinct.error} />
      <p className="duplicates-acts">
        <button type="button" className="btn" onClick={onMerge} aria-label={`合并两个${title}`}>
          合并
        </button>
        <button
          type="button"
          className="btn"
          disabled={distinct.isPending}
          aria-label={`两个${title}不是同一人`}
          onClick={() => distinct.mutate({ body: { actId: newId(), oneId: one.personId, otherId: other.personId } })}
        >
          不是同一人
        </button>
      </p>
    </article>
  );
}

function Said({ lines }: { lines: readonly SaidPair[] }) {
  return (
    <section aria-labelledby="said-head">
      <h2 id="said-head">最近的处理</h2>
      <ul className="duplicates-said">
        {lines.map((line) => (
          <SaidLine key={line.actId} line={line} />
        ))}
      </ul>
    </section>
  );
}

function SaidLine({ line }: { line: SaidPair }) {
  const takeBack = useAct(pairTakeBack, () => notice('已收回，两个条目恢复原样'));
  return (
    <li className={line.takenBack ? 'ended' : undefined}>
      <span className="x">
        <Go to={`/people/${line.personId}`}>{line.summary}</Go>
        {line.takenBack && '（已收回）'}
        <small className="line">
          {line.author}　{dateAndClock(line.at)}
        </small>
        <Refused error={takeBack.error} />
      </span>
      {!line.takenBack && (
        <button
          type="button"
          className="btn txt"
          disabled={takeBack.isPending}
          aria-label={`收回：${line.summary}`}
          onClick={() => takeBack.mutate({ params: { id: line.actId }, body: { actId: newId() } })}
        >
          收回
        </button>
      )}
    </li>
  );
}
