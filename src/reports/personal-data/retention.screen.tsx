/** How long each class is kept, for the system administrator. */
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useRoute } from '../../ui/query.ts';
import { useSize } from '../../ui/screen-size.ts';
import { Shown } from '../../ui/states.tsx';
import { useTitle } from '../../ui/title.ts';
import { retentionRead } from './personal-data.contract.ts';
import { keptWords, type RetentionClass } from './retention.logic.ts';
import './personal-data.css';

export function Screen() {
  const query = useRoute(retentionRead, {});
  const size = useSize();
  useTitle('保存期限');
  return (
    <article className="retention sheet">
      <PhoneBar title="保存期限" />
      <header>
        <h1>保存期限</h1>
        <p className="ink2">
          登记、记录、清单和日志没有到期自动清理，市里定下期限之前一直保存；不再用的工作数据每天清理一次，清理了什么在审计日志里留一行。
        </p>
      </header>
      <Shown query={query}>
        {({ classes }) => (size === 'phone' ? <Blocks classes={classes} /> : <Rows classes={classes} />)}
      </Shown>
    </article>
  );
}

interface Props {
  classes: readonly RetentionClass[];
}

const cites = ({ basis }: RetentionClass): string => basis.map(({ cite }) => cite).join('；');

const Rows = ({ classes }: Props) => (
  <table>
    <thead>
      <tr>
        <th scope="col">类别</th>
        <th scope="col">内容</th>
        <th scope="col">为什么保存</th>
        <th scope="col">保存多久</th>
      </tr>
    </thead>
    <tbody>
      {classes.map((one) => (
        <tr key={one.id}>
          <th scope="row">{one.name}</th>
          <td>{one.what}</td>
          <td>
            {one.purpose}
            {one.basis.length > 0 && <small>{cites(one)}</small>}
          </td>
          <td>{keptWords(one.kept)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

const Blocks = ({ classes }: Props) => (
  <ul className="retention-blocks">
    {classes.map((one) => (
      <li key={one.id}>
        <h2>{one.name}</h2>
        <p>{keptWords(one.kept)}</p>
        <p className="ink2">{one.what}</p>
        {one.basis.length > 0 && <small>{cites(one)}</small>}
      </li>
    ))}
  </ul>
);
