export { partyLecture } from './party-lecture.kind.ts';
