import { z } from 'zod';

// The keys of the Compose specification that say where state lives and who needs whom.
// https://github.com/compose-spec/compose-spec/blob/main/spec.md

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const record = <Value extends z.ZodType>(value: Value) =>
  z
    .record(z.string(), value)
    .nullish()
    .transform((found) => found ?? {});

const LongMount = z.object({
  type: z.string(),
  source: text.nullish(),
  target: text.optional(),
  read_only: z.boolean().nullish(),
});

const EnvironmentFile = z.union([z.string(), z.object({ path: z.string(), required: z.boolean().nullish() })]);

const Service = z.object({
  image: text.nullish(),
  container_name: text.nullish(),
  restart: z.union([text, z.boolean()]).nullish(),
  depends_on: z.union([z.array(text), z.record(z.string(), z.unknown())]).nullish(),
  network_mode: text.nullish(),
  volumes: z.array(z.union([z.string(), LongMount])).nullish(),
  volumes_from: z.array(text).nullish(),
  links: z.array(text).nullish(),
  env_file: z.union([EnvironmentFile, z.array(EnvironmentFile)]).nullish(),
  extends: z.union([z.string(), z.object({ service: text.optional(), file: z.string().optional() })]).nullish(),
});

const Volume = z
  .object({
    name: text.nullish(),
    external: z.union([z.boolean(), z.object({ name: text.optional() })]).nullish(),
    driver: text.nullish(),
    driver_opts: record(text),
    labels: z.union([z.array(text), z.record(z.string(), text.nullable())]).nullish(),
  })
  .nullish()
  .transform((volume) => volume ?? { driver_opts: {} });

const FileReference = z.object({ file: z.string().nullish() }).nullish();

/** One compose file, as far as Lifeboat reads it; what else it says is passed over. */
export const ComposeDocument = z.object({
  name: text.nullish(),
  services: record(Service.nullish()),
  volumes: record(Volume),
  configs: record(FileReference),
  secrets: record(FileReference),
  include: z.array(z.union([z.string(), z.object({ path: z.union([z.string(), z.array(z.string())]) })])).nullish(),
});
export type ComposeDocument = z.infer<typeof ComposeDocument>;
export type ServiceDocument = z.infer<typeof Service>;
