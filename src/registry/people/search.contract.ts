/** Finding people and organizations by name, full pinyin or initials. */
import { z } from 'zod';
import { route } from '../../platform/open/room.ts';

/** Hits that one answer carries. */
export const SEARCH_LIMIT = 20;

export const searchHit = z.object({
  subject: z.enum(['person', 'organization']),
  id: z.int(),
  name: z.string(),
  /** A person's unit or branch and post; an organization's superior. */
  detail: z.string(),
});
export type SearchHit = z.infer<typeof searchHit>;

export const searchFind = route({
  id: 'search.find',
  method: 'GET',
  path: '/search',
  title: '按姓名、名称、拼音或首字母查人和组织',
  ability: 'registry.read',
  query: z.object({ q: z.string().max(60).default('') }),
  answer: z.object({ hits: z.array(searchHit) }),
});
