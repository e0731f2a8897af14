/** From declared routes to an OpenAPI 3.1 document. What a route accepts is its input as sent, what it answers its output. */
import { z } from 'zod';
import { ABILITIES, GRANTS, openToMachines, ROLE_NAMES } from '../access/room.ts';
import { errorAnswer, type Route, WORKBOOK_TYPE } from './route.logic.ts';

type Json = Record<string, unknown>;
interface ObjectSchema extends Json {
  properties?: Record<string, Json>;
  required?: string[];
}

export interface OpenApiDocument extends Json {
  openapi: '3.1.0';
  paths: Record<string, Record<string, Json>>;
}

const SESSION = 'session';
const TOKEN = 'token';
const OWN_PAGE = { $ref: '#/components/parameters/OwnPage' };

/** Error answers that every signed-in route may give, by status. */
const REFUSALS: Readonly<Record<string, string>> = {
  401: '还没有登录，或登录已过期',
  403: '角色没有这项能力，或超出范围',
  404: '没有找到，或不在能看的范围内',
  422: '内容不合要求；error.where 指出哪一处',
};

/** The bounds that every integer has in this language say nothing about the integer at hand. */
function dropSafeBounds({ jsonSchema }: { jsonSchema: Json }): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}

/** A schema as JSON Schema 2020-12. Throws, naming the route, when it has something that JSON cannot say. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output', where: string): ObjectSchema {
  try {
    const { $schema: _, ...json } = z.toJSONSchema(schema, {
      io,
      reused: 'inline',
      override: dropSafeBounds,
    }) as ObjectSchema;
    if ('$defs' in json) throw new Error('a schema refers to itself or has an id');
    return json;
  } catch (error) {
    throw new Error(`${where}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const isEmpty = (schema: ObjectSchema): boolean =>
  schema.type === 'object' && Object.keys(schema.properties ?? {}).length === 0 && !isOpen(schema);
const isOpen = ({ additionalProperties }: ObjectSchema): boolean =>
  additionalProperties !== undefined && additionalProperties !== false;

function parameters(schema: z.ZodType, place: 'path' | 'query', where: string): Json[] {
  const { properties = {}, required = [] } = jsonSchema(schema, 'input', where);
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

function requestBody(route: Route): Json {
  if (route.upload) {
    const files = { type: 'array', items: { type: 'string', format: 'binary' } };
    const schema = { type: 'object', properties: { files }, required: ['files'] };
    return { requestBody: { required: true, content: { 'multipart/form-data': { schema } } } };
  }
  if (route.method === 'GET') return {};
  const schema = jsonSchema(route.body, 'input', `${route.id} body`);
  return isEmpty(schema) ? {} : { requestBody: { required: true, content: { 'application/json': { schema } } } };
}

function answers(route: Route): Json {
  const content = route.file
    ? { [WORKBOOK_TYPE]: { schema: { type: 'string', format: 'binary' } } }
    : { 'application/json': { schema: jsonSchema(route.answer, 'output', `${route.id} answer`) } };
  const refusals = Object.keys(REFUSALS)
    .filter((status) => route.ability !== 'open' || status === '422')
    .map((status) => [status, { $ref: `#/components/responses/${status}` }]);
  return {
    200: { description: route.file ? '表格文件' : '成功', content },
    ...Object.fromEntries(refusals),
    default: { $ref: '#/components/responses/default' },
  };
}

/** Who has the ability, in words, with the reach. */
function whoMay(ability: Route['ability']): string {
  if (ability === 'open') return '登录前可用。';
  const roles = (Object.keys(GRANTS) as (keyof typeof GRANTS)[]).flatMap((role) => {
    const reach = GRANTS[role][ability];
    return reach ? [`${ROLE_NAMES[role]}（${reach}）`] : [];
  });
  return `能力：${ABILITIES[ability]}。${roles.length > 0 ? `有此能力：${roles.join('、')}。` : ''}`;
}

function securityOf(ability: Route['ability']): Json[] {
  if (ability === 'open') return [];
  return [{ [SESSION]: [] }, ...(openToMachines(ability) ? [{ [TOKEN]: [] }] : [])];
}

function operation(route: Route): Json {
  const list = [
    ...parameters(route.params, 'path', `${route.id} params`),
    ...parameters(route.query, 'query', `${route.id} query`),
    ...(route.method === 'GET' ? [] : [OWN_PAGE]),
  ];
  return {
    operationId: route.id,
    tags: [route.id.split('.', 1)[0]],
    summary: route.title,
    description: whoMay(route.ability),
    'x-ability': route.ability,
    security: securityOf(route.ability),
    ...(list.length > 0 ? { parameters: list } : {}),
    ...requestBody(route),
    responses: answers(route),
  };
}

/** `/people/:id` as OpenAPI writes it: `/people/{id}`. */
const pathOf = (route: Route): string => route.path.replace(/:(\w+)/g, '{$1}');

/** Names of the parameters in a path. */
const namesIn = (path: string): string[] => [...path.matchAll(/:(\w+)/g)].map((match) => match[1]!);

/** What is wrong with a set of routes before any is described; one sentence each. */
export function routeFaults(routes: readonly Route[]): string[] {
  const faults: string[] = [];
  const ids = new Set<string>();
  const places = new Map<string, string>();
  for (const route of routes) {
    if (ids.has(route.id)) faults.push(`${route.id}: two routes have this id`);
    ids.add(route.id);
    const place = `${route.method} ${route.path.replace(/:\w+/g, ':')}`;
    const other = places.get(place);
    if (other) faults.push(`${route.id}: ${route.method} ${route.path} is already ${other}`);
    places.set(place, route.id);
    const declared = Object.keys(jsonSchema(route.params, 'input', `${route.id} params`).properties ?? {});
    const written = namesIn(route.path);
    if ([...declared].sort().join() !== [...written].sort().join()) {
      faults.push(
        `${route.id}: its path names ${written.join(', ') || 'no parameter'}, its params ${declared.join(', ') || 'none'}`,
      );
    }
  }
  return faults;
}

/**
 * The document for all routes of the service, in the order of their paths.
 * @throws Error when ids or paths clash, or a schema has something that JSON cannot say
 */
export function openApi(routes: readonly Route[], version: string): OpenApiDocument {
  const faults = routeFaults(routes);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  const paths: OpenApiDocument['paths'] = {};
  const sorted = [...routes].sort((a, b) => (`${a.path} ${a.method}` < `${b.path} ${b.method}` ? -1 : 1));
  for (const route of sorted) {
    const path = pathOf(route);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  const refusal = (description: string): Json => ({
    description,
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
  });
  return {
    openapi: '3.1.0',
    info: {
      title: '写实',
      version,
      description:
        '日期是亚洲/上海的日历日，写成2017-06-05；时刻是UTC的ISO写法。记录的编号由客户端生成（UUIDv7），重发无害。',
    },
    servers: [{ url: '/api' }],
    paths,
    components: {
      securitySchemes: {
        [SESSION]: { type: 'apiKey', in: 'cookie', name: 'xieshi', description: '人登录后的会话' },
        [TOKEN]: {
          type: 'http',
          scheme: 'bearer',
          description: '别的系统的令牌，由安全管理员在“令牌”页发放；到期或收回后不能再用',
        },
      },
      parameters: {
        OwnPage: {
          name: 'X-Xieshi',
          in: 'header',
          required: false,
          description: '凭登录（Cookie）写入时须带，外站的表单带不上；凭令牌不用',
          schema: { const: '1' },
        },
      },
      schemas: { Error: jsonSchema(errorAnswer, 'output', 'error') },
      responses: {
        ...Object.fromEntries(Object.entries(REFUSALS).map(([status, text]) => [status, refusal(text)])),
        default: refusal('拒绝：写明什么不对、在哪里、现在怎么办'),
      },
    },
  };
}
