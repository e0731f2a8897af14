/** One line of text with its label and what is wrong with it. */
import { useId } from 'react';

interface Props {
  label: string;
  value: string;
  max: number;
  onChange: (value: string) => void;
  problem?: string | undefined;
  placeholder?: string;
}

export function TextField({ label, value, max, onChange, problem, placeholder }: Props) {
  const error = useId();
  return (
    <div className="field">
      <label>
        <span className="k">{label}</span>
        <input
          className="in"
          value={value}
          maxLength={max}
          placeholder={placeholder}
          autoComplete="off"
          aria-invalid={problem !== undefined}
          aria-describedby={problem === undefined ? undefined : error}
          onChange={(event) => onChange(event.target.value)}
        />
      </label>
      {problem !== undefined && (
        <p className="err" id={error}>
          {problem}
        </p>
      )}
    </div>
  );
}
