/**
 * The nonce under which the content policy takes the styles that antd writes while it runs. It comes with each answer of the page
 * and is of no use to anybody who only reads the page's source: the browser shows it to scripts alone.
 */
export const styleNonce = (): string | undefined =>
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce || undefined;
