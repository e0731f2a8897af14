/** 已保存 14:02. Ink, never a color: that something is saved is the normal case. */
import { clock } from './words.ts';

interface Props {
  /** When it was last saved, ms since 1970 or an ISO instant; undefined when never. */
  at: number | string | undefined;
  /** Something is being saved now. */
  saving?: boolean;
  /** Only on this machine so far. */
  local?: boolean;
  /** The last attempt failed; a button tries again. */
  retry?: () => void;
}

export function SaveState({ at, saving = false, local = false, retry }: Props) {
  if (retry !== undefined) {
    return (
      <span className="nb" role="status">
        没有保存　
        <button type="button" className="a" onClick={retry}>
          重试
        </button>
      </span>
    );
  }
  return (
    <span className="nb" role="status">
      {saving ? '正在保存' : at === undefined ? '' : `${local ? '已存在本机' : '已保存'} ${clock(at)}`}
    </span>
  );
}
