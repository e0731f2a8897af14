/** One item of a record form: a row with its sheet on the phone, a labeled control on the desk. */
import { useId, useRef, useState } from 'react';
import type { Day } from '../../core/time/room.ts';
import { DayField, TimeField } from '../../ui/day-field.tsx';
import { RecordRow } from '../../ui/record-row.tsx';
import { useSize } from '../../ui/screen-size.ts';
import { SideSheet } from '../../ui/side-sheet.tsx';
import { dayAndWeekday } from '../../ui/words.ts';
import type { FormItem } from './form-items.logic.ts';
import type { NamedPerson, RecordDraft } from './record-draft.logic.ts';
import { FieldControl, valueWords } from './record-field.screen.tsx';
import { type Offered, PartSheet } from './record-people.screen.tsx';

export interface ItemProps {
  item: FormItem;
  draft: RecordDraft;
  change: (part: Partial<RecordDraft>) => void;
  people: readonly Offered[];
  /** Last day that can have happened. */
  today: Day;
  /** Earlier texts of the field that stands for the record. */
  topics: readonly string[];
  titleField: string | undefined;
  error: string | undefined;
}

/** `6月23日 周五 15:00`, with the year when it is another one than today's. */
function whenWords({ heldOn, startsAt, endsAt }: RecordDraft, today: Day): string {
  const hours = startsAt && endsAt ? `${startsAt}—${endsAt}` : startsAt;
  const year = heldOn.slice(0, 4) === today.slice(0, 4) ? '' : `${heldOn.slice(0, 4)}年`;
  return `${year}${dayAndWeekday(heldOn)}${hours ? ` ${hours}` : ''}`;
}

const peopleWords = (chosen: readonly NamedPerson[]) =>
  chosen.length === 0 ? undefined : (
    <>
      {chosen.map((person) => person.name).join('、')}
      {chosen.length === 1 && chosen[0]?.detail !== undefined && <small> {chosen[0].detail}</small>}
    </>
  );

export function Item(props: ItemProps) {
  return useSize() === 'phone' ? <PhoneItem {...props} /> : <DeskItem {...props} />;
}

function shownValue({ item, draft, today }: ItemProps) {
  switch (item.type) {
    case 'when':
      return whenWords(draft, today);
    case 'place':
      return draft.place || undefined;
    case 'reason':
      return draft.correctionReason || undefined;
    case 'part':
      return peopleWords(draft.parts[item.key] ?? []);
    case 'field':
      return valueWords(item.field, draft.body[item.key]);
  }
}

function hintOf({ item }: ItemProps): string {
  if (item.type === 'field') return item.field.required ? '请写明' : (item.field.hint ?? '可以不填');
  if (item.type === 'part') return item.part.required ? '请选人' : '可以不选';
  return item.type === 'reason' ? '请写明为什么更正' : '可以不填';
}

function PhoneItem(props: ItemProps) {
  const [open, setOpen] = useState(false);
  const { item, draft, change, people, error } = props;
  const close = (): void => setOpen(false);
  const sheet = useRef<HTMLDivElement>(null);
  const closeRead = (): void => {
    const unread = sheet.current?.querySelector<HTMLElement>('.in:invalid');
    if (unread) unread.focus();
    else close();
  };
  return (
    <div data-item={item.key}>
      <RecordRow
        k={item.name}
        value={shownValue(props)}
        hint={hintOf(props)}
        onOpen={() => setOpen(true)}
        error={error}
      />
      {open && item.type === 'part' && (
        <PartSheet
          part={item.part}
          people={people}
          chosen={draft.parts[item.key] ?? []}
          onChange={(chosen) => change({ parts: { ...draft.parts, [item.key]: chosen } })}
          onClose={close}
        />
      )}
      {open && item.type !== 'part' && (
        <SideSheet
          title={item.name}
          onClose={close}
          acts={
            <button type="button" className="btn big" onClick={closeRead}>
              好
            </button>
          }
        >
          <div className="form-sheet" ref={sheet}>
            <Control {...props} autoFocus onTaken={close} />
          </div>
        </SideSheet>
      )}
    </div>
  );
}

function DeskItem(props: ItemProps) {
  const [choosing, setChoosing] = useState(false);
  const { item, draft, change, people, error } = props;
  const id = useId();
  const required =
    (item.type === 'part' && item.part.required) ||
    (item.type === 'field' && item.field.required) ||
    item.type === 'reason';
  const label = (
    <>
      {item.name}
      {!required && item.type !== 'when' && item.type !== 'place' && <small>　可以不填</small>}
    </>
  );
  const chosen = item.type === 'part' ? (draft.parts[item.key] ?? []) : [];
  return (
    <div className="item" data-item={item.key}>
      {item.type === 'part' ? (
        <>
          <span className="k">{label}</span>
          <span className="people-line">
            {peopleWords(chosen)}
            <button type="button" className={chosen.length > 0 ? 'a' : 'btn'} onClick={() => setChoosing(true)}>
              {chosen.length > 0 ? '换人' : `选${item.name}`}
            </button>
          </span>
        </>
      ) : item.type === 'when' ? (
        <Control {...props} id={id} describedBy={error === undefined ? undefined : `${id}-err`} />
      ) : (
        <>
          <label className="k" htmlFor={id}>
            {label}
          </label>
          <Control {...props} id={id} describedBy={error === undefined ? undefined : `${id}-err`} />
        </>
      )}
      {error !== undefined && (
        <span className="err red" id={`${id}-err`}>
          {error}
        </span>
      )}
      {choosing && item.type === 'part' && (
        <PartSheet
          part={item.part}
          people={people}
          chosen={chosen}
          onChange={(next) => change({ parts: { ...draft.parts, [item.key]: next } })}
          onClose={() => setChoosing(false)}
        />
      )}
    </div>
  );
}

interface ControlProps extends ItemProps {
  id?: string;
  describedBy?: string;
  autoFocus?: boolean;
  onTaken?: () => void;
}

function Control({ item, draft, change, today, topics, titleField, error, ...more }: ControlProps) {
  const common = {
    className: 'in',
    id: more.id,
    'aria-invalid': error !== undefined || undefined,
    'aria-describedby': more.describedBy,
    'data-autofocus': more.autoFocus || undefined,
  };
  switch (item.type) {
    case 'when':
      return (
        <div className="when">
          <DayField
            label="日期"
            id={more.id}
            value={draft.heldOn}
            onChange={(heldOn) => heldOn !== '' && change({ heldOn })}
            near={today}
            max={today}
            required
            invalid={error !== undefined}
            describedBy={more.describedBy}
            autoFocus={more.autoFocus}
          />
          <TimeField label="开始" value={draft.startsAt} onChange={(startsAt) => change({ startsAt })} />
          <TimeField label="结束（可以不填）" value={draft.endsAt} onChange={(endsAt) => change({ endsAt })} />
        </div>
      );
    case 'place':
    case 'reason': {
      const key = item.type === 'place' ? 'place' : 'correctionReason';
      return (
        <input
          {...common}
          aria-label={item.name}
          value={draft[key]}
          maxLength={item.type === 'place' ? 80 : 200}
          placeholder={item.type === 'place' ? '可以不填' : '如：秦达后来赶到了'}
          onChange={(event) => change({ [key]: event.target.value })}
          onKeyDown={(event) => event.key === 'Enter' && more.onTaken?.()}
        />
      );
    }
    case 'part':
      return null;
    case 'field':
      return (
        <>
          <FieldControl
            field={item.field}
            value={draft.body[item.key]}
            today={today}
            onChange={(value) => change({ body: { ...draft.body, [item.key]: value } })}
            suggestions={item.key === titleField ? topics : undefined}
            id={more.id}
            invalid={error !== undefined}
            describedBy={more.describedBy}
            autoFocus={more.autoFocus}
            onTaken={more.onTaken}
          />
          {item.field.confidential && <p className="note">只有参加的人能看；别人只看到有过这件事。</p>}
        </>
      );
  }
}
