/** Ten recovery codes, shown this once: to print, to copy, to keep as a file. */
import { useState } from 'react';
import './factor.css';

interface Props {
  codes: readonly string[];
  onDone: () => void;
  doneLabel: string;
}

const PRINTING = 'printing-recovery-codes';

function print(): void {
  document.body.classList.add(PRINTING);
  window.print();
  document.body.classList.remove(PRINTING);
}

function download(codes: readonly string[]): void {
  const text = `写实　恢复码（每个只能用一次）\r\n\r\n${codes.join('\r\n')}\r\n`;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  link.download = '写实恢复码.txt';
  link.click();
  URL.revokeObjectURL(link.href);
}

export function RecoveryCodes({ codes, onDone, doneLabel }: Props) {
  const [copied, setCopied] = useState(false);
  // Browsers allow it only over TLS and on the machine itself.
  const clipboard: Clipboard | undefined = navigator.clipboard;
  return (
    <div className="recovery">
      <p>动态口令已设好。手机丢了或不在身边时，用下面的恢复码登录，每个只能用一次。</p>
      <section className="recovery-codes" aria-label="恢复码">
        <p className="factor-step">写实　恢复码</p>
        <ol>
          {codes.map((code) => (
            <li key={code} translate="no">
              {code}
            </li>
          ))}
        </ol>
      </section>
      <p className="note">只显示这一次。请打印了锁好，或存在别人看不到的地方，不要和手机放在一起。</p>
      <p className="factor-do">
        <button type="button" className="btn" onClick={print}>
          打印
        </button>
        {clipboard && (
          <button
            type="button"
            className="btn"
            onClick={() => void clipboard.writeText(codes.join('\n')).then(() => setCopied(true))}
          >
            {copied ? '已复制' : '复制'}
          </button>
        )}
        <button type="button" className="btn" onClick={() => download(codes)}>
          下载
        </button>
      </p>
      <p className="factor-do">
        <button type="button" className="btn pri" onClick={onDone}>
          {doneLabel}
        </button>
      </p>
    </div>
  );
}
