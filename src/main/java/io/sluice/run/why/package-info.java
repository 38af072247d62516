/** {@code why}: how the row of a key came to be. */
package io.sluice.run.why;
