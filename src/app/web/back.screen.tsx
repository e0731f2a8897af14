/** Back from the identity provider: the sign-in is finished, or it says why not and leads to the door. */
import { useEffect, useRef, useState } from 'react';
import type { Me } from '../../platform/identity/identity.contract.ts';
import { endElsewhere } from '../../platform/identity/single-sign-on.contract.ts';
import { call } from '../../ui/api.ts';
import { Refused } from '../../ui/states.tsx';
import { DoorFrame } from './door-frame.tsx';

interface Props {
  /** The query that the browser came back with. */
  answer: string;
  onEnter: (me: Me) => void;
  onDoor: () => void;
}

export function Back({ answer, onEnter, onDoor }: Props) {
  const [error, setError] = useState<unknown>();
  const asked = useRef(false);
  useEffect(() => {
    // It is good for once.
    if (asked.current) return;
    asked.current = true;
    call(endElsewhere, { body: { answer } }).then(onEnter, setError);
  }, [answer, onEnter]);
  return (
    <DoorFrame title="登录">
      {error === undefined ? (
        <p role="status">正在登录</p>
      ) : (
        <>
          <Refused error={error} />
          <p className="door-do">
            <button type="button" className="btn big" onClick={onDoor}>
              回到登录页
            </button>
          </p>
        </>
      )}
    </DoorFrame>
  );
}
