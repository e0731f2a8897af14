/** One of a few answers, each a button: 病假, 事假. */
import './person-chips.css';

interface Props {
  /** What is asked; shown before the answers. */
  label: string;
  options: readonly string[];
  value: string | undefined;
  onChange: (value: string) => void;
}

export function Choice({ label, options, value, onChange }: Props) {
  return (
    <fieldset className="choice" aria-label={label}>
      <span aria-hidden="true">{label}</span>
      {options.map((option) => (
        <button
          key={option}
          type="button"
          aria-pressed={option === value}
          className={option === value ? 'on' : undefined}
          onClick={() => onChange(option)}
        >
          {option}
        </button>
      ))}
    </fieldset>
  );
}
