/** The window's title: what the screen calls itself, else what the shell calls the place. */
import { useEffect } from 'react';

let own: string | undefined;
let place = '';

function show(): void {
  const title = own ?? place;
  document.title = title === '' ? '写实' : `${title} · 写实`;
}

/** `2017年6月履职写实清单 · 写实` while the screen is shown. */
export function useTitle(title: string): void {
  useEffect(() => {
    own = title;
    show();
    return () => {
      if (own === title) own = undefined;
      show();
    };
  }, [title]);
}

/** For the shell: the title of a screen that gives itself none. */
export function usePlaceTitle(title: string): void {
  useEffect(() => {
    place = title;
    show();
  }, [title]);
}
