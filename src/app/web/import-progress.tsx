/** How far a large import is, and the way to stop it. Small ones are done before it would be drawn. */
import { useEffect, useState } from 'react';
import { type ImportProgress, importProgress, stopImport } from '../../platform/open/import.contract.ts';
import { call } from '../../ui/api.ts';
import { useRoute } from '../../ui/query.ts';

const EVERY_MS = 400;

function wordsOf(running: NonNullable<ImportProgress>): string {
  const { work, stage, done, of } = running;
  if (stage === 'read') return '正在读表格';
  if (stage === 'store') return '正在存入，存完才算数';
  return `${work === 'preview' ? '正在逐行核对' : '正在准备导入'}：${done}行，共${of}行`;
}

export function Progress({ waiting }: { waiting: boolean }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (!waiting) return undefined;
    const timer = setTimeout(() => setLate(true), EVERY_MS);
    return () => clearTimeout(timer);
  }, [waiting]);
  const shown = waiting && late;
  const progress = useRoute(importProgress, {}, { enabled: shown, every: shown && EVERY_MS });
  const running = progress.data?.running;
  if (!shown || !running) return null;
  return (
    <div className="import-progress" role="status">
      <span>{wordsOf(running)}</span>
      <progress
        aria-label="进度"
        max={Math.max(running.of, 1)}
        value={running.stage === 'plan' ? running.done : running.stage === 'store' ? running.of : undefined}
      />
      {/* Not as an act of the page: nothing was changed, and what is under way answers by itself. */}
      <button type="button" className="btn" onClick={() => void call(stopImport, {}).catch(() => undefined)}>
        停下
      </button>
    </div>
  );
}
