/** Accounts by workbook: take the template, look at what a filled one would make, make them, print the slips. */
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { type Answer, fileUrl, upload } from '../../ui/api.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { Refused } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { ROLE_NAMES } from '../access/room.ts';
import { accountSheetCheck, accountSheetCreate, accountTemplate } from './account-sheet.contract.ts';
import { PasswordSlips } from './password-slips.screen.tsx';
import './account.css';
import './account-sheet.css';

type Checked = Answer<typeof accountSheetCheck>;
type Planned = Checked['accounts'][number];

const rolesOf = ({ roles }: Planned): string =>
  roles.map(({ role, orgName }) => ROLE_NAMES[role] + (orgName === null ? '' : `（${orgName}）`)).join('、');

const COLUMNS: readonly Column<Planned>[] = [
  { key: 'name', title: '姓名', value: (row) => row.name, width: 120 },
  { key: 'unit', title: '单位或支部', value: (row) => row.unit },
  {
    key: 'username',
    title: '用户名',
    value: (row) => row.username,
    render: (row) => (
      <>
        {row.username}
        {row.proposed && <small>　按拼音取的</small>}
      </>
    ),
    width: 240,
  },
  { key: 'roles', title: '角色', value: rolesOf, width: 420 },
];

export function Screen() {
  const client = useQueryClient();
  const [file, setFile] = useState<File>();
  const [checked, setChecked] = useState<Checked>();
  const [made, setMade] = useState<Answer<typeof accountSheetCreate>['accounts']>();
  const [busy, setBusy] = useState<'reading' | 'making'>();
  const [error, setError] = useState<unknown>();
  useTitle('用表格建账号');

  async function during(what: 'reading' | 'making', work: () => Promise<void>): Promise<void> {
    setBusy(what);
    setError(undefined);
    try {
      await work();
    } catch (reason) {
      setError(reason);
    } finally {
      setBusy(undefined);
    }
  }
  const check = (chosen: File): Promise<void> =>
    during('reading', async () => {
      setChecked(undefined);
      setFile(chosen);
      setChecked(await upload(accountSheetCheck, {}, [chosen]));
    });
  const make = (chosen: File): Promise<void> =>
    during('making', async () => {
      setMade((await upload(accountSheetCreate, {}, [chosen])).accounts);
      await client.invalidateQueries();
    });

  if (made) return <PasswordSlips slips={made} />;
  const ready = checked !== undefined && checked.problems.length === 0;
  return (
    <article className="accounts account-by-sheet sheet">
      <PhoneBar title="用表格建账号" back="/accounts" />
      <header>
        <h1>用表格建账号</h1>
      </header>
      <div className="account-steps">
        <p>
          <a className="a" href={fileUrl(accountTemplate, {})} download>
            下载空白表格
          </a>
          ，一人一行填好姓名和角色；用户名空着就按姓名的拼音取。填好后传上来看一看，确认了才建。
        </p>
        <ChooseFile busy={busy === 'reading'} disabled={busy !== undefined} onChoose={(chosen) => void check(chosen)} />
        <Refused error={error} />
      </div>
      {checked && file && (
        <section className="account-steps" aria-labelledby="account-checked">
          <h2 id="account-checked">{file.name}</h2>
          {checked.problems.length > 0 && <Problems problems={checked.problems} />}
          {ready && (
            <p className="account-make">
              <button type="button" className="btn pri" disabled={busy !== undefined} onClick={() => void make(file)}>
                {busy === 'making' ? `正在建${checked.accounts.length}个账号…` : `建${checked.accounts.length}个账号`}
              </button>
              <span className="note">建好后显示每人的首次密码，只显示一次，可以打印了发给本人。</span>
            </p>
          )}
        </section>
      )}
      {checked && checked.accounts.length > 0 && (
        <DataTable
          name="planned"
          label={ready ? '将要建的账号' : '看懂了的账号'}
          columns={COLUMNS}
          rows={checked.accounts}
          rowKey={(row) => row.row}
          empty="没有"
          phone={(row) => ({ title: row.name, note: `${row.username}　${rolesOf(row)}` })}
        />
      )}
    </article>
  );
}

function Problems({ problems }: { problems: Checked['problems'] }) {
  return (
    <div role="alert">
      <p>有{problems.length}处要改，改好再传；有一处不对就一个也不建。</p>
      <ul className="account-problems">
        {problems.map(({ cell, reason, what }) => (
          <li key={`${cell}${reason}`}>
            <b>{cell}</b>
            <span>{what}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface ChooseProps {
  busy: boolean;
  disabled: boolean;
  onChoose: (file: File) => void;
}

function ChooseFile({ busy, disabled, onChoose }: ChooseProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <p className="account-choose">
      <input
        ref={input}
        className="unseen"
        type="file"
        tabIndex={-1}
        aria-label="选择填好的表格"
        accept=".xlsx,.xls,.et,.csv"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) onChoose(file);
          event.target.value = '';
        }}
      />
      <button type="button" className="btn" disabled={disabled} onClick={() => input.current?.click()}>
        {busy ? '正在读…' : '选择填好的表格'}
      </button>
    </p>
  );
}
