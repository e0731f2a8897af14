/** An empty house: the page that makes a city, its three administrators and the organization department's account. */
import { type FormEvent, useState } from 'react';
import { setUp } from '../../platform/identity/identity.contract.ts';
import { DEFAULT_SECURITY } from '../../platform/identity/security.logic.ts';
import { call } from '../../ui/api.ts';
import { Refused } from '../../ui/states.tsx';
import { DoorFrame } from './door-frame.tsx';

const ACCOUNTS = [
  { key: 'systemAdmin', title: '系统管理员', username: 'system', does: '看系统运行，备份恢复' },
  { key: 'securityAdmin', title: '安全管理员', username: 'security', does: '建账号，发放角色' },
  { key: 'auditAdmin', title: '审计管理员', username: 'audit', does: '看审计日志' },
] as const;
type AdminKey = (typeof ACCOUNTS)[number]['key'];

const MIN = DEFAULT_SECURITY.leastLength;

export function SetUp({ onDone }: { onDone: () => void }) {
  const [city, setCity] = useState({ code: '', name: '' });
  const [passwords, setPasswords] = useState<Record<AdminKey, string>>({
    systemAdmin: '',
    securityAdmin: '',
    auditAdmin: '',
  });
  const [dept, setDept] = useState({ username: '', password: '' });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    call(setUp, { body: { ...city, administrators: passwords, organizationDept: dept } }).then(onDone, (reason) => {
      setBusy(false);
      setError(reason);
    });
  };

  return (
    <DoorFrame title="建立城市" wide>
      <p className="door-why">
        这里还没有城市。填好下面几项就可以开始；三名管理员各管一摊，互相看不到对方的事，也都看不到业务数据，请由三个人分别保管密码；各自第一次登录时还要设好手机上的动态口令。密码不要用常见的，也不要含用户名、名称和城市名。
      </p>
      <form onSubmit={submit}>
        <h2>城市</h2>
        <div className="door-pair">
          <label className="field">
            <span className="k">名称</span>
            <input
              className="in"
              required
              minLength={2}
              maxLength={20}
              placeholder="如：示例市"
              value={city.name}
              onChange={(event) => setCity({ ...city, name: event.target.value })}
            />
          </label>
          <label className="field">
            <span className="k">
              代码 <small>小写字母开头，2至20位，定后不改</small>
            </span>
            <input
              className="in"
              required
              pattern="[a-z][a-z0-9]{1,19}"
              title="小写字母开头，2至20位字母或数字"
              autoCapitalize="none"
              placeholder="如：shili"
              value={city.code}
              onChange={(event) => setCity({ ...city, code: event.target.value })}
            />
          </label>
        </div>
        <h2>三名管理员</h2>
        {ACCOUNTS.map(({ key, title, username, does }) => (
          <Password
            key={key}
            label={`${title}的密码`}
            note={`用户名 ${username}，${does}`}
            value={passwords[key]}
            onChange={(value) => setPasswords({ ...passwords, [key]: value })}
          />
        ))}
        <h2>组织部</h2>
        <div className="door-pair">
          <label className="field">
            <span className="k">
              用户名 <small>导入表格、看全市情况</small>
            </span>
            <input
              className="in"
              required
              minLength={2}
              maxLength={40}
              autoComplete="off"
              autoCapitalize="none"
              value={dept.username}
              onChange={(event) => setDept({ ...dept, username: event.target.value })}
            />
          </label>
          <Password label="密码" value={dept.password} onChange={(password) => setDept({ ...dept, password })} />
        </div>
        <Refused error={error} />
        <p className="door-do">
          <button type="submit" className="btn pri big" disabled={busy}>
            {busy ? '正在建立' : '建立城市，去登录'}
          </button>
        </p>
      </form>
    </DoorFrame>
  );
}

interface PasswordProps {
  label: string;
  note?: string;
  value: string;
  onChange: (value: string) => void;
}

function Password({ label, note, value, onChange }: PasswordProps) {
  return (
    <label className="field">
      <span className="k">
        {label} <small>{note === undefined ? `至少${MIN}位` : `${note}；至少${MIN}位`}</small>
      </span>
      <input
        className="in"
        type="password"
        autoComplete="new-password"
        required
        minLength={MIN}
        maxLength={200}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
