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
  // all that there are of a few characters: what is alike is not found by chance
  const folders = Array.from({ length: 5 }).reduce<string[][]>(
    (lengths) => [...lengths, lengths.at(-1)!.flatMap((text) => [...'a-_./2d'].map((character) => text + character))],
    [['']],
  );
  const names = new Map<string, string>();
  for (const folder of folders.flat().filter((text) => !/(^|\/)(\/|$)/.test(text) || text === '')) {
    const name = workflowName('image', folder);
    if (names.has(name)) throw new Error(`${folder} and ${names.get(name)} are both ${name}`);
    names.set(name, folder);
  }
  expect(names.size).toBeGreaterThan(10_000);
});
