/** Which people answer to what was typed. Pure. */

export interface PersonOption {
  id: number;
  name: string;
  /** 市教育局 党委书记、局长: tells two of one name apart. */
  detail?: string;
  /** Full pinyin and initials, space-separated, when the list is searched here: `zhangsan zhs zs`. */
  spelled?: string;
}

/** Whether a person answers to what was typed: part of the name, or the beginning of a spelling. */
export function answersTo(person: PersonOption, words: string): boolean {
  const typed = words.trim().toLowerCase().replaceAll(/\s+/g, '');
  if (typed === '') return true;
  if (person.name.includes(typed) || (person.detail ?? '').includes(typed)) return true;
  return (person.spelled ?? '').split(' ').some((spelling) => spelling.startsWith(typed));
}
