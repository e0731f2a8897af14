export { contactPointVisit } from './contact-point-visit.kind.ts';
