/** What the security administrator sets for passwords and sessions of the city. */
import { route } from '../open/room.ts';
import { securitySettings } from './security.logic.ts';

export const securityRead = route({
  id: 'security.read',
  method: 'GET',
  path: '/security-settings',
  title: '看安全设置',
  ability: 'security.settings',
  answer: securitySettings,
});

export const securitySet = route({
  id: 'security.set',
  method: 'PUT',
  path: '/security-settings',
  title: '改安全设置',
  ability: 'security.settings',
  body: securitySettings,
});
