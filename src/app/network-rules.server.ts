/** How the service meets the network: what of the settings a request is held to. */
import type { Settings } from './settings.server.ts';

export type NetworkRules = Pick<
  Settings,
  'publicUrl' | 'proxies' | 'framedBy' | 'metricsToken' | 'requestsPerMinute' | 'uploadMegabytes'
>;

/** As with no variable set. */
export const PLAIN_NETWORK: NetworkRules = {
  publicUrl: undefined,
  proxies: [],
  framedBy: [],
  metricsToken: undefined,
  requestsPerMinute: 3000,
  uploadMegabytes: 20,
};
