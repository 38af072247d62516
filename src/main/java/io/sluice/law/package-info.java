/**
 * The merge law (docs/merge-law.md): the rows of one key go in, a verdict comes out. Plain Java; it
 * knows neither files nor the engine. {@code merge} brings the rows of a key together.
 */
package io.sluice.law;
