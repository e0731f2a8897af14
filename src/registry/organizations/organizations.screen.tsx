/** Organizations: the tree at the left, one organization at the right; on the phone one after the other. */
import { useParams } from '@tanstack/react-router';
import { fileUrl } from '../../ui/api.ts';
import { useAsOf } from '../../ui/frame.ts';
import { Go } from '../../ui/go.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useRoute } from '../../ui/query.ts';
import { useSize } from '../../ui/screen-size.ts';
import { Empty, Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { useUrlState } from '../../ui/url-state.ts';
import { OrgPage } from './org-page.screen.tsx';
import { OrgTree } from './org-tree.screen.tsx';
import { organizationsWorkbook, organizationTree } from './organizations.contract.ts';
import './organizations.css';

export function Screen() {
  const { id } = useParams({ strict: false }) as { id?: string };
  const size = useSize();
  const { on, isToday } = useAsOf();
  const [find] = useUrlState('find');
  const [kind] = useUrlState('kind');
  const asOf = isToday ? undefined : on;
  const query = useRoute(organizationTree, { query: { asOf } }, { hold: true, keep: true });
  useTitle('组织和人员');

  const pathOf = (to: number): string => {
    const kept = new URLSearchParams();
    if (asOf) kept.set('on', asOf);
    if (find) kept.set('find', find);
    if (kind) kept.set('kind', kind);
    return `/organizations/${to}${kept.size > 0 ? `?${kept}` : ''}`;
  };
  const chosen = id === undefined ? undefined : Number(id);

  if (size === 'phone' && chosen !== undefined) return <OrgPage id={chosen} pathOf={pathOf} />;
  return (
    <Shown query={query}>
      {({ organizations, home }) => {
        const top = organizations.find((org) => org.parentId === null) ?? organizations[0];
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
            <aside className="orgs-side">
              <header>
                <h1>组织</h1>
                <a className="a" href={fileUrl(organizationsWorkbook, { query: { asOf } })} download>
                  下载名册
                </a>
              </header>
              <OrgTree
                organizations={organizations}
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
