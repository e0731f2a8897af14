/** What a browser may do with our pages, as the headers say it. */

/** Where the built page keeps the nonce of its styles; replaced in every answer. */
export const NONCE_PLACE = '__STYLE_NONCE__';

/**
 * The content policy. Scripts are files of our own and nothing else. antd writes its rules into style elements while it runs:
 * those carry the nonce of the page's own answer; without one, no inline style is taken. Nothing is asked of another host.
 */
export function contentPolicy(framedBy: readonly string[], nonce?: string): string {
  const directives: readonly [name: string, ...values: string[]][] = [
    ['default-src', "'none'"],
    ['script-src', "'self'"],
    ['style-src', "'self'", ...(nonce === undefined ? [] : [`'nonce-${nonce}'`])],
    ['img-src', "'self'", 'data:', 'blob:'],
    ['font-src', "'self'"],
    ['connect-src', "'self'"],
    ['worker-src', "'self'"],
    ['manifest-src', "'self'"],
    ['object-src', "'none'"],
    ['base-uri', "'none'"],
    ['form-action', "'self'"],
    ['frame-ancestors', "'self'", ...framedBy],
  ];
  return directives.map((directive) => directive.join(' ')).join('; ');
}

const UNUSED = ['camera', 'microphone', 'geolocation', 'payment', 'usb', 'serial', 'midi'];

/** Devices that no page of ours uses are closed to it. */
export const PERMISSIONS_POLICY = UNUSED.map((device) => `${device}=()`).join(', ');
