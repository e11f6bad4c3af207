// The labels that Compose writes on what it makes.
// Source: https://github.com/docker/compose/blob/main/pkg/api/labels.go; 1.x writes a subset.
export const label = {
  project: 'com.docker.compose.project',
  service: 'com.docker.compose.service',
  number: 'com.docker.compose.container-number',
  oneOff: 'com.docker.compose.oneoff',
  dependsOn: 'com.docker.compose.depends_on',
  files: 'com.docker.compose.project.config_files',
  environmentFiles: 'com.docker.compose.project.environment_file',
  workingDirectory: 'com.docker.compose.project.working_dir',
  volume: 'com.docker.compose.volume',
  anonymousVolume: 'com.docker.volume.anonymous',
  /** Ours, on every helper container: the job that it works for. */
  job: 'lifeboat.job',
} as const;

/** The services named by `com.docker.compose.depends_on`, written as `db:service_healthy:false,cache:…`. */
export function dependenciesOfLabel(text: string | undefined): string[] {
  return (text ?? '').split(',').flatMap((part) => part.split(':')[0]?.trim() || []);
}

/** The compose files of `…config_files`: absolute since 2.x, relative to the working directory before. */
export function filesOfLabel(text: string | undefined): string[] {
  return (text ?? '').split(',').filter((path) => path !== '');
}
