/** Requests for correction for those who answer them: those that wait first, the longest waiting on top. */
import { dayOf, shortDayName } from '../../core/time/room.ts';
import type { Answer } from '../../ui/api.ts';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useRoute } from '../../ui/query.ts';
import { Empty, Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { useUrlState } from '../../ui/url-state.ts';
import { AnswerSheet } from './answer-correction.screen.tsx';
import { CorrectionState } from './correction-thread.screen.tsx';
import { listCorrections } from './corrections.contract.ts';
import './personal-data.css';

export function Screen() {
  const query = useRoute(listCorrections, {});
  const [open, setOpen] = useUrlState('open');
  useTitle('更正申请');
  return (
    <article className="corrections sheet">
      <PhoneBar title="更正申请" />
      <header>
        <h1>更正申请</h1>
        <p className="ink2">本人对系统里关于自己的内容提出的更正。打开一件会在日志里留一行，本人能看到。</p>
      </header>
      <Shown query={query}>
        {({ corrections }) =>
          corrections.length === 0 ? (
            <Empty>没有要您答复的更正申请。</Empty>
          ) : (
            <List corrections={corrections} onOpen={setOpen} />
          )
        }
      </Shown>
      {open !== undefined && <AnswerSheet key={open} id={open} onClose={() => setOpen(undefined)} />}
    </article>
  );
}

type Listed = Answer<typeof listCorrections>['corrections'];

function List({ corrections, onOpen }: { corrections: Listed; onOpen: (id: string) => void }) {
  return (
    <ul className="corrections-list">
      {corrections.map((one) => (
        <li key={one.id}>
          <button type="button" className="a" onClick={() => onOpen(one.id)}>
            {one.person}　{one.what}
          </button>
          <CorrectionState {...one} />
          <small>
            {shortDayName(dayOf(new Date(one.askedAt)))}申请，{one.goesTo}答复
          </small>
        </li>
      ))}
    </ul>
  );
}
