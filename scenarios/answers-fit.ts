/**
 * Every answer that a test gets over HTTP is held against the OpenAPI document: its status must be described for that route, and
 * its content must fit the schema, so that no scenario passes with an answer that the document does not promise.
 */
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { openApiDocument } from '../src/app/open-api.server.ts';

const document = openApiDocument();
// Formats of the document that say nothing which a validator could check; everything else must be known to it.
const ajv = new Ajv2020({ strict: false, allErrors: true });
(addFormats as unknown as (to: Ajv2020) => void)(ajv);
ajv.addSchema(document, 'api');

const ROUTES = Object.entries(document.paths)
  .flatMap(([path, operations]) =>
    Object.keys(operations)
      .filter((method) => ['get', 'post', 'put', 'delete'].includes(method))
      .map((method) => ({
        method: method.toUpperCase(),
        path,
        // The more of a path is written out, the more exactly it fits.
        exactness: path.split('/').filter((part) => !part.startsWith('{')).length,
        fits: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
      })),
  )
  .sort((a, b) => b.exactness - a.exactness);

const escaped = (part: string): string => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));

interface Described {
  $ref?: string;
  content?: Record<string, unknown>;
}

/** The answer that the document describes, with where it stands in it. */
function described(path: string, method: string, status: number): { at: string; answer: Described } | undefined {
  const operation = document.paths[path]![method.toLowerCase()] as { responses: Record<string, Described> };
  const key = [String(status), 'default'].find((one) => one in operation.responses);
  if (!key) return undefined;
  const answer = operation.responses[key]!;
  if (!answer.$ref) return { at: `/paths/${escaped(path)}/${method.toLowerCase()}/responses/${key}`, answer };
  const [, , , name] = answer.$ref.split('/') as [string, string, string, string];
  const components = document.components as { responses: Record<string, Described> };
  return { at: `/components/responses/${name}`, answer: components.responses[name]! };
}

/** Throws, with what does not fit, when an answer is not as the document says. `path` is below `/api`. */
export function checkAnswer(method: string, path: string, status: number, type: string, content: unknown): void {
  const bare = path.split('?', 1)[0]!;
  const route = ROUTES.find((one) => one.method === method && one.fits.test(bare));
  // What is no route at all is answered so, and described nowhere.
  if (!route) return;
  const where = `${method} ${route.path} answered ${status}`;
  const found = described(route.path, method, status);
  if (!found) throw new Error(`${where}, which the OpenAPI document does not describe`);
  const types = Object.keys(found.answer.content ?? {});
  const media = type.split(';', 1)[0]!.trim();
  if (!types.includes(media)) throw new Error(`${where} as ${media}; the OpenAPI document says ${types.join(', ')}`);
  if (media !== 'application/json') return;
  const validate = ajv.getSchema(`api#${found.at}/content/${escaped(media)}/schema`);
  if (!validate) throw new Error(`${where}: the OpenAPI document has no schema for it`);
  if (!validate(content)) throw new Error(`${where}: ${ajv.errorsText(validate.errors).slice(0, 500)}`);
}
