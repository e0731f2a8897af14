/** Setting up the second factor: scan or type the secret, prove it by a code, keep the recovery codes. */
import { QRCode } from 'antd';
import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react';
import { call } from '../../ui/api.ts';
import { Failed, Loading, Refused } from '../../ui/states.tsx';
import { factorBegin, factorConfirm } from './factor.contract.ts';
import { RecoveryCodes } from './recovery-codes.screen.tsx';
import './factor.css';

interface Props {
  /** There is one already: its code, or a recovery code, is asked for too. */
  former: boolean;
  /** The new one holds; the recovery codes are on the page. */
  onSet?: () => void;
  onDone: () => void;
  doneLabel: string;
}

/** In groups of four, as it is typed. */
const grouped = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ');

export function FactorSetup({ former, onSet, onDone, doneLabel }: Props) {
  const [begun, setBegun] = useState<{ secret: string; uri: string }>();
  const [failed, setFailed] = useState<unknown>();
  const [codes, setCodes] = useState<readonly string[]>();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const asked = useRef(false);
  const begin = useCallback((): void => {
    setFailed(undefined);
    call(factorBegin, {}).then(setBegun, setFailed);
  }, []);
  useEffect(() => {
    // Each call draws another secret: the one on the page must stay the one that waits.
    if (!asked.current) begin();
    asked.current = true;
  }, [begin]);

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const text = (name: string): string => String(fields.get(name) ?? '');
    setBusy(true);
    setError(undefined);
    call(factorConfirm, { body: { code: text('code'), ...(former ? { former: text('former') } : {}) } }).then(
      ({ recoveryCodes }) => {
        setCodes(recoveryCodes);
        onSet?.();
      },
      (reason: unknown) => {
        setBusy(false);
        setError(reason);
      },
    );
  };

  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} doneLabel={doneLabel} />;
  if (failed !== undefined) return <Failed error={failed} retry={begin} />;
  if (!begun) return <Loading rows={4} />;
  return (
    <div className="factor-setup">
      <ol>
        <li>
          <p className="factor-step">1. 加到手机的认证器里</p>
          <div className="factor-scan">
            <QRCode value={begun.uri} size={168} type="svg" bordered={false} aria-label="动态口令的二维码" />
            <div>
              <p>用认证器（国产手机自带的“动态口令”“身份验证器”，或任何支持TOTP的）扫这个码。</p>
              <p className="note">扫不了就选“手动输入”，照这个密钥输入，类型选“基于时间”：</p>
              <p className="factor-secret" translate="no">
                {grouped(begun.secret)}
              </p>
            </div>
          </div>
        </li>
        <li>
          <p className="factor-step">2. 输入手机上现在的6位数字</p>
          <form onSubmit={submit}>
            <label className="field">
              <span className="k">动态口令</span>
              <input
                className="in factor-code"
                name="code"
                inputMode="numeric"
                autoComplete="one-time-code"
                required
                minLength={6}
                maxLength={7}
              />
            </label>
            {former && (
              <label className="field">
                <span className="k">
                  原来手机上的口令 <small>或一个恢复码</small>
                </span>
                <input
                  className="in factor-code"
                  name="former"
                  autoComplete="off"
                  required
                  minLength={6}
                  maxLength={20}
                />
              </label>
            )}
            <Refused error={error} />
            <p className="factor-do">
              <button type="submit" className="btn pri" disabled={busy}>
                {busy ? '正在核对' : '确认设好'}
              </button>
            </p>
          </form>
        </li>
      </ol>
    </div>
  );
}
