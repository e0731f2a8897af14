/** A key on its button. Decoration for the eye: `aria-keyshortcuts` on the button tells screen readers. */
export const Kbd = ({ children }: { children: string }) => (
  <span className="kbd" aria-hidden="true">
    {children}
  </span>
);
