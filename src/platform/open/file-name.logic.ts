/** The name of a file as somebody sent it, made fit to be shown and kept. */

const LONGEST = 150;

/** Controls, marks that turn the direction of writing, and characters without width: they make a name look like another. */
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/**
 * The last part of a path without unseen characters, in composed form, blanks at the ends taken off.
 * @returns undefined when nothing is left, or it is longer than any office names a file
 */
export function cleanFileName(sent: string): string | undefined {
  const name = (sent.split(/[\\/]/).at(-1) ?? '').normalize('NFC').replace(UNSEEN, '').trim();
  const says = name.replace(/^[.\s]+$/, '');
  return says === '' || [...says].length > LONGEST ? undefined : says;
}
