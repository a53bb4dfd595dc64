import { Project } from 'projen';

/** A project and all below it. */
export function projectsOf(root: Project): Project[] {
  return root.node.findAll().filter((node): node is Project => Project.isProject(node));
}
