/** Puts the look around everything: antd's theme and words. The style sheet itself comes with the entry. */
import { ConfigProvider } from 'antd';
import zhCN from 'antd/es/locale/zh_CN';
import type { ReactNode } from 'react';
import { useSize, useStill } from './screen-size.ts';
import { allowOwnStyles } from './style-nonce.ts';

allowOwnStyles();

import { themeFor } from './theme.ts';

/** antd in Chinese, in the desk's or the phone's sizes. */
export function Look({ children }: { children: ReactNode }) {
  const size = useSize();
  const still = useStill();
  return (
    <ConfigProvider theme={themeFor(size, still)} locale={zhCN} button={{ autoInsertSpace: false }}>
      {children}
    </ConfigProvider>
  );
}
