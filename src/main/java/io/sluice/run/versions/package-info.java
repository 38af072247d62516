/** {@code versions}: the kept versions of a clean table. */
package io.sluice.run.versions;
