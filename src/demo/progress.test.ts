import { expect, test } from 'vitest';
import { progressLine } from './progress.logic.ts';

test.each([
  [{ phase: '写入', done: 0, total: 200 }, `写入　　　　${'░'.repeat(30)}   0%`],
  [{ phase: '写入', done: 100, total: 200 }, `写入　　　　${'█'.repeat(15)}${'░'.repeat(15)}  50%`],
  [{ phase: '推导', done: 4, total: 4 }, `推导　　　　${'█'.repeat(30)} 100%`],
  [{ phase: '推导', done: 0, total: 0 }, `推导　　　　${'█'.repeat(30)} 100%`],
])('%o is drawn as a bar', (at, line) => {
  expect(progressLine(at)).toBe(line);
});
