/** Who a record is by, in words: who typed it, and who stands for it where another did. */

interface By {
  author: string;
  standsFor: { name: string | null } | null;
}

/** `郑帆晨`, `施雅文代录，郑帆晨负责`. */
export function byWords({ author, standsFor }: By): string {
  if (standsFor === null) return author;
  return standsFor.name === null ? `${author}代录` : `${author}代录，${standsFor.name}负责`;
}
