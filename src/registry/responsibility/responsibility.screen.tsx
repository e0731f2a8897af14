/** Who is in charge of whom, of which organizations and items: what is in nobody's charge comes first, since it is to be mended. */
import { useState } from 'react';
import { type Day, dayName } from '../../core/time/room.ts';
import { fileUrl } from '../../ui/api.ts';
import { useAsOf, useFrame } from '../../ui/frame.ts';
import { Go } from '../../ui/go.tsx';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useRoute } from '../../ui/query.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { Empty, Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { useUrlChange, useUrlState } from '../../ui/url-state.ts';
import { ChargeActs } from './charge-acts.screen.tsx';
import { ChargeEditing } from './charge-editing.screen.tsx';
import { ChargeMatrix } from './charge-matrix.screen.tsx';
import { ByLeader, ByOrg, Gaps } from './charge-views.screen.tsx';
import { type ResponsibilityMap, responsibilityOpen, responsibilityWorkbook } from './responsibility.contract.ts';
import './responsibility.css';

const VIEWS = [
  { value: 'gaps', name: '缺口和重叠' },
  { value: 'leaders', name: '按领导' },
  { value: 'orgs', name: '按单位' },
  { value: 'items', name: '党建分工' },
] as const;
type View = (typeof VIEWS)[number]['value'];

export function Screen() {
  const { on, isToday } = useAsOf();
  const asOf = isToday ? undefined : on;
  const query = useRoute(responsibilityOpen, { query: { asOf } }, { hold: true });
  useTitle('责任分工');
  return (
    <div className="charges sheet">
      <PhoneBar title="责任分工" />
      <Shown query={query}>{(map) => <Page map={map} asOf={asOf} />}</Shown>
    </div>
  );
}

function Page({ map, asOf }: { map: ResponsibilityMap; asOf: Day | undefined }) {
  const { may } = useFrame();
  const [named] = useUrlState('view');
  const change = useUrlChange();
  const [editing, setEditing] = useState(false);
  const [showActs, setShowActs] = useState(false);
  const view: View = VIEWS.find(({ value }) => value === named)?.value ?? 'gaps';
  if (map.cadres.length === 0 && map.orgs.length === 0) {
    return (
      <>
        <h1 className="unseen">责任分工</h1>
        <Empty act={<Go to="/import">导入领导干部花名册或责任分工表</Go>}>
          还没有领导干部。导入花名册后，分管关系随之登记；责任分工表也可以直接导入。
        </Empty>
      </>
    );
  }
  // What is written holds from a day that is named then; a former day is only looked at.
  const mayEdit = may('registry.write') && asOf === undefined;
  return (
    <>
      <header>
        <div>
          <h1>责任分工</h1>
          <p className="ink2">
            {asOf ? dayName(asOf) : '今天'}，{map.leaders.length}位领导有分工
          </p>
        </div>
        <div className="charges-tools screen-only">
          {mayEdit && !editing && (
            <button type="button" className="btn" onClick={() => setEditing(true)}>
              调整分工
            </button>
          )}
          <button type="button" className="btn" onClick={() => setShowActs(true)}>
            最近的调整
          </button>
          <a className="btn" href={fileUrl(responsibilityWorkbook, { query: { asOf } })} download>
            下载分工表
          </a>
          <button type="button" className="btn desk-only" onClick={() => window.print()}>
            打印
          </button>
        </div>
      </header>
      <div className="charges-views screen-only">
        <Segmented
          label="怎样看"
          options={VIEWS}
          value={view}
          onChange={(next) => change({ view: next === 'gaps' ? undefined : next, find: undefined })}
        />
      </div>
      <ChargeEditing on={editing && mayEdit} onEnd={() => setEditing(false)}>
        {view === 'gaps' && <Gaps map={map} />}
        {view === 'leaders' && <ByLeader map={map} />}
        {view === 'orgs' && <ByOrg map={map} />}
        {view === 'items' && <ChargeMatrix map={map} />}
      </ChargeEditing>
      {showActs && <ChargeActs onClose={() => setShowActs(false)} />}
    </>
  );
}
