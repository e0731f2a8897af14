/** Entering somebody who is not in the registry yet. */
import { useRouter } from '@tanstack/react-router';
import { PhoneBar } from '../../ui/phone-bar.tsx';
import { useTitle } from '../../ui/title.ts';
import { ActForm } from './person-act-form.screen.tsx';
import './person.css';

export function Screen() {
  const router = useRouter();
  useTitle('登记人员');
  return (
    <>
      <PhoneBar title="登记人员" back="/organizations" />
      <article className="person-new sheet">
        <header>
          <h1>登记人员</h1>
          <p className="ink2">已经在名册里的人，请查到他，在他的页面上办理。很多人一起登记的，用导入更快。</p>
        </header>
        <ActForm kind="enter" person={null} onDone={(id) => void router.navigate({ href: `/people/${id}` })} />
      </article>
    </>
  );
}
