/** Before the first page: setting up the second factor that this account must have. */
import { useState } from 'react';
import { FactorSetup } from '../../platform/identity/factor-setup.screen.tsx';
import { type Me, signOut } from '../../platform/identity/identity.contract.ts';
import { call } from '../../ui/api.ts';
import { Look } from '../../ui/look.tsx';
import { DoorFrame } from './door-frame.tsx';

interface Props {
  me: Me;
  onDone: (me: Me) => void;
  onAgain: () => void;
}

export function Enroll({ me, onDone, onAgain }: Props) {
  const [set, setSet] = useState(false);
  return (
    <DoorFrame title={set ? '存好恢复码' : '设动态口令'} city={me.city.name} wide>
      <Look>
        {!set && (
          <p className="door-why">
            {me.name}
            ，这个账号登录时除了密码还要动态口令：手机上的6位数字，每半分钟换一次。现在设好，以后每次登录输入它。
          </p>
        )}
        <FactorSetup
          former={false}
          onSet={() => setSet(true)}
          onDone={() => onDone({ ...me, stage: 'full' })}
          doneLabel="存好了，进入"
        />
      </Look>
      {!set && (
        <p className="door-else">
          <button type="button" className="btn txt" onClick={() => call(signOut, {}).then(onAgain, onAgain)}>
            以后再设，退出
          </button>
        </p>
      )}
    </DoorFrame>
  );
}
