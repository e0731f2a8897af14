/** What each ability opens: the bar, the tabs of the phone, the menus, the first page. Decided by abilities, never by role. */
import type { Ability } from '../../platform/access/room.ts';

export interface Item {
  path: string;
  /** In the bar. */
  title: string;
  /** On the phone's tab, at most three characters. */
  short: string;
  /** Full pinyin and initials, for the search. */
  spelled: string;
  /** Where it stands: in the bar and the tabs, or only in the menu under one's name. */
  place: 'bar' | 'menu';
}

interface Declared extends Item {
  /** One of these is needed. */
  needs: readonly Ability[];
  /** With this one the item is not offered: the wider one serves. */
  unless?: Ability;
}

/** In the order of the bar. The first one that somebody may open is his home (experience: homes). */
const ITEMS: readonly Declared[] = [
  {
    path: '/ledger',
    title: '本月清单',
    short: '清单',
    spelled: 'benyueqingdan byqd xieshiqingdan xsqd',
    needs: ['ledger.own'],
    place: 'bar',
  },
  {
    path: '/check',
    title: '检查清单',
    short: '检查',
    spelled: 'jianchaqingdan jcqd',
    needs: ['ledger.check'],
    place: 'bar',
  },
  {
    path: '/branch',
    title: '本月支部',
    short: '本月',
    spelled: 'benyuezhibu byzb',
    needs: ['record.write'],
    unless: 'city.overview',
    place: 'bar',
  },
  { path: '/city', title: '全市', short: '全市', spelled: 'quanshi qs', needs: ['city.overview'], place: 'bar' },
  {
    path: '/records',
    title: '组织生活',
    short: '记录',
    spelled: 'zuzhishenghuo zzsh huodongjilu hdjl',
    needs: ['record.write', 'person.read'],
    place: 'bar',
  },
  {
    path: '/organizations',
    title: '组织和人员',
    short: '组织',
    spelled: 'zuzhiherenyuan zzhry dangyuan dy',
    needs: ['city.overview', 'ledger.check'],
    place: 'bar',
  },
  {
    path: '/organizations',
    title: '党员',
    short: '党员',
    spelled: 'dangyuan dy zuzhi zz',
    needs: ['record.write'],
    unless: 'city.overview',
    place: 'bar',
  },
  {
    path: '/responsibility',
    title: '责任分工',
    short: '分工',
    spelled: 'zerenfengong zrfg fenguanguanxi fggx',
    needs: ['city.overview'],
    place: 'bar',
  },
  {
    path: '/key-work',
    title: '重点工作',
    short: '重点',
    spelled: 'zhongdiangongzuo zdgz niandujihua ndjh',
    needs: ['keyPlan.own'],
    place: 'bar',
  },
  {
    path: '/key-work/city',
    title: '重点工作计划',
    short: '重点',
    spelled: 'zhongdiangongzuojihua zdgzjh niandujihua ndjh',
    needs: ['city.overview'],
    place: 'menu',
  },
  {
    path: '/participation',
    title: '参加记录',
    short: '参加',
    spelled: 'canjiajilu cjjl',
    needs: ['participation.own'],
    unless: 'city.overview',
    place: 'bar',
  },
  { path: '/import', title: '导入', short: '导入', spelled: 'daoru dr', needs: ['import.run'], place: 'bar' },
  {
    path: '/operation',
    title: '系统运行',
    short: '运行',
    spelled: 'xitongyunxing xtyx',
    needs: ['operation.read'],
    place: 'bar',
  },
  { path: '/accounts', title: '账号', short: '账号', spelled: 'zhanghao zh', needs: ['account.manage'], place: 'bar' },
  { path: '/tokens', title: '令牌', short: '令牌', spelled: 'lingpai lp', needs: ['token.manage'], place: 'bar' },
  {
    path: '/abilities',
    title: '权限表',
    short: '权限',
    spelled: 'quanxianbiao qxb',
    needs: ['account.manage'],
    place: 'bar',
  },
  {
    path: '/audit',
    title: '审计日志',
    short: '审计',
    spelled: 'shenjirizhi sjrz',
    needs: ['audit.read'],
    place: 'bar',
  },
  {
    path: '/security',
    title: '安全设置',
    short: '设置',
    spelled: 'anquanshezhi aqsz mima denglu',
    needs: ['security.settings'],
    place: 'bar',
  },
  {
    path: '/factor-resets',
    title: '两人办理',
    short: '两人',
    spelled: 'liangrenbanli lrbl diushishouji dssj dongtaikouling dtkl querenguanliyuan',
    needs: ['factor.reset'],
    place: 'bar',
  },
  {
    path: '/adjustments',
    title: '设置调整',
    short: '调整',
    spelled: 'shezhitiaozheng sztz hebing chaifen gengming chexiao sheli',
    needs: ['city.overview'],
    place: 'menu',
  },
  {
    path: '/participation',
    title: '我的参加记录',
    short: '参加',
    spelled: 'wodecanjiajilu wdcjjl canjiajilu cjjl',
    needs: ['participation.own'],
    place: 'menu',
  },
  {
    path: '/delegation',
    title: '请人代录',
    short: '代录',
    spelled: 'qingrendailu qrdl dailu dl',
    needs: ['delegation.own'],
    place: 'menu',
  },
  {
    path: '/corrections',
    title: '更正申请',
    short: '更正',
    spelled: 'gengzhengshenqing gzsq',
    needs: ['correction.answer'],
    place: 'menu',
  },
  {
    path: '/retention',
    title: '保存期限',
    short: '期限',
    spelled: 'baocunqixian bcqx',
    needs: ['operation.read'],
    place: 'menu',
  },
  {
    path: '/people/new',
    title: '登记人员',
    short: '登记',
    spelled: 'dengjirenyuan djry',
    needs: ['registry.write'],
    place: 'menu',
  },
  {
    path: '/people/duplicates',
    title: '疑似重复登记',
    short: '重复',
    spelled: 'yisichongfudengji yscfdj chongfu cf hebing hb',
    needs: ['registry.write'],
    place: 'menu',
  },
  {
    path: '/me/person',
    title: '我的档案',
    short: '档案',
    spelled: 'wodedangan wdda',
    needs: ['person.own'],
    place: 'menu',
  },
  {
    path: '/me/data',
    title: '关于我的内容',
    short: '我的',
    spelled: 'guanyuwodeneirong gywdnr gerenxinxi grxx',
    needs: ['person.own'],
    place: 'menu',
  },
  {
    path: '/me',
    title: '我的账号',
    short: '账号',
    spelled: 'wodezhanghao wdzh mima mm',
    needs: ['account.own'],
    place: 'menu',
  },
];

export interface Navigation {
  bar: readonly Item[];
  menu: readonly Item[];
  /** People and organizations can be searched, and looked at as of another day. */
  registry: boolean;
  /** First page. */
  home: string;
}

/** What somebody with these abilities finds where. Each path once. */
export function navigationFor(abilities: ReadonlySet<Ability>): Navigation {
  const taken = new Set<string>();
  const offered = ITEMS.filter((item) => {
    const allowed = item.needs.some((need) => abilities.has(need)) && !(item.unless && abilities.has(item.unless));
    if (!allowed || taken.has(item.path)) return false;
    taken.add(item.path);
    return true;
  });
  const bar = offered.filter((item) => item.place === 'bar');
  return {
    bar,
    menu: offered.filter((item) => item.place === 'menu'),
    registry: abilities.has('registry.read'),
    home: bar[0]?.path ?? '/me',
  };
}

/** How many items of the bar are tabs on the phone; what is beyond stands under 更多. */
export const TABS = 3;

/** Whether an item is the one that is open: its own page or one below it. */
export const isOpen = (item: Item, path: string): boolean => path === item.path || path.startsWith(`${item.path}/`);
