/** A link inside the product. */
import { useRouter } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, MouseEvent } from 'react';
import { useSameDay } from './frame.ts';

interface Props extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  /** Path with its query: `/records/0193…?from=branch`. */
  to: string;
}

/** Opens a path without loading the page anew; a click with Ctrl, or with the middle button, is the browser's. */
export function Go({ to, onClick, ...rest }: Props) {
  const router = useRouter();
  const href = useSameDay()(to);
  const go = (event: MouseEvent<HTMLAnchorElement>): void => {
    onClick?.(event);
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    ) {
      return;
    }
    event.preventDefault();
    void router.navigate({ href });
  };
  return <a {...rest} href={href} onClick={go} />;
}
