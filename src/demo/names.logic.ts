/** Names of invented people: surnames by about their frequency, given names of one or two characters. */
import type { Chance } from './chance.logic.ts';

export const COMMON_SURNAMES = [
  ...'王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施',
];
export const RARE_SURNAMES = [
  ...'褚华卫章云葛奚柏水窦苗凤花俞柳鲍费廉岑倪滕殷毕安乐时皮卞齐伍元卜平穆尹祁祝阮',
  '欧阳',
  '上官',
  '司徒',
  '诸葛',
];

export const MALE_CHARACTERS = [
  ...'伟强磊军洋勇杰涛超明刚平辉鹏华飞鑫波斌宇浩凯健俊帆建国志文海峰成龙东林永清正德民胜利宏新亮松柏安邦立业学达光泽恩卓然晨恒庆远航旭兴祥福荣贵春生根才友良善义忠信仁和泰康宁冬振武岩山川江河锋铭钧锐逸轩博思源启瑞彬庭佳欣晓',
];
export const FEMALE_CHARACTERS = [
  ...'芳娜敏静丽艳娟霞秀英燕红玲桂兰凤洁梅琳云莲真环雪荣香月莺媛瑞凡佳琼勤珍贞莉雅岚慧巧美姣婷怡倩婉娴瑾颖露瑶柔竹欣蓉薇菁梦宁蕊琪悦晴彤楠萍春秋淑芬华文晓思雨琴书墨若冰清帆',
];

/** Full names within reach of the pools that everybody knows from history or the news: never drawn. */
const KNOWN = new Set(
  (
    '毛泽东 朱德 陈云 江泽民 李鹏 李强 胡春华 汪洋 马凯 周强 周永康 吴邦国 张德江 曹建明 李建国 王晨 华国锋 王毅 孙春兰 陈毅 叶剑英 ' +
    '王刚 王勇 李岚清 尉健行 吴官正 罗干 贺国强 李长春 张春桥 王洪文 江青 姚文元 陈锡联 张万年 迟浩田 曹刚川 郭金龙 张又侠 刘鹤 ' +
    '杨洁篪 杨晓渡 陈希 黄坤明 丁薛祥 李希 蔡奇 赵乐际 韩正 栗战书 王沪宁 刘延东 刘奇葆 赵洪祝 杜青林 杨晶 郭声琨 赵克志 王岐山 ' +
    '万钢 陈竺 张春贤 俞正声 孟建柱 王兆国 回良玉 陈至立 戴秉国 梁光烈 马飙 韩启德 李海峰 陈晓光 马培华 齐续春 卢展工 王正伟 ' +
    '鲁迅 姚明 刘翔 刘欢 成龙 李宁 李娜 张艺谋 王菲 范冰冰 杨利伟 费俊龙 景海鹏 刘洋 马云 王健林 李彦宏 雷军 任正非 刘强东 雷锋 ' +
    '王进喜 焦裕禄 孔繁森 邓稼先 袁隆平 屠呦呦 黄旭华 南仁东 张海迪 林丹 邓亚萍 郎平 王楠 张怡宁 马龙 张继科'
  ).split(' '),
);

/** Whether every part of a name comes from the pools above; for the test that nobody real crept in. */
export function isInvented(name: string): boolean {
  const surname = [...RARE_SURNAMES, ...COMMON_SURNAMES].find((one) => name.startsWith(one));
  if (!surname) return false;
  const given = [...name.slice(surname.length)];
  const pool = new Set([...MALE_CHARACTERS, ...FEMALE_CHARACTERS]);
  return given.length >= 1 && given.length <= 2 && given.every((one) => pool.has(one));
}

/** Makes names; a name that is taken is drawn again, so that few people share one. */
export class NameMaker {
  readonly #chance: Chance;
  readonly #taken = new Set<string>();

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  /** Keeps a name from being drawn. */
  reserve(name: string): void {
    this.#taken.add(name);
  }

  make(sex: 'male' | 'female'): string {
    let name = this.#draw(sex);
    // Some people do share a name; most do not.
    while (KNOWN.has(name) || (this.#taken.has(name) && !this.#chance.yes(0.04))) name = this.#draw(sex);
    this.#taken.add(name);
    return name;
  }

  #draw(sex: 'male' | 'female'): string {
    const chance = this.#chance;
    const surname = chance.yes(0.94)
      ? // Two draws and the smaller place: the first surnames of the list are the frequent ones.
        COMMON_SURNAMES[Math.min(chance.int(0, COMMON_SURNAMES.length - 1), chance.int(0, COMMON_SURNAMES.length - 1))]!
      : chance.pick(RARE_SURNAMES);
    const pool = sex === 'male' ? MALE_CHARACTERS : FEMALE_CHARACTERS;
    const first = chance.pick(pool);
    if (surname.length === 2 ? chance.yes(0.7) : chance.yes(0.22)) return surname + first;
    let second = chance.pick(pool);
    while (second === first) second = chance.pick(pool);
    return surname + first + second;
  }
}
