-- What all cities share: which there are. Everything else lives in a city's own schema.
create table xieshi.city (
  code        text        not null constraint city_pk primary key,
  name        text        not null,
  schema_name text        not null constraint city_schema_once unique,
  -- A sample city lives in its own year: its clock is the server's plus this. Zero for every real city.
  clock_shift interval    not null default '0',
  demo        boolean     not null default false,
  created_at  timestamptz not null
);
grant select on xieshi.city to xieshi_gate, xieshi_scoped, xieshi_wide, xieshi_steward;
