/** The window's title. */
import { useEffect } from 'react';

/** `2017年6月履职写实清单 · 写实` while the screen is shown. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === '' ? '写实' : `${title} · 写实`;
  }, [title]);
}
