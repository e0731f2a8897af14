/** How a username may be written. */
export const USERNAME = /^[\p{L}\p{N}._-]{2,40}$/u;

export const isUsername = (text: string): boolean => USERNAME.test(text);
