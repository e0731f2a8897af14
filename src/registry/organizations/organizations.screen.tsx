/** Organizations: the tree at the left, one organization at the right; on the phone one after the other. */
import { useParams, useSearch } from '@tanstack/react-router';
import { dayName } from '../../core/time/room.ts';
import { fileUrl } from '../../ui/api.ts';
import { useFrame } from '../../ui/frame.ts';
import { Go } from '../../ui/go.tsx';
import { KnownLine, useLook } from '../../ui/known-line.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useRoute } from '../../ui/query.ts';
import { useSize } from '../../ui/screen-size.ts';
import { Empty, Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { OrgPage } from './org-page.screen.tsx';
import { OrgTree } from './org-tree.screen.tsx';
import { organizationsWorkbook, organizationTree } from './organizations.contract.ts';
import { FILTER_PARAMETERS } from './tree-state.screen.tsx';
import './organizations.css';

export function Screen() {
  const { id } = useParams({ strict: false }) as { id?: string };
  const size = useSize();
  const { may } = useFrame();
  const { on, isToday, then, setThen, query: look } = useLook();
  const search = useSearch({ strict: false }) as Record<string, string | undefined>;
  const query = useRoute(organizationTree, { query: look }, { hold: true, keep: true });
  useTitle('组织和人员');

  const pathOf = (to: number): string => {
    const kept = new URLSearchParams();
    if (!isToday) kept.set('on', on);
    if (then) kept.set('known', 'then');
    for (const name of FILTER_PARAMETERS) if (search[name]) kept.set(name, search[name]);
    return `/organizations/${to}${kept.size > 0 ? `?${kept}` : ''}`;
  };
  const chosen = id === undefined ? undefined : Number(id);

  if (size === 'phone' && chosen !== undefined) return <OrgPage id={chosen} pathOf={pathOf} />;
  return (
    <Shown query={query}>
      {({ organizations, home, asksKnown }) => {
        const top = organizations.find((org) => org.parentId === null) ?? organizations[0];
        if (!top && then) {
          return (
            <Empty
              act={
                <button type="button" className="btn" onClick={() => setThen(false)}>
                  按现在所知看
                </button>
              }
            >
              到{dayName(on)}为止，系统里还没有登记过组织；这一天的组织是后来补登的。
            </Empty>
          );
        }
        if (!top) {
          return (
            <Empty act={<Go to="/import">导入党组织名册</Go>}>
              {isToday ? '还没有组织。导入党组织名册后，这里就有了。' : '这一天还没有登记过组织。'}
            </Empty>
          );
        }
        const shown = chosen ?? home ?? top.id;
        return (
          <div className="orgs fill">
            <PhoneBar title="组织和人员" />
            <KnownLine may={asksKnown} />
            <aside className="orgs-side">
              <header>
                <h1>组织</h1>
                <Go to="/organizations/compare">两日比较</Go>
                {may('registry.write') && <Go to="/people/duplicates">疑似重复</Go>}
                {!then && (
                  <a className="a" href={fileUrl(organizationsWorkbook, { query: { asOf: look.asOf } })} download>
                    下载名册
                  </a>
                )}
              </header>
              <OrgTree
                organizations={organizations}
                on={on}
                selected={size === 'phone' ? (home ?? undefined) : shown}
                pathOf={pathOf}
              />
            </aside>
            {size === 'desk' && (
              <section className="orgs-page" aria-label="组织情况">
                <OrgPage key={shown} id={shown} pathOf={pathOf} />
              </section>
            )}
          </div>
        );
      }}
    </Shown>
  );
}
