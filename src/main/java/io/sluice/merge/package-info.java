/**
 * The merge law: which row of each key a table holds. Functions of datasets, without reading,
 * writing or settings of a session; {@code docs/merge-law.md} is what they keep.
 */
package io.sluice.merge;
