/** The control of one declared field, and the sheet in which it is written on the phone. */
import { useId } from 'react';
import type { Field } from '../../core/record/room.ts';
import { type Day, dayName, isDay } from '../../core/time/room.ts';
import { Choice } from '../../ui/choice.tsx';
import { DayField } from '../../ui/day-field.tsx';

interface Props {
  field: Field;
  value: unknown;
  /** A day without its year is of this one's. */
  today: Day;
  onChange: (value: unknown) => void;
  /** What was written in earlier records. */
  suggestions?: readonly string[];
  /** A suggestion was chosen: the sheet may close. */
  onTaken?: () => void;
  /** In a sheet: the first control gets the focus. */
  autoFocus?: boolean;
  id?: string;
  invalid?: boolean;
  describedBy?: string;
}

const textOf = (value: unknown): string =>
  Array.isArray(value) ? value.join('\n') : value === undefined || value === null ? '' : String(value);

const dayIn = (value: unknown): Day | '' => (typeof value === 'string' && isDay(value) ? value : '');

/** How a value reads in one line; undefined when nothing is written. */
export function valueWords(field: Field, value: unknown): string | undefined {
  if (Array.isArray(value)) {
    const lines = value.filter((line) => String(line).trim() !== '');
    return lines.length === 0 ? undefined : lines.length === 1 ? String(lines[0]) : `${lines.length}条`;
  }
  if (value === undefined || value === null || value === '') return undefined;
  if (field.type === 'count') return `${value}${field.unit}`;
  if (field.type === 'choice') return field.choices.find((choice) => choice.value === value)?.name;
  if (field.type === 'day' && typeof value === 'string' && isDay(value)) return dayName(value);
  return String(value);
}

export function FieldControl({ field, value, onChange, today, suggestions, onTaken, autoFocus, ...more }: Props) {
  const fallback = useId();
  const common = {
    id: more.id ?? fallback,
    className: 'in',
    'aria-invalid': more.invalid || undefined,
    'aria-describedby': more.describedBy,
    'data-autofocus': autoFocus || undefined,
    placeholder: field.hint,
  };
  switch (field.type) {
    case 'text':
      return (
        <>
          <input
            {...common}
            value={textOf(value)}
            maxLength={field.max}
            onChange={(event) => onChange(event.target.value)}
            onKeyDown={(event) => event.key === 'Enter' && onTaken?.()}
          />
          <Suggestions {...{ suggestions, value, onChange, onTaken }} />
        </>
      );
    case 'paragraph':
      return (
        <textarea
          {...common}
          rows={5}
          value={textOf(value)}
          maxLength={field.max}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'lines':
      return (
        <textarea
          {...common}
          rows={4}
          placeholder={`每行一条${field.hint ? `；${field.hint}` : ''}`}
          value={textOf(value)}
          onChange={(event) => onChange(event.target.value === '' ? [] : event.target.value.split('\n'))}
        />
      );
    case 'count':
      return (
        <span className="with-unit">
          <input
            {...common}
            inputMode="numeric"
            value={textOf(value)}
            onChange={(event) => {
              const digits = event.target.value.replace(/\D/g, '').slice(0, 6);
              onChange(digits === '' ? undefined : Number(digits));
            }}
          />
          {field.unit}
        </span>
      );
    case 'choice':
      return (
        <Choice
          label={field.name}
          options={field.choices.map((choice) => choice.name)}
          value={field.choices.find((choice) => choice.value === value)?.name}
          onChange={(name) => {
            onChange(field.choices.find((choice) => choice.name === name)?.value);
            onTaken?.();
          }}
        />
      );
    case 'day':
      return (
        <DayField
          {...more}
          id={common.id}
          placeholder={field.hint}
          autoFocus={autoFocus}
          value={dayIn(value)}
          onChange={onChange}
          near={today}
        />
      );
  }
}

/** Earlier texts, each a button; those already written stand there no more. */
function Suggestions({
  suggestions = [],
  value,
  onChange,
  onTaken,
}: Pick<Props, 'suggestions' | 'value' | 'onChange' | 'onTaken'>) {
  const offered = suggestions.filter((text) => text !== value);
  if (offered.length === 0) return null;
  return (
    <ul className="suggestions" aria-label="以前写过的">
      {offered.map((text) => (
        <li key={text}>
          <button
            type="button"
            className="a"
            onClick={() => {
              onChange(text);
              onTaken?.();
            }}
          >
            {text}
          </button>
        </li>
      ))}
    </ul>
  );
}
