/**
 * The first lines that run. Who signed in here before will be shown the house: it and his screen begin to load beside
 * the page's own code instead of after it.
 */
import { loadAhead } from './addresses.ts';
import { keptMe } from './kept-me.ts';
import '../../ui/look.css';
import '../../ui/controls.css';
import './door.css';

if (keptMe()) {
  import('./house.screen.tsx').catch(() => {});
  loadAhead(window.location.pathname);
}
void import('./main.tsx');
