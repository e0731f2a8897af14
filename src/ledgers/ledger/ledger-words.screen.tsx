/** A month's state in words: what was last said of it, and until when it is due. */
import { monthName, shortDayName } from '../../core/time/room.ts';
import { dayAndClock } from '../../ui/words.ts';
import type { Opened } from './ledger-draft.screen.tsx';

const STATE_WORDS = {
  draft: '填写中',
  submitted: '等待检查',
  withdrawn: '已撤回',
  returned: '已退回',
  accepted: '已通过',
};

/** In short where the month stands. */
export const stateWords = (opened: Opened): string => {
  if (opened.shut === 'future' || (opened.shut === 'closed' && opened.state !== 'accepted')) return '不能提交';
  return STATE_WORDS[opened.state];
};

/** 7月5日前提交，还有5个工作日 */
export function Deadline({ opened }: { opened: Opened }) {
  const { deadline, workingDaysLeft: left } = opened;
  if (deadline === null || left === null) return <span>期限待放假安排公布后推算</span>;
  const day = <span className="nb">{shortDayName(deadline)}</span>;
  if (left < 0) {
    return (
      <span className="red">
        应在{day}前提交，已过<span className="nb">{-left}个工作日</span>
      </span>
    );
  }
  return (
    <span>
      {day}前提交，{left === 0 ? '今天到期' : <span className="nb">还有{left}个工作日</span>}
    </span>
  );
}

/** What was last said of it: returned with a reason, waiting, accepted; or why it cannot be handed in. */
export function Word({ opened }: { opened: Opened }) {
  const last = opened.history.findLast(({ what }) => what !== 'comment');
  if (opened.shut === 'closed' && opened.state !== 'accepted' && opened.state !== 'submitted') {
    return <p className="ledger-word">{monthName(opened.period)}已经截止，不能再提交。如确需补报，请联系组织部。</p>;
  }
  if (opened.shut === 'future') {
    return <p className="ledger-word">{monthName(opened.period)}还没有到。</p>;
  }
  if (!last) return null;
  const when = <span className="note">{dayAndClock(last.at)}</span>;
  switch (opened.state) {
    case 'returned':
      return (
        <p className="ledger-word">
          <b>{last.by}退回</b>　{when}　{last.reason}
        </p>
      );
    case 'submitted':
      return (
        <p className="ledger-word">
          {when} 已提交第{last.version}稿，等待{opened.checker ?? '分管领导'}检查；检查前可以撤回。
        </p>
      );
    case 'accepted':
      return (
        <p className="ledger-word">
          <b>{last.by}通过</b>　{when}　本月清单不再改动。
        </p>
      );
    default:
      return opened.state === 'withdrawn' ? <p className="ledger-word">{when} 已撤回，改好后重新提交。</p> : null;
  }
}
