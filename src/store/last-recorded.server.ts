/** The latest instant that any city's sources or log bear: the machine's clock should be past it. */
import pg from 'pg';

/** Sample cities live in a time of their own and are left out. Answers undefined when nothing is recorded yet. */
export async function lastRecorded(admin: pg.PoolConfig): Promise<Date | undefined> {
  const client = new pg.Client(admin as pg.ClientConfig);
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows: cities } = await client.query<{ schema_name: string; shift: string }>(
      'select schema_name, clock_shift::text as shift from xieshi.city where not demo',
    );
    let last: Date | undefined;
    for (const { schema_name: schema, shift } of cities) {
      const { rows } = await client.query<{ at: Date | null }>(
        `select greatest((select max(recorded_at) from ${schema}.act), (select max(at) from ${schema}.audit_line))
           - $1::interval as at`,
        [shift],
      );
      const at = rows[0]?.at;
      if (at && (last === undefined || at > last)) last = at;
    }
    return last;
  } finally {
    await client.end();
  }
}
