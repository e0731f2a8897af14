/** 安全设置: what holds for passwords, sessions and the second factor in this city. */
import { type FormEvent, useState } from 'react';
import { notice } from '../../ui/notices.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { ApiError, useAct, useRoute } from '../../ui/query.ts';
import { Refused, Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { securityRead, securitySet } from './security.contract.ts';
import { FACTOR_POLICIES, FACTOR_POLICY_NAMES, type FactorPolicy, type SecuritySettings } from './security.logic.ts';
import './account.css';

export function Screen() {
  const query = useRoute(securityRead, {});
  useTitle('安全设置');
  return (
    <article className="own-account sheet page">
      <PhoneBar title="安全设置" />
      <header>
        <h1>安全设置</h1>
        <p className="ink2">管全市的密码、登录和动态口令，保存后立即生效。每次改动连同原值记入审计日志。</p>
      </header>
      <Shown query={query}>{(settings) => <Form key={JSON.stringify(settings)} settings={settings} />}</Shown>
    </article>
  );
}

type NumberName = Exclude<keyof SecuritySettings, 'factorPolicy'>;

/** What is wrong with each field, as the server says it. */
const faultsOf = (error: unknown): ReadonlyMap<string, string> =>
  new Map(
    error instanceof ApiError && Array.isArray(error.detail.data)
      ? error.detail.data.map(({ where, what }: { where: string; what: string }) => [where, what])
      : [],
  );

function Form({ settings }: { settings: SecuritySettings }) {
  const [policy, setPolicy] = useState<FactorPolicy>(settings.factorPolicy);
  const save = useAct(securitySet, () => notice('已保存，立即生效'));
  const faults = faultsOf(save.error);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const number = (name: NumberName): number | null => {
      const text = String(fields.get(name) ?? '').trim();
      return text === '' ? null : Number(text);
    };
    save.mutate({
      body: {
        leastLength: number('leastLength') ?? 0,
        renewalDays: number('renewalDays'),
        idleMinutes: number('idleMinutes') ?? 0,
        absoluteHours: number('absoluteHours'),
        factorPolicy: policy,
      },
    });
  };
  const field = (name: NumberName, label: string, unit: string, note: string) => (
    <label className="field setting">
      <span className="k">{label}</span>
      <span className="setting-value">
        <input
          className="in"
          name={name}
          inputMode="numeric"
          pattern="[0-9]*"
          maxLength={4}
          defaultValue={settings[name] ?? ''}
          aria-invalid={faults.has(name)}
        />
        {unit}
      </span>
      <small>{note}</small>
      {faults.has(name) && <span className="err">{faults.get(name)}</span>}
    </label>
  );
  return (
    <form onSubmit={submit}>
      <section>
        <h2>密码</h2>
        {field('leastLength', '最短', '位', '8至64位。常见密码、含用户名、姓名、城市名的一律不收。')}
        {field('renewalDays', '用多久须更换', '天', '不填就不要求定期更换；填了，到期后登录先改密码。')}
      </section>
      <section>
        <h2>登录</h2>
        {field('idleMinutes', '多久不操作须重新登录', '分钟', '5至1440分钟。没交的内容都存在本机，不会丢。')}
        {field('absoluteHours', '登录多久后须重新登录', '小时', '1至720小时；不填按服务器的设置。')}
      </section>
      <section>
        <h2>动态口令</h2>
        <fieldset>
          <legend className="note">除了密码，登录时谁必须再输手机上的动态口令。三员总是必须，别人也可以自己开。</legend>
          {FACTOR_POLICIES.map((one) => (
            <label key={one} className="setting-choice">
              <input type="radio" name="factorPolicy" checked={policy === one} onChange={() => setPolicy(one)} />
              {FACTOR_POLICY_NAMES[one]}
            </label>
          ))}
        </fieldset>
        {policy !== settings.factorPolicy && policy !== 'nobody' && (
          <p className="note">保存后，还没有设动态口令的人刷新页面就要先设好才能继续。</p>
        )}
      </section>
      <section>
        {save.error && faults.size === 0 && <Refused error={save.error} />}
        <button type="submit" className="btn pri" disabled={save.isPending}>
          保存
        </button>
      </section>
    </form>
  );
}
