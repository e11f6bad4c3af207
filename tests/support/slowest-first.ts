import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Begun last, it would be the only one that still runs while the other workers have nothing to do. */
const slowest = 'tests/integration/kill.test.ts';

/** The order of files on a machine that has not measured them yet, too. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isSlowest = ({ moduleId }: TestSpecification): boolean => moduleId.endsWith(slowest);
    const inherited = super.sort.bind(this);
    const sorted = await inherited(files);
    return [...sorted.filter(isSlowest), ...sorted.filter((file) => !isSlowest(file))];
  }
}
