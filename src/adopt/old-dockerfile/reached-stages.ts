import { OldStage, stageNamed } from './dockerfile-stages';
import { copiesOf } from './old-copies';

/** A stage, and all that it needs: those that it begins from, and those that it has files from. */
export function reachedStages(stages: readonly OldStage[], from: readonly OldStage[]): Set<OldStage> {
  const reached = new Set<OldStage>();
  const reach = (stage: OldStage | undefined) => {
    if (!stage || reached.has(stage)) return;
    reached.add(stage);
    reach(stage.parent);
    for (const copy of copiesOf(stage)) reach(copy.from === undefined ? undefined : stageNamed(stages, copy.from));
    for (const { name, value } of stage.instructions.flatMap(({ flags }) => flags)) {
      const [, mounted] = (name === 'mount' && /(?:^|,)from=([^,]+)/.exec(value)) || [];
      reach(mounted === undefined ? undefined : stageNamed(stages, mounted));
    }
  };
  from.forEach(reach);
  return reached;
}
