/** Words by which workbooks are understood, and layouts that are known again: seen, added, taken away. */
import { type FormEvent, useState } from 'react';
import {
  forgetLayout,
  type ImportWords,
  importWords,
  putWord,
  removeWord,
  type WordList,
} from '../../platform/open/import.contract.ts';
import { Go } from '../../ui/go.tsx';
import { notice } from '../../ui/notices.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useAct, useRoute } from '../../ui/query.ts';
import { useSize } from '../../ui/screen-size.ts';
import { Refused, Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { dateAndClock } from '../../ui/words.ts';
import './import.css';
import './import-mending.css';

export function Screen() {
  const words = useRoute(importWords, {});
  const size = useSize();
  useTitle('导入时认得的叫法');
  return (
    <>
      {size === 'phone' && <PhoneBar title="导入时认得的叫法" back="/import" />}
      <div className="import-words">
        <h1>导入时认得的叫法</h1>
        {size === 'desk' && (
          <Go to="/import" className="a import-back">
            回到导入
          </Go>
        )}
        <p className="import-say">写在这里的叫法，全市导入时都认得；名册里的全称、简称不用写。</p>
        <Shown query={words}>
          {(data) => (
            <>
              <Words list="unit" title="党组织的叫法" meant="名册里的全称" data={data} />
              <Words list="item" title="十二项工作的叫法" meant="哪一项" data={data} />
              <Layouts layouts={data.layouts} />
            </>
          )}
        </Shown>
      </div>
    </>
  );
}

interface WordsProps {
  list: WordList;
  title: string;
  meant: string;
  data: ImportWords;
}

function Words({ list, title, meant, data }: WordsProps) {
  const remove = useAct(removeWord);
  const keep = useAct(putWord);
  const own = data.words.filter((word) => word.list === list);
  return (
    <section aria-labelledby={`words-${list}`}>
      <h2 id={`words-${list}`}>{title}</h2>
      {own.length === 0 ? (
        <p className="ink3">还没有。导入时选定的叫法会记在这里，也可以先写上。</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">表格里写的</th>
              <th scope="col">指的是</th>
              <th scope="col">谁定的</th>
              <th scope="col">
                <span className="unseen">删去</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {own.map(({ written, means, author, savedAt, known }) => (
              <tr key={written}>
                <th scope="row">{written}</th>
                <td>
                  {means}
                  {!known && <span className="err">现在没有这个名称，请重写</span>}
                </td>
                <td className="ink2">
                  {author}　{dateAndClock(savedAt)}
                </td>
                <td>
                  <button
                    type="button"
                    className="btn txt import-unsay"
                    onClick={() =>
                      remove.mutate(
                        { body: { list, written } },
                        {
                          onSuccess: () =>
                            notice(`已删去“${written}”`, () => keep.mutate({ body: { list, written, means } })),
                        },
                      )
                    }
                  >
                    删去<span className="unseen">{written}</span>
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Refused error={remove.error ?? keep.error} />
      <Add list={list} meant={meant} items={data.items} />
    </section>
  );
}

function Add({ list, meant, items }: Pick<WordsProps, 'list' | 'meant'> & { items: readonly string[] }) {
  const [written, setWritten] = useState('');
  const [means, setMeans] = useState('');
  const put = useAct(putWord, () => {
    notice(`以后“${written}”都认得`);
    setWritten('');
    setMeans('');
  });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    put.mutate({ body: { list, written, means } });
  };
  return (
    <form className="import-word-add" onSubmit={send}>
      <label>
        表格里写的
        <input className="in" value={written} maxLength={100} onChange={(event) => setWritten(event.target.value)} />
      </label>
      {list === 'item' ? (
        <label>
          {meant}
          <select className="in" value={means} onChange={(event) => setMeans(event.target.value)}>
            <option value="">请选择</option>
            {items.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      ) : (
        <label>
          {meant}
          <input className="in" value={means} maxLength={100} onChange={(event) => setMeans(event.target.value)} />
        </label>
      )}
      <button type="submit" className="btn" disabled={put.isPending || written.trim() === '' || means.trim() === ''}>
        记下
      </button>
      <Refused error={put.error} />
    </form>
  );
}

function Layouts({ layouts }: Pick<ImportWords, 'layouts'>) {
  const forget = useAct(forgetLayout, () => notice('已忘掉，下次重新理解这种表'));
  return (
    <section aria-labelledby="words-layouts">
      <h2 id="words-layouts">记住的表格理解</h2>
      {layouts.length === 0 ? (
        <p className="ink3">还没有。导入时改过表的种类、表头或各列的，会记在这里，下次同样的表照着理解。</p>
      ) : (
        <ul className="import-layouts">
          {layouts.map(({ heads, name, file, author, savedAt, usedAt }) => (
            <li key={heads}>
              <span>
                {name}　“{file}”
                <small>
                  {author}定于{dateAndClock(savedAt)}，最近用于{dateAndClock(usedAt)}
                </small>
              </span>
              <button
                type="button"
                className="btn txt import-unsay"
                onClick={() => forget.mutate({ params: { heads } })}
              >
                忘掉<span className="unseen">{file}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <Refused error={forget.error} />
    </section>
  );
}
