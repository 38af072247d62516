/** {@code exports}: what was asked of sources and what came. */
package io.sluice.run.exports;
