import { z } from 'zod';

// What Lifeboat reads of the Engine API's answers, and no more: engines of many versions (and Podman)
// add, drop and null the rest.

const orEmpty = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((list) => list ?? []);
const labels = z
  .record(z.string(), z.string())
  .nullish()
  .transform((record) => record ?? {});

export const EngineVersion = z.object({ Version: z.string() });

const Mount = z.object({
  Type: z.string(),
  /** Volumes only. */
  Name: z.string().optional(),
  Source: z.string().default(''),
  Destination: z.string(),
  RW: z.boolean().default(true),
});

export const ContainerSummary = z.object({
  Id: z.string(),
  Names: orEmpty(z.string()),
  State: z.string(),
  Labels: labels,
  Mounts: orEmpty(Mount.partial({ Destination: true })),
});
export type ContainerSummary = z.infer<typeof ContainerSummary>;

export const RestartPolicy = z.object({
  Name: z.string().default(''),
  MaximumRetryCount: z.number().default(0),
});
export type RestartPolicy = z.infer<typeof RestartPolicy>;

export const ContainerInspection = z.object({
  Id: z.string(),
  Name: z.string(),
  Image: z.string(),
  RestartCount: z.int().default(0),
  State: z.object({
    Status: z.string(),
    Running: z.boolean(),
    ExitCode: z.int(),
    StartedAt: z.string(),
    FinishedAt: z.string().default(''),
    Error: z.string().default(''),
    Health: z.object({ Status: z.string() }).nullish(),
  }),
  Config: z.object({
    Image: z.string(),
    Labels: labels,
    StopTimeout: z.int().nullish(),
    Cmd: orEmpty(z.string()),
    /** Passwords are in here: what reads it keeps none of it. */
    Env: orEmpty(z.string()),
    /** By port, e.g. `5432/tcp`. */
    ExposedPorts: z.record(z.string(), z.unknown()).nullish(),
  }),
  HostConfig: z.object({
    NetworkMode: z.string().default(''),
    RestartPolicy: RestartPolicy.nullish(),
    AutoRemove: z.boolean().default(false),
    VolumesFrom: orEmpty(z.string()),
    Links: orEmpty(z.string()),
  }),
  Mounts: orEmpty(Mount),
});
export type ContainerInspection = z.infer<typeof ContainerInspection>;

export const VolumeInspection = z.object({
  Name: z.string(),
  Driver: z.string(),
  Options: labels,
  Labels: labels,
  /** Where the engine keeps it, on the engine's machine. */
  Mountpoint: z.string().default(''),
  /** In answers of `system/df` alone; -1 when the engine does not know. */
  UsageData: z.object({ Size: z.int() }).nullish(),
});
export type VolumeInspection = z.infer<typeof VolumeInspection>;

export const VolumeList = z.object({ Volumes: orEmpty(VolumeInspection) });

export const ImageSummary = z.object({ Id: z.string(), RepoTags: orEmpty(z.string()), Size: z.int().default(0) });
export const ImageInspection = z.object({ Id: z.string(), RepoTags: orEmpty(z.string()), Size: z.int().default(0) });

export const CreatedContainer = z.object({ Id: z.string() });
export const CreatedExec = z.object({ Id: z.string() });
export const ExecInspection = z.object({ Running: z.boolean(), ExitCode: z.int().nullish() });
export type ExecInspection = z.infer<typeof ExecInspection>;
