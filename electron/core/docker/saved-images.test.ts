import { describe, expect, test } from 'vitest';
import { checkSavedImages } from './saved-images.ts';

const legacy = [{ Config: 'c.json', RepoTags: ['app:1'], Layers: ['l1/layer.tar', 'l2/layer.tar'] }];
const members = new Set(['manifest.json', 'c.json', 'l1/layer.tar', 'l2/layer.tar']);

describe('a tar of saved images', () => {
  test('is whole when all that its manifest lists is there, in both layouts', () => {
    expect(() => checkSavedImages(JSON.stringify(legacy), members)).not.toThrow();
    const oci = [{ Config: 'blobs/sha256/c', RepoTags: null, Layers: ['blobs/sha256/l'] }];
    expect(() => checkSavedImages(JSON.stringify(oci), new Set(['blobs/sha256/c', 'blobs/sha256/l']))).not.toThrow();
  });

  test.for([
    ['a layer is missing', JSON.stringify(legacy), new Set(['c.json', 'l1/layer.tar']), /app:1 lacks l2/u],
    [
      'the configuration is missing',
      JSON.stringify(legacy),
      new Set(['l1/layer.tar', 'l2/layer.tar']),
      /lacks c\.json/u,
    ],
    ['no layers are listed', JSON.stringify([{ Config: 'c.json', Layers: [] }]), members, /no layers/u],
    ['layers are null', JSON.stringify([{ Config: 'c.json', Layers: null }]), members, /no layers/u],
    ['there is no image', '[]', members, /manifest\.json/u],
    ['the manifest is no JSON', '[{', members, /manifest\.json/u],
  ] as const)('is incomplete when %s', ([, manifest, names, detail]) => {
    expect(() => checkSavedImages(manifest, names)).toThrow(detail);
    expect(() => checkSavedImages(manifest, names)).toThrow(/^IMAGES_INCOMPLETE/u);
  });
});
