/** The bar of a screen on the phone: way back, title, note. On the desk the page's own head says this; nothing is drawn. */
import { useRouter } from '@tanstack/react-router';
import { type ReactNode, useLayoutEffect } from 'react';
import { createPortal } from 'react-dom';
import { useFrame } from './frame.ts';
import { useSize } from './screen-size.ts';

interface Props {
  title: ReactNode;
  /** At the right: 已保存 14:02. */
  note?: ReactNode;
  /** Draws the way back and hides the tabs: a form, a record. A path where to go when this page was the first one opened. */
  back?: string;
}

export function PhoneBar(props: Props) {
  return useSize() === 'phone' ? <Bar {...props} /> : null;
}

function Bar({ title, note, back }: Props) {
  const { bar, hideTabs, takeBar } = useFrame();
  const router = useRouter();
  const deep = back !== undefined;
  useLayoutEffect(() => {
    takeBar(true);
    hideTabs(deep);
    return () => {
      takeBar(false);
      hideTabs(false);
    };
  }, [takeBar, hideTabs, deep]);
  if (bar === null) return null;
  const leave = (): void => {
    if (router.history.canGoBack()) router.history.back();
    else void router.navigate({ to: back ?? '/' });
  };
  return createPortal(
    <>
      {deep && <button type="button" className="back" aria-label="返回" onClick={leave} />}
      <h1>{title}</h1>
      {note !== undefined && <span className="note">{note}</span>}
    </>,
    bar,
  );
}
