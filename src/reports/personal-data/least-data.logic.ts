/**
 * Least data (product principle 7): the closed list of columns that hold words about somebody, each with why it is kept. A new
 * column of text, bytes or JSON must be entered here or among those that tell nothing of a person; a test holds both lists against
 * the schema.
 */

/** Never held, in no column and in no field of an answer, by the words of its name. */
export const NEVER_HELD: readonly string[] = [
  'idcard',
  'identitycard',
  'idnumber',
  'nationalid',
  'passport',
  'ssn',
  'phone',
  'telephone',
  'mobile',
  'tel',
  'email',
  'wechat',
  'photo',
  'face',
  'portrait',
  'avatar',
  'selfie',
  'fingerprint',
  'biometric',
  'voice',
  'iris',
  'latitude',
  'longitude',
  'gps',
  'location',
  'geo',
  'coordinates',
  'birthday',
  'birthdate',
  'ethnicity',
  'religion',
  'health',
  'bank',
  'salary',
  'residence',
  'homeaddress',
  'homeaddress',
];

const NAMES = '认人：活动、清单、任职里是谁';
const AUTHOR = '谁记的、谁办的';
const WORDS = '记下的事情本身';

/** `table.column` → why it is kept. */
export const PERSONAL_COLUMNS: Readonly<Record<string, string>> = {
  'person_fact.name': NAMES,
  'person_fact.sex': '党员名册的一项',
  'person_span.name': NAMES,
  'person_span.sex': '党员名册的一项',
  'post_fact.post': '任了什么职：应到和清单由它来',
  'post_fact.title': '任了什么职：应到和清单由它来',
  'post_fact.rank': '是不是县处级：清单由它来',
  'post_span.post': '任了什么职：应到和清单由它来',
  'post_span.title': '任了什么职：应到和清单由它来',
  'post_span.rank': '是不是县处级：清单由它来',
  'membership_fact.category': '正式还是预备：应到由它来',
  'membership_span.category': '正式还是预备：应到由它来',
  'search_entry.name': '按姓名、拼音找人',
  'search_entry.haystack': '按姓名、拼音找人',
  'search_entry.detail': '同名的人分得开：在哪个组织',
  'record.body': WORDS,
  'record.place': '活动在哪里开，不是人的位置',
  'record.reason': '为什么更正',
  'record.author': AUTHOR,
  'record_person.name': NAMES,
  'record_person.part': '怎样参加的',
  'record_person.reason': '为什么缺席',
  'record_confidential.body': '谈话内容，只有参加的人能看',
  'activity.body': WORDS,
  'activity.place': '活动在哪里开，不是人的位置',
  'activity.author': AUTHOR,
  'participation.name': NAMES,
  'participation.part': '怎样参加的',
  'participation.reason': '为什么缺席',
  'ledger.decided_by': '清单由谁检查',
  'draft.body': '写到一半的清单',
  'draft.device': '两台电脑上的草稿分得开',
  'draft_fork.body': '写到一半的清单',
  'draft_fork.device': '两台电脑上的草稿分得开',
  'import_tray.name': '等待导入的是哪个文件',
  'import_tray.bytes': '等待导入的表格内容，读入时已去掉身份证号和电话',
  'act.author': AUTHOR,
  'act.summary': '办了什么',
  'act.detail': '办了什么',
  'audit_line.actor': '谁看的、谁写的',
  'audit_line.subject_id': '看的、写的是什么',
  'account.username': '登录用',
  'account.name': '登录的是谁',
  'account.password_hash': '核对口令，只有散列值',
  'account.oidc_subject': '统一认证里的同一个账号',
  'account_factor.secret': '核对动态口令，加密存放',
  'account_factor.next_secret': '核对动态口令，加密存放',
  'recovery_code.digest': '核对恢复码，只有散列值',
  'account_role.role': '能做什么',
  'account_role.rests_post': '权限随哪个职务',
  'delegation.name': '谁请人代录',
  'delegation.to_name': '请谁代录',
  'delegation.reason': '为什么代录',
  'factor_reset.reason': '为什么重设动态口令',
  'machine_token.made_by': AUTHOR,
  'session.token_hash': '核对登录，只有散列值',
  'session.device': '本人认出自己的登录',
  'session.address': '本人认出自己的登录，查清异常登录',
  'sign_in_throttle.bucket': '放慢猜测口令，只有密钥散列值',
};

/** Structures, kinds and states: they tell nothing of anybody. */
export const IMPERSONAL_COLUMNS: readonly string[] = [
  'city.code',
  'city.name',
  'city.schema_name',
  'migration.name',
  'migration.digest',
  'account.kind',
  'account_role.rests_on',
  'act.kind',
  'activity.kind',
  'audit_line.ability',
  'audit_line.route',
  'audit_line.subject_kind',
  'audit_line.outcome',
  'audit_link.kind',
  'audit_link.algorithm',
  'audit_link.digest',
  'audit_link.hash',
  'audit_head.hash',
  'audit_head.algorithm',
  'audit_head.city',
  'audit_head.city_name',
  'audit_head.public_key',
  'audit_head.signature',
  'draft.kind',
  'factor_reset.asked_role',
  'factor_reset.confirmed_role',
  'import_tray.choices',
  'ledger.state',
  'machine_token.token_hash',
  'org_span.name',
  'org_span.short_names',
  'org_span.kind',
  'org_span.sector',
  'organization_fact.name',
  'organization_fact.short_names',
  'organization_fact.kind',
  'organization_fact.sector',
  'participation.kind',
  'person_fact.joined_precision',
  'person_span.joined_precision',
  'record.kind',
  'search_entry.subject',
  'security_setting.body',
  'session.stage',
];

/** The words of a name: `idCardNumber` → id, card, number, and each pair of neighbors: idcard, cardnumber. */
export function wordsOf(name: string): string[] {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter(Boolean);
  return [...words, ...words.slice(1).map((word, at) => words[at]! + word)];
}

/** Whether a name says that something is held that never is. */
export const isNeverHeld = (name: string): boolean => wordsOf(name).some((word) => NEVER_HELD.includes(word));
