/**
 * A day and a time as text, in Chinese whatever the browser's own language is: `2017年6月28日`, `15:30`. What is typed is
 * read when the field is left or Enter is pressed; what cannot be read stays as it was typed and is said below.
 */
import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';
import { addDays, type Day, dayName, firstDay, isDay, lastDay, type Month } from '../core/time/room.ts';
import { outsideOf, type Read, readDay, readTime } from './day-words.ts';
import './day-field.css';

interface Common {
  /** In sight, above the field. Without it the field is named by `name` or by a label for its `id`. */
  label?: ReactNode;
  name?: string;
  id?: string;
  /** Nothing written is not an answer: the former one stands. */
  required?: boolean;
  /** Wrong for a reason that the form says itself. */
  invalid?: boolean;
  describedBy?: string;
  placeholder?: string;
  /** The first control of a sheet. */
  autoFocus?: boolean;
}

interface DayProps extends Common {
  value: Day | '';
  onChange: (value: Day | '') => void;
  /** Its year is meant where none is written; Arrow keys start here in an empty field. */
  near: Day;
  min?: Day;
  max?: Day;
  /** The calendar offers this month; any other day can be typed. */
  month?: Month;
}

interface TimeProps extends Common {
  /** `15:30` or nothing. */
  value: string;
  onChange: (value: string) => void;
}

/** A day: typed, changed by the Arrow keys, or chosen in the browser's own calendar. */
export function DayField({ value, onChange, near, min, max, month, ...common }: DayProps) {
  const calendar = useRef<HTMLInputElement>(null);
  const read = (text: string): Read<Day> => {
    const found = readDay(text, near);
    const outside = found.value && outsideOf(found.value, { min, max });
    return outside ? { problem: outside } : found;
  };
  const written = useWritten(value, onChange, {
    read,
    show: (on) => (on === '' ? '' : dayName(on)),
    required: common.required,
    missing: '请写明日期',
  });
  const step = (days: number): void => {
    const now = readDay(written.text, near).value ?? (value === '' ? undefined : value);
    const next = now === undefined ? near : addDays(now, days);
    if (outsideOf(next, { min, max }) === undefined) written.type(dayName(next));
  };
  const first = month ? firstDay(month) : min;
  const last = month ? lastDay(month) : max;
  const shown = value !== '' && outsideOf(value, { min: first, max: last }) === undefined ? value : '';
  return (
    <Written
      {...common}
      written={written}
      onKey={(event) => {
        if (event.key === 'ArrowUp') step(1);
        else if (event.key === 'ArrowDown') step(-1);
        else return;
        event.preventDefault();
      }}
    >
      <input
        ref={calendar}
        className="day-calendar"
        type="date"
        tabIndex={-1}
        aria-hidden="true"
        value={shown}
        min={first}
        max={last}
        onChange={(event) => {
          const chosen = event.target.value;
          if (isDay(chosen)) written.choose(chosen);
          else if (chosen === '' && !common.required) written.choose('');
        }}
      />
      <button type="button" className="day-open" aria-label="选日期" onClick={() => calendar.current?.showPicker()}>
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
          <path d="M1.5 3h13v11.5h-13zM1.5 6.5h13M4.5 1v3.5M11.5 1v3.5" fill="none" stroke="currentColor" />
        </svg>
      </button>
    </Written>
  );
}

/** A time of day. */
export function TimeField({ value, onChange, ...common }: TimeProps) {
  const written = useWritten(value, onChange, {
    read: readTime,
    show: (time) => time,
    required: common.required,
    missing: '请写明时间',
  });
  return <Written {...common} written={written} />;
}

interface Typing<T> {
  text: string;
  /** The value that it was typed over: another one, set from outside, takes its place. */
  over: T | '';
  /** Said to be wrong only once the field was left. */
  left: boolean;
}

function useWritten<T extends string>(
  value: T | '',
  onChange: (value: T | '') => void,
  how: { read: (text: string) => Read<T>; show: (value: T | '') => string; required?: boolean; missing: string },
) {
  const [kept, setTyping] = useState<Typing<T>>();
  const typing = kept?.over === value ? kept : undefined;
  const text = typing?.text ?? how.show(value);
  const readText = (): Read<T | ''> => {
    if (text.trim() !== '') return how.read(text);
    return how.required ? { problem: how.missing } : { value: '' };
  };
  const problem = typing && readText().problem;
  return {
    text,
    /** What is wrong with what stands there now. */
    problem,
    /** Whether it is time to say so. */
    tell: typing?.left ?? false,
    type: (next: string): void => setTyping({ text: next, over: value, left: false }),
    choose: (next: T | ''): void => {
      setTyping(undefined);
      if (next !== value) onChange(next);
    },
    /** Takes what was typed; where it cannot be read it stays. */
    take: (): void => {
      if (!typing) return;
      const found = readText();
      setTyping(found.problem === undefined ? undefined : { ...typing, left: true });
      if (found.problem === undefined && found.value !== value) onChange(found.value);
    },
  };
}

interface WrittenProps extends Common {
  written: Omit<ReturnType<typeof useWritten>, 'choose'>;
  onKey?: (event: KeyboardEvent) => void;
  children?: ReactNode;
}

function Written({ written, label, name, required, invalid, describedBy, autoFocus, onKey, ...rest }: WrittenProps) {
  const fallback = useId();
  const id = rest.id ?? fallback;
  const input = useRef<HTMLInputElement>(null);
  const entering = useRef(false);
  const said = written.tell ? written.problem : undefined;
  // The browser's own validity keeps a form from being sent, and a cell from closing, over what nobody can read.
  useLayoutEffect(() => input.current?.setCustomValidity(written.problem ?? ''), [written.problem]);
  return (
    <span className="day-field">
      {label !== undefined && (
        <label className="k note" htmlFor={id}>
          {label}
        </label>
      )}
      <span className="day-box">
        <input
          ref={input}
          id={id}
          className="in"
          type="text"
          autoComplete="off"
          spellCheck={false}
          aria-label={name}
          aria-required={required}
          aria-invalid={said !== undefined || invalid || undefined}
          aria-describedby={[describedBy, said && `${id}-wrong`].filter(Boolean).join(' ') || undefined}
          data-autofocus={autoFocus || undefined}
          placeholder={rest.placeholder}
          value={written.text}
          onChange={(event) => written.type(event.target.value)}
          onFocus={(event) => {
            entering.current = true;
            event.target.select();
          }}
          onClick={(event) => {
            // The press that enters the field puts a caret there; typing is to replace what stands, as after Tab.
            const { selectionStart, selectionEnd } = event.currentTarget;
            if (entering.current && selectionStart === selectionEnd) event.currentTarget.select();
            entering.current = false;
          }}
          onBlur={written.take}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === 'Enter') written.take();
            else onKey?.(event);
          }}
        />
        {rest.children}
      </span>
      {said !== undefined && (
        <span className="err red" role="alert" id={`${id}-wrong`}>
          {said}
        </span>
      )}
    </span>
  );
}
