// Search texts: Chinese as pairs, Latin as folded words, and nothing that could break a tsvector or tsquery.
import { describe, expect, it } from 'vitest';
import { searchQuery, searchVector } from '../../src/database/search.ts';

describe('searchVector', () => {
  it('makes overlapping pairs of Chinese text and the last character', () => {
    expect(searchVector(['天然橡胶'])).toBe("'天然' '然橡' '橡胶' '胶'");
  });
  it('folds Latin words', () => {
    expect(searchVector(['Électricité, HIGH-voltage'])).toBe("'electricite' 'high' 'voltage'");
  });
  it('splits where the script changes', () => {
    expect(searchVector(['LED灯10W'])).toBe("'led' '灯' '10w'");
  });
  it('says each word once', () => {
    expect(searchVector(['a b', 'A'])).toBe("'a' 'b'");
  });
});

describe('searchQuery', () => {
  it('asks for all words by their beginning', () => expect(searchQuery('elec high')).toBe("'elec':* & 'high':*"));
  it('asks for pairs of Chinese text', () => expect(searchQuery('天然橡胶')).toBe("'天然' & '然橡' & '橡胶'"));
  it('finds a single character by prefix', () => expect(searchQuery('胶')).toBe("'胶':*"));
  it('mixes', () => expect(searchQuery('海南 rubber')).toBe("'海南' & 'rubber':*"));
  it.each(["'; drop table x; --", '& | ! ( ) : *', "a':* & 'b", '\\', '\0', '<-> a'])('keeps %j harmless', (hostile) => {
    expect(searchQuery(hostile)).toMatch(/^('[\p{L}\p{N}]+'(:\*)?( & )?)*$/u);
    expect(searchVector([hostile])).toMatch(/^('[\p{L}\p{N}]+' ?)*$/u);
  });
  it('bounds what it asks', () => expect(searchQuery('x '.repeat(500)).split('&').length).toBe(32));
});
