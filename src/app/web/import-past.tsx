/** Imports that were made, what each left out, and taking one back. */
import { useState } from 'react';
import {
  type ImportAccount,
  listImports,
  type PastImports as Past,
  takeBack,
} from '../../platform/open/import.contract.ts';
import { newId } from '../../ui/new-id.ts';
import { notice } from '../../ui/notices.tsx';
import { useAct, useRoute } from '../../ui/query.ts';
import { SideSheet } from '../../ui/side-sheet.tsx';
import { Refused, Shown } from '../../ui/states.tsx';
import { useUrlChange, useUrlState } from '../../ui/url-state.ts';
import { dateAndClock, dayAndClock } from '../../ui/words.ts';
import { ProblemList } from './import-problems.tsx';

type PastImport = Past['imports'][number];

export function PastImports() {
  const past = useRoute(listImports, {}, { hold: true });
  const [open] = useUrlState('past');
  const change = useUrlChange();
  return (
    <section className="import-part">
      <h2>已做的导入</h2>
      <Shown query={past} rows={3}>
        {({ imports }) => {
          const chosen = imports.find((one) => one.id === open);
          return (
            <>
              {imports.length === 0 && <p className="ink3">还没有导入过。</p>}
              <ul className="import-past">
                {imports.map((one) => (
                  <li key={one.id} className={one.takenBack ? 'ink3' : undefined}>
                    <button type="button" className="a" onClick={() => change({ past: one.id }, true)}>
                      {one.summary}
                    </button>
                    <small>
                      {dayAndClock(one.at)}　{one.author}
                      {one.takenBack && '　已撤回'}
                    </small>
                  </li>
                ))}
              </ul>
              {chosen && <PastSheet key={chosen.id} past={chosen} close={() => change({ past: undefined })} />}
            </>
          );
        }}
      </Shown>
    </section>
  );
}

function PastSheet({ past, close }: { past: PastImport; close: () => void }) {
  const [actId] = useState(newId);
  const back = useAct(takeBack, () => {
    notice('已撤回这次导入，它带来的内容不再算数');
    close();
  });
  const { takenBack } = past;
  return (
    <SideSheet
      title={past.summary}
      note={`${dateAndClock(past.at)}　${past.author}${takenBack ? `　${dayAndClock(takenBack.at)}由${takenBack.by}撤回` : ''}`}
      onClose={close}
      acts={
        takenBack ? undefined : (
          <>
            <span className="ink2">撤回后，这次带来的组织、人员、记录都不再算数；已被别的记录用到的不能撤回</span>
            <button
              type="button"
              className="btn"
              disabled={back.isPending}
              onClick={() => back.mutate({ params: { id: past.id }, body: { actId } })}
            >
              {back.isPending ? '正在撤回…' : '撤回这次导入'}
            </button>
          </>
        )
      }
    >
      <div className="import-account">
        <Refused error={back.error} />
        {past.files.map((file) => (
          <Account key={file.file} account={file} />
        ))}
      </div>
    </SideSheet>
  );
}

function Account({ account }: { account: ImportAccount }) {
  const { file, rows, accepted, rejected, warnings } = account;
  const plain = { several: false, place: undefined, goTo: undefined };
  return (
    <section className="import-account-file">
      <h3>{file}</h3>
      <p className="ink2">
        {rows}行，导入{accepted}行{rejected.length > 0 && `，没有导入${rejected.length}行`}
      </p>
      {rejected.length > 0 && <ProblemList problems={rejected} {...plain} />}
      {warnings.length > 0 && (
        <>
          <p className="note">请核对{warnings.length}处</p>
          <ProblemList problems={warnings} {...plain} />
        </>
      )}
    </section>
  );
}
