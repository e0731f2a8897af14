/** 按现在所知 or 按当时所知: which of the two is shown of another day, and the way to the other. */
import { addDays, dayName, instantAt } from '../core/time/room.ts';
import { useAsOf } from './frame.ts';
import { Segmented } from './segmented.tsx';
import { useUrlState } from './url-state.ts';
import './known-line.css';

/** The day and, when it was chosen, the end of that day as the instant up to which things were known; for routes that take both. */
export function useLook() {
  const { on, isToday } = useAsOf();
  const [known, setKnown] = useUrlState('known');
  const then = !isToday && known === 'then';
  const query = {
    asOf: isToday ? undefined : on,
    knownAt: then ? instantAt(addDays(on, 1)).toISOString() : undefined,
  };
  return { on, isToday, then, setThen: (next: boolean) => setKnown(next ? 'then' : undefined), query };
}
export type Look = ReturnType<typeof useLook>['query'];

/** Stands only while another day is looked at, for those who may ask. */
export function KnownLine({ may }: { may: boolean }) {
  const { on, isToday, then, setThen } = useLook();
  if (isToday || !may) return null;
  return (
    <div className="known-line screen-only">
      <Segmented
        label="看哪一种情况"
        options={[
          { value: 'now', name: '按现在所知' },
          { value: 'then', name: '按当时所知' },
        ]}
        value={then ? 'then' : 'now'}
        onChange={(value) => setThen(value === 'then')}
      />
      <p role="status">
        {then
          ? `只算${dayName(on)}当天已经登记的；后来补登、更正、收回的都不算。`
          : `${dayName(on)}的情况，后来补登、更正、收回的都算在内。`}
      </p>
    </div>
  );
}
