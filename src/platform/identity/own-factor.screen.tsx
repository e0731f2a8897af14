/** One's own second factor: switching it on, another phone, new recovery codes, switching it off. */
import { type FormEvent, lazy, Suspense, useState } from 'react';
import { dayName, dayOf } from '../../core/time/room.ts';
import { notice } from '../../ui/notices.tsx';
import { queryClient, useAct, useRoute } from '../../ui/query.ts';
import { SideSheet } from '../../ui/side-sheet.tsx';
import { Loading, Refused, Shown } from '../../ui/states.tsx';
import { factorOff, factorRead, factorRenewCodes } from './factor.contract.ts';
import { RecoveryCodes } from './recovery-codes.screen.tsx';

const FactorSetup = lazy(() => import('./factor-setup.screen.tsx').then((module) => ({ default: module.FactorSetup })));

type Doing = 'set' | 'renew' | 'off';
const TITLES: Readonly<Record<Doing, string>> = { set: '设动态口令', renew: '换一组恢复码', off: '不再用动态口令' };

export function OwnFactor() {
  const query = useRoute(factorRead, {});
  const [doing, setDoing] = useState<Doing>();
  const close = (): void => {
    setDoing(undefined);
    void queryClient.invalidateQueries();
  };
  return (
    <section>
      <h2>动态口令</h2>
      <Shown query={query} rows={2}>
        {({ since, must, recoveryLeft }) => (
          <>
            <p className="account-note">
              {since === null
                ? '没有设。设了以后，登录时除了密码还要手机上的6位数字，密码被人知道也进不来。'
                : `${dayName(dayOf(new Date(since)))}设好，${recoveryLeft === 0 ? '没有可用的恢复码' : `还有${recoveryLeft}个恢复码没有用`}。`}
            </p>
            <div className="do">
              <button type="button" className="btn" onClick={() => setDoing('set')}>
                {since === null ? '设动态口令' : '换手机'}
              </button>
              {since !== null && (
                <button type="button" className="btn" onClick={() => setDoing('renew')}>
                  换恢复码
                </button>
              )}
              {since !== null && !must && (
                <button type="button" className="btn" onClick={() => setDoing('off')}>
                  不再用
                </button>
              )}
            </div>
            {doing && (
              <SideSheet title={doing === 'set' && since !== null ? '换手机' : TITLES[doing]} onClose={close}>
                <div className="account-sheet">
                  {doing === 'set' && (
                    <Suspense fallback={<Loading rows={4} />}>
                      <FactorSetup former={since !== null} onDone={close} doneLabel="存好了" />
                    </Suspense>
                  )}
                  {doing === 'renew' && <Renew onDone={close} />}
                  {doing === 'off' && <Off onDone={close} />}
                </div>
              </SideSheet>
            )}
          </>
        )}
      </Shown>
    </section>
  );
}

function CodeForm({
  verb,
  says,
  busy,
  error,
  onCode,
}: {
  verb: string;
  says: string;
  busy: boolean;
  error: unknown;
  onCode: (code: string) => void;
}) {
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    onCode(String(new FormData(event.currentTarget).get('code') ?? ''));
  };
  return (
    <form onSubmit={submit}>
      <p className="ink2">{says}</p>
      <label className="field account-note">
        <span className="k">
          动态口令 <small>或一个恢复码</small>
        </span>
        <input
          className="in"
          name="code"
          autoComplete="one-time-code"
          data-autofocus
          required
          minLength={6}
          maxLength={20}
        />
      </label>
      <Refused error={error} />
      <div className="do">
        <button type="submit" className="btn pri" disabled={busy}>
          {verb}
        </button>
      </div>
    </form>
  );
}

function Renew({ onDone }: { onDone: () => void }) {
  const renew = useAct(factorRenewCodes);
  if (renew.data) return <RecoveryCodes codes={renew.data.recoveryCodes} onDone={onDone} doneLabel="存好了" />;
  return (
    <CodeForm
      verb="换一组"
      says="换了以后，原来的恢复码都作废。"
      busy={renew.isPending}
      error={renew.error}
      onCode={(code) => renew.mutate({ body: { code } })}
    />
  );
}

function Off({ onDone }: { onDone: () => void }) {
  const off = useAct(factorOff, () => {
    notice('以后登录只要密码');
    onDone();
  });
  return (
    <CodeForm
      verb="不再用"
      says="以后登录只要密码。恢复码同时作废。"
      busy={off.isPending}
      error={off.error}
      onCode={(code) => off.mutate({ body: { code } })}
    />
  );
}
