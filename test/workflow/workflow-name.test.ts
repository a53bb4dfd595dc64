import { assert, array, constantFrom, property, string } from 'fast-check';
import { workflowName } from '../../src/workflow/workflow-name';

test.each([
  ['', 'image'],
  ['services/api', 'image-services-api'],
  ['a/b', 'image-a-b'],
  ['a-b', 'image-a--b'],
  ['my_app', 'image-my__app'],
  ['a-/b', 'image-a_2d_-b'],
  ['a/-b', 'image-a-_2d_b'],
  ['-a', 'image-_2d_a'],
  ['a-', 'image-a_2d_'],
  ['--a/--b--/c--', 'image-_2d__2d_a-_2d__2d_b_2d__2d_-c_2d__2d_'],
  ["it's", 'image-it_27_s'],
  ['a,b', 'image-a_2c_b'],
  ['v1.2', 'image-v1_2e_2'],
  ['Grüße', 'image-Gr_fc__df_e'],
])('the workflow of the folder %j is %s', (folder, name) => {
  expect(workflowName('image', folder)).toBe(name);
});

test('no two folders have one name', () => {
  const segment = string({
    unit: constantFrom('a', '-', '_', '.', '2', 'd', 'f', 'ü', ' '),
    minLength: 1,
    maxLength: 6,
  });
  const folder = array(segment, { maxLength: 3 }).map((parts) => parts.join('/'));
  assert(
    property(folder, folder, (a, b) => (workflowName('image', a) === workflowName('image', b)) === (a === b)),
    { numRuns: 20_000 },
  );
});
