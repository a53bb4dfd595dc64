import { Component, Project } from 'projen';
import { BakeFile } from './bake-file';
import { Image } from './image';

/**
 * The tasks that do by hand what the workflow does: `image:build`, `image:verify` and `image:run`.
 */
export class ImageTasks extends Component {
  /**
   * @param byDefault the image that `image:run` runs
   */
  constructor(project: Project, images: Image[], byDefault: Image) {
    super(project, 'muslrust-chef-image-tasks');
    const repository = BakeFile.localRepository(project);
    const reference = (image: Image) => `${repository}${image.repositorySuffix}:latest`;

    project.addTask('image:build', {
      description: "Build all images for the builder's platform (arguments go to `docker buildx bake`)",
      exec: 'docker buildx bake',
      receiveArgs: true,
    });
    project.addTask('image:verify', {
      description: 'Verify the built images: static, not root, and they start',
      steps: images.map((image) => ({ exec: image.verifyCommand(reference(image)) })),
    });
    const run = (name: string, image: Image) => project.addTask(name, {
      description: `Run the image of ${image.binary.name} (arguments go to the program)`,
      exec: ['docker run --rm --init', ...image.ports.map((port) => `--publish ${port}:${port}`), reference(image)].join(' '),
      receiveArgs: true,
    });
    run('image:run', byDefault);
    if (images.length > 1) {
      images.forEach((image) => run(`image:run:${image.name}`, image));
    }
  }
}
