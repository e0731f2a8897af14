/**
 * Under our content policy a style that is written while the page runs needs the nonce of the page's own answer. It comes with
 * the page and is of no use to anybody who only reads its source: the browser shows it to scripts alone.
 */
const nonce = (): string | undefined =>
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce || undefined;

/**
 * Gives the nonce to every style element that our own code makes. antd would take one for its rules (`ConfigProvider csp`), but
 * those parts of it that measure scroll bars and hold the page still beneath an overlay make theirs without asking. What is
 * written into the page as markup, which is how a foreign style would come, does not pass here and stays refused.
 */
export function allowOwnStyles(): void {
  const known = nonce();
  if (known === undefined) return;
  const make = document.createElement.bind(document) as (name: string, options?: ElementCreationOptions) => HTMLElement;
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = make(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = known;
    return element;
  }) as typeof document.createElement;
}
