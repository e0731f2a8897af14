/** A text that is written where it stands. */
import { type KeyboardEvent, useEffect, useRef } from 'react';

function grow(area: HTMLTextAreaElement): void {
  area.style.height = 'auto';
  area.style.height = `${area.scrollHeight + 2}px`;
}

/** A text area as high as its text. */
export function GrowingText({
  label,
  value,
  max,
  onChange,
  onDone,
  onEnter,
  placeholder,
  className = 'in led-edit',
}: {
  label: string;
  value: string;
  max: number;
  onChange: (value: string) => void;
  /** Escape, or Enter with Ctrl. */
  onDone: () => void;
  /** Enter alone; a new line when left out. */
  onEnter?: () => void;
  placeholder?: string;
  className?: string;
}) {
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const own = area.current;
    if (!own) return;
    grow(own);
    own.focus();
    own.setSelectionRange(own.value.length, own.value.length);
  }, []);
  return (
    <textarea
      ref={area}
      className={className}
      aria-label={label}
      placeholder={placeholder}
      rows={onEnter ? 1 : 2}
      maxLength={max}
      value={value}
      onChange={(event) => {
        grow(event.target);
        onChange(event.target.value);
      }}
      onKeyDown={(event: KeyboardEvent) => {
        const enter = event.key === 'Enter' && !event.nativeEvent.isComposing;
        if (event.key === 'Escape' || (enter && (event.ctrlKey || event.metaKey))) {
          event.stopPropagation();
          onDone();
        } else if (enter && onEnter && !event.shiftKey) {
          event.preventDefault();
          onEnter();
        }
      }}
    />
  );
}
