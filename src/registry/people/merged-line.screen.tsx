/** Above a person's page: that the entry which was asked for was merged into this one. */ import './duplicates.css';

export function MergedLine({ asked, kept }: { asked: number; kept: number }) {
  if (asked === kept) return null;
  return (
    <p className="merged-line ink2" role="note">
      您打开的条目（编号{asked}）是重复登记，已并入本条目；两个条目以前的登记和参加记录都在这里。
    </p>
  );
}
